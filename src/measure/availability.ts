import { log } from '../world/math.ts';
import type { Nanos } from '../world/world.ts';
import { ratio, round } from './round.ts';

const LN_10 = 2.302585092994046;

export interface GoodBad {
  readonly good: number;
  readonly bad: number;
}

/** good / all; `null` when nothing was asked. */
export function availability({ good, bad }: GoodBad): number | null {
  return ratio(good, good + bad, 9);
}

/** -log10(1 - availability): 2 for 99 %, 3 for 99.9 %. `null` when nothing went wrong: then it has no bound. */
export function nines({ good, bad }: GoodBad): number | null {
  if (bad === 0) return null;
  // + 0 turns -0 into 0.
  return round(-log(bad / (good + bad)) / LN_10, 3) + 0;
}

/** How many times faster than allowed the error budget burns: bad fraction / (1 - SLO). `slo` is 0..1, for instance 0.999. */
export function burnRate({ good, bad }: GoodBad, slo: number): number | null {
  if (!(slo >= 0 && slo < 1)) throw new RangeError(`slo: expected 0..1 without 1, got ${slo}`);
  const fraction = good + bad === 0 ? null : bad / (good + bad);
  return fraction === null ? null : round(fraction / (1 - slo), 3);
}

/** Pages when the budget burns faster than `threshold` both over the long window and over the short one. */
export interface BurnRule {
  readonly long: Nanos;
  readonly short: Nanos;
  readonly threshold: number;
}

const MINUTE: Nanos = 60_000_000_000;

/** Source: The Site Reliability Workbook, chapter 5, "multiwindow, multi-burn-rate alerts". */
export const BURN_RULES: readonly BurnRule[] = [
  { long: 60 * MINUTE, short: 5 * MINUTE, threshold: 14.4 },
  { long: 360 * MINUTE, short: 30 * MINUTE, threshold: 6 },
];

export interface BurnSeries {
  /** Width of a window, in ns. */
  readonly window: Nanos;
  readonly windows: readonly GoodBad[];
}

/**
 * End of the first window at which one of the rules pages, in ns since the start of the run, or `never`. Runs are
 * shorter than the rules' windows: what came before the run counts as flawless, with the traffic of the first window.
 */
export function firstBurnPage(series: BurnSeries, slo: number, rules = BURN_RULES): Nanos | 'never' {
  for (let i = 0; i < series.windows.length; i++) {
    const burning = (span: Nanos, threshold: number): boolean =>
      (burnRate(lastOf(series, i, Math.max(1, Math.round(span / series.window))), slo) ?? 0) > threshold;
    if (rules.some((rule) => burning(rule.long, rule.threshold) && burning(rule.short, rule.threshold))) {
      return (i + 1) * series.window;
    }
  }
  return 'never';
}

/** The sum of `n` windows up to `last`; those from before the run are flawless. */
function lastOf(series: BurnSeries, last: number, n: number): GoodBad {
  let good = 0;
  let bad = 0;
  for (let i = Math.max(0, last - n + 1); i <= last; i++) {
    good += series.windows[i]!.good;
    bad += series.windows[i]!.bad;
  }
  const first = series.windows[0]!;
  return { good: good + Math.max(0, n - 1 - last) * (first.good + first.bad), bad };
}
