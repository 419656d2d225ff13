/** The cas values that one server has told: by key, to be sent back; by rank, to be compared with another server's. */
export class CasBook {
  private readonly ranks = new Map<string, number>();
  private readonly latest = new Map<string, bigint>();
  private readonly older = new Map<string, bigint>();

  /** How many different values were told before this one was first told. */
  rank(cas: bigint): number {
    const name = String(cas);
    let rank = this.ranks.get(name);
    if (rank === undefined) this.ranks.set(name, (rank = this.ranks.size));
    return rank;
  }

  note(key: string, cas: bigint): void {
    const latest = this.latest.get(key);
    if (latest !== undefined && latest !== cas) this.older.set(key, latest);
    this.latest.set(key, cas);
  }

  /** What the key was last known by. */
  known(key: string): bigint {
    return this.latest.get(key) ?? NEVER_TOLD;
  }

  /** What it was known by before that. */
  stale(key: string): bigint {
    return this.older.get(key) ?? NEVER_TOLD;
  }
}

/** Above what any server gets to in a test. */
const NEVER_TOLD = (1n << 63n) + 1n;
