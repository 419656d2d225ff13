import type { Nanos } from '../world/world.ts';

export interface LoadPoint {
  readonly at: Nanos;
  readonly times: number;
}

/** A factor over time: straight lines between points, constant before the first and after the last. */
export class LoadCurve {
  readonly max: number;
  /** From here on it is 0 for good; Infinity: never. */
  readonly zeroFrom: Nanos;
  readonly #points: readonly LoadPoint[];
  /** The segment of the last question: questions come in order of time. */
  #at = 0;

  /** In order of time. None: 1 throughout. */
  constructor(points: readonly LoadPoint[]) {
    this.#points = points.length > 0 ? points : [{ at: 0, times: 1 }];
    this.max = this.#points.reduce((highest, { times }) => Math.max(highest, times), 0);
    const last = this.#points.findLastIndex(({ times }) => times > 0);
    this.zeroFrom = this.#points[last + 1]?.at ?? Infinity;
  }

  valueAt(t: Nanos): number {
    const points = this.#points;
    if (t < points[this.#at]!.at) this.#at = 0;
    while (this.#at + 1 < points.length && points[this.#at + 1]!.at <= t) this.#at++;
    const from = points[this.#at]!;
    const to = points[this.#at + 1];
    if (to === undefined || t <= from.at) return from.times;
    return from.times + ((to.times - from.times) * (t - from.at)) / (to.at - from.at);
  }
}
