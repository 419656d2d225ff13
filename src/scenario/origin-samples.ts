import type { Origin } from '../app/origin.ts';
import { round } from '../measure/round.ts';
import type { Nanos } from '../world/world.ts';

/** The origin's own counters, read at the end of each window. */
export class OriginSamples {
  readonly reads: number[] = [];
  readonly executed: number[] = [];
  readonly forNobody: number[] = [];
  readonly utilisation: number[] = [];
  readonly waiting: number[] = [];
  readonly #origin: Origin;
  readonly #window: Nanos;
  /** At the last window's end. */
  #last = { reads: 0, executed: 0, forNobody: 0, busy: 0 };

  constructor(origin: Origin, window: Nanos) {
    this.#origin = origin;
    this.#window = window;
  }

  sample(): void {
    const { reads, executed, forNobody, station, concurrency, waiting } = this.#origin;
    const busy = station.busy();
    const last = this.#last;
    this.reads.push(reads - last.reads);
    this.executed.push(executed - last.executed);
    this.forNobody.push(forNobody - last.forNobody);
    this.utilisation.push(round((busy - last.busy) / (this.#window * concurrency), 4));
    this.waiting.push(waiting);
    this.#last = { reads, executed, forNobody, busy };
  }
}
