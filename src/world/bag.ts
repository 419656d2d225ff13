/** A thing that can be in one bag; -1: in none. The bag keeps it. */
export interface Bagged {
  bagIndex: number;
}

/**
 * Members in no order that matters, put in and taken out in O(1). Not a `Set`: when a Set that lives long grows or
 * shrinks, its old table goes on holding what was in it until the next full collection, and through it a million dead
 * connections; that cost half of all time in a storm.
 */
export class Bag<T extends Bagged> {
  readonly #members: T[] = [];

  get size(): number {
    return this.#members.length;
  }

  add(member: T): void {
    if (member.bagIndex >= 0) throw new Error(`bag: expected a member of no bag, got one at ${member.bagIndex}`);
    member.bagIndex = this.#members.length;
    this.#members.push(member);
  }

  /** Who is not in it is ignored. */
  delete(member: T): void {
    const members = this.#members;
    const index = member.bagIndex;
    if (members[index] !== member) return;
    const last = members.pop()!;
    if (last !== member) {
      members[index] = last;
      last.bagIndex = index;
    }
    member.bagIndex = -1;
  }

  /** A copy: members may leave while it is walked through. */
  all(): T[] {
    return this.#members.slice();
  }
}
