import type { Nanos } from '../world/world.ts';
import { round } from './round.ts';

/** New connections on a proxy, per window from the start of the run. */
export interface ConnectionSeries {
  readonly proxy: string;
  /** Width of a window, in ns. */
  readonly window: Nanos;
  readonly opened: readonly number[];
}

/** Windows [from, to) by index. */
export interface WindowRange {
  readonly from: number;
  readonly to: number;
}

/** A proxy is hit by a herd when it sees more than this many times its own baseline. */
export const TIP_FACTOR = 3;

/**
 * The least that counts as a baseline, in connections per window. A quiet proxy exceeds three times its mean by chance:
 * at a mean of 1 in 2 % of windows, at 10 in one of ten million (Poisson).
 */
export const BASELINE_FLOOR = 10;

/** Mean of the baseline windows, in connections per window; 0 without any. */
function meanOf(series: ConnectionSeries, baseline: WindowRange): number {
  const windows = series.opened.slice(baseline.from, baseline.to);
  return windows.length === 0 ? 0 : windows.reduce((a, b) => a + b, 0) / windows.length;
}

/** What peaks are compared with: the mean of the baseline windows, at least `BASELINE_FLOOR`. */
export function baselineOf(series: ConnectionSeries, baseline: WindowRange): number {
  return Math.max(BASELINE_FLOOR, meanOf(series, baseline));
}

function peakOf(series: ConnectionSeries, baseline: WindowRange): number {
  return series.opened.slice(baseline.to).reduce((a, b) => Math.max(a, b), 0);
}

function peakTime(series: ConnectionSeries, baseline: WindowRange): Nanos | null {
  const index = series.opened.indexOf(peakOf(series, baseline), baseline.to);
  return index < 0 ? null : index * series.window;
}

/** Start of the first window after the baseline with more than `factor` times its own baseline, in ns, or `never`. */
export function tipTime(series: ConnectionSeries, baseline: WindowRange, factor = TIP_FACTOR): Nanos | 'never' {
  const limit = factor * baselineOf(series, baseline);
  const index = series.opened.findIndex((n, i) => i >= baseline.to && n > limit);
  return index < 0 ? 'never' : index * series.window;
}

/** Connection herd: the highest window after the baseline / the baseline. */
export function peakRatio(series: ConnectionSeries, baseline: WindowRange): number {
  return round(peakOf(series, baseline) / baselineOf(series, baseline), 3);
}

export interface ProxyHerd {
  readonly proxy: string;
  /** New connections per second: mean before, highest window after. */
  readonly baselinePerSecond: number;
  readonly peakPerSecond: number;
  /** Start of that window; `null`: there was none. */
  readonly peakAt: Nanos | null;
  readonly peakRatio: number;
  readonly tippedAt: Nanos | 'never';
}

export interface ConnectionHerd {
  /** In the order given. */
  readonly proxies: readonly ProxyHerd[];
  readonly peakRatioMax: number;
  /** Proxies that exceeded `TIP_FACTOR` in some window. */
  readonly affectedProxies: number;
  /** When the first of them did. */
  readonly tippedAt: Nanos | 'never';
}

const SECOND = 1_000_000_000;

/** The herd on every proxy, and over all. */
export function connectionHerd(all: readonly ConnectionSeries[], baseline: WindowRange): ConnectionHerd {
  const proxies = all.map((series) => {
    const perSecond = SECOND / series.window;
    return {
      proxy: series.proxy,
      baselinePerSecond: round(meanOf(series, baseline) * perSecond, 3),
      peakPerSecond: round(peakOf(series, baseline) * perSecond, 3),
      peakAt: peakTime(series, baseline),
      peakRatio: peakRatio(series, baseline),
      tippedAt: tipTime(series, baseline),
    };
  });
  const tips = proxies.map(({ tippedAt }) => tippedAt).filter((t) => t !== 'never');
  return {
    proxies,
    peakRatioMax: proxies.reduce((highest, { peakRatio: r }) => Math.max(highest, r), 0),
    affectedProxies: affectedProxies(all, baseline),
    tippedAt: tips.length === 0 ? 'never' : tips.reduce((a, b) => Math.min(a, b)),
  };
}

export function affectedProxies(all: readonly ConnectionSeries[], baseline: WindowRange, factor = TIP_FACTOR): number {
  return all.filter((series) => tipTime(series, baseline, factor) !== 'never').length;
}
