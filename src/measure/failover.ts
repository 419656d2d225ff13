import type { Nanos } from '../world/world.ts';
import type { Phase } from './phase.ts';

/** A stretch of time in ns, or that what it waits for never came. */
export type Delay = Nanos | 'never';

/** Fault on, fault off; `t1` is `null` when the fault outlasts the run. */
export interface Incident {
  readonly t0: Nanos;
  readonly t1: Nanos | null;
}

/** What was seen from `start` to `end`, usually 10 s. */
export interface FailoverWindow {
  readonly start: Nanos;
  readonly end: Nanos;
  /** Latency of answers in ns; `null` when there were too few to say. */
  readonly p99: Nanos | null;
  /** Correct answers within the deadline. */
  readonly goodput: number;
  /** The same of the paired control (same seed and arrivals, no fault); `null` when there was none. */
  readonly controlGoodput: number | null;
}

/** The share of the control's goodput that a window must reach. */
export const GOODPUT_FLOOR = 0.99;

/**
 * p99 > SLO, or goodput below 0.99 of the control's. A side that is unknown accuses nobody: a window without a
 * trustworthy p99 is judged by its goodput alone.
 */
export function violates(window: FailoverWindow, sloP99: Nanos): boolean {
  if (window.p99 !== null && window.p99 > sloP99) return true;
  return window.controlGoodput !== null && window.goodput < GOODPUT_FLOOR * window.controlGoodput;
}

export interface HarmOptions {
  readonly incident: Incident;
  /** Latency that p99 must not exceed, in ns. */
  readonly sloP99: Nanos;
  /** The clients' timeout, in ns: what a metastable state is told by. */
  readonly timeout: Nanos;
}

export interface Harm {
  /** Start of the first violating window - t0, at least 0; `never` when nothing was violated. */
  readonly toFirstHarm: Delay;
  /** End of the last violating window - t0: 0 when there is none, `never` when the run ends in one. */
  readonly toRecover: Delay;
  /** How long the harm outlived the fault: (end of the last violating window) - t1, at least 0. `null`: no t1. */
  readonly hysteresis: Delay | null;
  /**
   * Hysteresis above max(3 x timeout, 60 s). `null` when it cannot be told: the fault outlasts the run, or the run ends
   * in harm before that time has passed.
   */
  readonly metastable: boolean | null;
  readonly violatingWindows: number;
  /** Windows of the incident whose p99 was unknown. */
  readonly unjudgedWindows: number;
}

const METASTABLE_FLOOR: Nanos = 60_000_000_000;

/**
 * When the harm began and ended. Windows in order of time; those that end before the fault count for nothing. A window
 * that the end of the run cut short should be left out.
 */
export function harm(windows: readonly FailoverWindow[], options: HarmOptions): Harm {
  const { t0, t1 } = options.incident;
  const seen = windows.filter((window) => window.end > t0);
  const bad = seen.filter((window) => violates(window, options.sloP99));
  const first = bad[0];
  const last = bad[bad.length - 1];
  const endsInHarm = last !== undefined && last === seen[seen.length - 1];
  const overtime = t1 === null || last === undefined ? 0 : Math.max(0, last.end - t1);
  const limit = Math.max(3 * options.timeout, METASTABLE_FLOOR);

  let metastable: boolean | null = overtime > limit;
  if (t1 === null || (endsInHarm && !metastable)) metastable = null;
  return {
    toFirstHarm: first ? Math.max(0, first.start - t0) : 'never',
    toRecover: endsInHarm ? 'never' : last ? last.end - t0 : 0,
    hysteresis: t1 === null ? null : endsInHarm ? 'never' : overtime,
    metastable,
    violatingWindows: bad.length,
    unjudgedWindows: seen.filter((window) => window.p99 === null).length,
  };
}

export interface FailoverSeries {
  /** Width of a window, in ns. */
  readonly window: Nanos;
  readonly p99: readonly (Nanos | null)[];
  readonly goodput: readonly number[];
  readonly controlGoodput: readonly number[] | null;
}

/** Joins a run's series with its control's. Only windows that lie wholly inside the run are kept. */
export function failoverWindows(series: FailoverSeries, runEnd: Nanos): FailoverWindow[] {
  const windows: FailoverWindow[] = [];
  series.goodput.forEach((goodput, i) => {
    const start = i * series.window;
    const end = start + series.window;
    if (end > runEnd) return;
    const controlGoodput = series.controlGoodput?.[i] ?? null;
    windows.push({ start, end, p99: series.p99[i] ?? null, goodput, controlGoodput });
  });
  return windows;
}

/** The windows that lie wholly inside a phase: what a baseline is taken from. */
export function windowsIn<W extends { readonly start: Nanos; readonly end: Nanos }>(
  windows: readonly W[],
  phase: Pick<Phase, 'from' | 'to'>,
): W[] {
  return windows.filter((window) => window.start >= phase.from && window.end <= phase.to);
}
