import type { Clock, Nanos, Task } from '../world/world.ts';
import { between, type Reading, type Scrape } from './reading.ts';

export interface MonitorOptions {
  readonly clock: Clock;
  /** Reads all counters, now. */
  read(): Reading;
  /** Between two scrapes. */
  readonly interval: Nanos;
  /** No scrape after it. */
  readonly until: Nanos;
}

/** For whoever looks at the graphs: so many scrapes back. */
const KEPT = 3;

/**
 * Scrapes every node at its interval, all of them at once and without loss: a real one spreads them over the interval, and
 * loses some just when it matters. What happens within an interval it sees only as sums; what began right after a scrape
 * it sees an interval later.
 */
export class Monitor implements Task {
  readonly #options: MonitorOptions;
  readonly #onScrape: (scrape: Scrape) => void;
  readonly #recent: Scrape[] = [];
  #last: Reading;
  #nextAt: Nanos;

  /** Reads for the first time now, and scrapes from then on. */
  constructor(options: MonitorOptions, onScrape: (scrape: Scrape) => void) {
    this.#options = options;
    this.#onScrape = onScrape;
    this.#last = options.read();
    this.#nextAt = options.clock.now();
    this.#plan();
  }

  /** The last scrapes, oldest first. */
  get recent(): readonly Scrape[] {
    return this.#recent;
  }

  fire(): void {
    const reading = this.#options.read();
    const scrape = between(this.#last, reading);
    this.#last = reading;
    this.#recent.push(scrape);
    if (this.#recent.length > KEPT) this.#recent.shift();
    this.#plan();
    this.#onScrape(scrape);
  }

  #plan(): void {
    const { clock, interval, until } = this.#options;
    const now = clock.now();
    // Live: a loop that was busy for an interval loses a scrape, and the next one covers both.
    while (this.#nextAt <= now) this.#nextAt += interval;
    if (this.#nextAt <= until) clock.at(this.#nextAt, this);
  }
}
