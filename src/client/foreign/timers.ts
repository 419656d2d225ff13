/** A timer that a library has set. */
interface Timer {
  close(): unknown;
}

/** Timers that a library sets and forgets, some for hours: nobody else could end them. */
export class Timers {
  readonly #set = new Set<Timer>();

  /** Runs `work`; what it sets before it returns is ended by `clear`. */
  during(work: () => void): void {
    const genuine = globalThis.setTimeout;
    const noted = (...args: Parameters<typeof setTimeout>): NodeJS.Timeout => {
      const timer = genuine(...args);
      this.#set.add(timer);
      return timer;
    };
    globalThis.setTimeout = Object.assign(noted, { __promisify__: genuine.__promisify__ });
    try {
      work();
    } finally {
      globalThis.setTimeout = genuine;
    }
  }

  clear(): void {
    for (const timer of this.#set) timer.close();
    this.#set.clear();
  }
}
