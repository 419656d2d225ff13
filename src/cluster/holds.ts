/** Ends what was begun. */
export type Undo = () => void;

/** What several keep up together. */
interface Held {
  holders: number;
  undo: Undo;
}

/** What can only be so or not so, however many want it: it begins with the first and ends with the last of them. */
export class Holds {
  readonly #held = new Map<string, Held>();

  hold(name: string, begin: () => Undo): Undo {
    const held = this.#held.get(name) ?? { holders: 0, undo: begin() };
    this.#held.set(name, held);
    held.holders++;
    return () => {
      if (--held.holders > 0) return;
      if (this.#held.get(name) === held) this.#held.delete(name);
      held.undo();
    };
  }

  /** Ends it now; the ends of its holders mean nothing any more. */
  void(name: string): void {
    const held = this.#held.get(name);
    if (held === undefined) return;
    this.#held.delete(name);
    held.undo();
    held.undo = () => undefined;
  }
}

/** Begins for every item; what comes back ends all. Where one cannot begin, none has. */
export function each<T>(items: readonly T[], begin: (item: T) => Undo): Undo {
  const undos: Undo[] = [];
  const undo = (): void => {
    for (const one of undos) one();
  };
  try {
    for (const item of items) undos.push(begin(item));
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}
