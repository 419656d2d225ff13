import type { Nanos } from '../world/world.ts';
import { ratio, round } from './round.ts';

const SECOND = 1_000_000_000;

/** One phase as Little's law sees it. */
export interface Flow {
  readonly from: Nanos;
  readonly to: Nanos;
  readonly arrivals: number;
  readonly departures: number;
  /** L: operations in flight, weighted by time, from counting arrivals and departures. */
  readonly inFlightMean: number;
  readonly inFlightMax: number;
  /** X: departures per second. */
  readonly throughput: number;
  /** R: mean latency of those that departed in this phase, in ns; `null` without any. */
  readonly latencyMean: Nanos | null;
  /** The time that departed operations spent in this phase, by their own clocks, per ns of the phase: X R without edges. */
  readonly residence: number;
  /**
   * |L - residence| / L, `null` for L = 0. Exact but for rounding when every operation departs once, with its own time
   * of arrival, at the latest at the run's end. An operation that got lost, departed twice, or whose latency is wrong
   * shows here.
   */
  readonly error: number | null;
}

/**
 * Checks the bookkeeping of operations by Little's law, L = X R, per phase.
 *
 * The two sides are computed from different data, or the check would be empty: L knows only how many are in flight and
 * never asks which; residence knows only each operation's own times, and cuts them at the borders of the phases, so that
 * an operation that spans two counts in both.
 *
 * ```
 * phase      |------ 0 ------|------ 1 ------|
 * operation        |=========|====|            residence 9 in phase 0, 4 in phase 1
 * ```
 */
export class FlowMeter {
  private readonly phases: PhaseFlow[] = [];
  private inFlight = 0;
  private last: Nanos;

  constructor(from: Nanos = 0) {
    this.last = from;
    this.phases.push(new PhaseFlow(from, 0));
  }

  /** An operation enters. Times of all calls must not go back. */
  arrive(t: Nanos): void {
    const phase = this.advance(t);
    phase.arrivals++;
    this.inFlight++;
    if (this.inFlight > phase.highest) phase.highest = this.inFlight;
  }

  /** An operation that entered at `arrivedAt` leaves: answered, failed, or unfinished at the run's end. */
  depart(t: Nanos, arrivedAt: Nanos): void {
    const current = this.advance(t);
    if (this.inFlight === 0) throw new RangeError('flow: expected an operation in flight, got a departure without one');
    current.departures++;
    current.latencySum += t - arrivedAt;
    this.inFlight--;
    // Nearly always the first step only: most operations begin and end in one phase.
    for (let i = this.phases.length - 1, until = t; i >= 0 && until > arrivedAt; i--) {
      const phase = this.phases[i]!;
      phase.residence += until - Math.max(arrivedAt, phase.from);
      until = phase.from;
    }
  }

  /** A new phase begins at `t`. */
  phase(t: Nanos): void {
    this.advance(t);
    this.phases.push(new PhaseFlow(t, this.inFlight));
  }

  /** One entry per phase that took time, the last one up to `until`. Report what is unfinished first. */
  flows(until: Nanos): Flow[] {
    this.advance(until);
    return this.phases.flatMap((phase, i) => {
      const to = this.phases[i + 1]?.from ?? until;
      return to > phase.from ? [phase.read(to)] : [];
    });
  }

  private advance(t: Nanos): PhaseFlow {
    if (!(t >= this.last)) throw new RangeError(`flow: expected a time of ${this.last} or later, got ${t}`);
    // There is always one: the constructor makes it.
    const phase = this.phases[this.phases.length - 1]!;
    phase.area += this.inFlight * (t - this.last);
    this.last = t;
    return phase;
  }
}

class PhaseFlow {
  readonly from: Nanos;
  arrivals = 0;
  departures = 0;
  highest: number;
  area = 0;
  residence = 0;
  latencySum = 0;

  constructor(from: Nanos, inFlight: number) {
    this.from = from;
    this.highest = inFlight;
  }

  read(to: Nanos): Flow {
    const length = to - this.from;
    return {
      from: this.from,
      to,
      arrivals: this.arrivals,
      departures: this.departures,
      inFlightMean: round(this.area / length, 6),
      inFlightMax: this.highest,
      throughput: round((this.departures * SECOND) / length, 3),
      latencyMean: ratio(this.latencySum, this.departures, 0),
      residence: round(this.residence / length, 6),
      error: ratio(Math.abs(this.area - this.residence), this.area),
    };
  }
}
