import type { Nanos } from '../world/world.ts';
import type { FailoverWindow } from './failover.ts';
import { ratio, round } from './round.ts';

/** One key, tenant, client or proxy: `weight` is its share of the traffic (any unit), `hurt` that it missed its SLO. */
export interface Member {
  readonly weight?: number;
  readonly hurt: boolean;
}

/** The hurt ones' share of the weight (1 each unless given); `null` when there is none. */
export function hurtShare(members: readonly Member[]): number | null {
  let hurt = 0;
  let all = 0;
  for (const member of members) {
    const weight = member.weight ?? 1;
    all += weight;
    if (member.hurt) hurt += weight;
  }
  return ratio(hurt, all);
}

export interface BlastRadius {
  /** By weight. */
  readonly keys: number | null;
  readonly tenants: number | null;
  readonly clients: number | null;
  readonly proxies: number | null;
}

/** Shares, each for itself: a fault may touch few keys and every tenant. */
export function blastRadius(
  hurt: Readonly<Record<'keys' | 'tenants' | 'clients' | 'proxies', readonly Member[]>>,
): BlastRadius {
  return {
    keys: hurtShare(hurt.keys),
    tenants: hurtShare(hurt.tenants),
    clients: hurtShare(hurt.clients),
    proxies: hurtShare(hurt.proxies),
  };
}

/**
 * Sum over the windows of [from, to) of (control - goodput), over the sum of the control's. Slightly below 0 when the
 * run did better. `null` without a control.
 */
export function goodputLoss(
  windows: readonly FailoverWindow[],
  span: { readonly from: Nanos; readonly to: Nanos },
): number | null {
  let lost = 0;
  let expected = 0;
  for (const { start, end, goodput, controlGoodput } of windows) {
    if (controlGoodput === null || end <= span.from || start >= span.to) continue;
    lost += controlGoodput - goodput;
    expected += controlGoodput;
  }
  return ratio(lost, expected);
}

/** Attempts that reached backends / distinct operations of clients. */
export function retryAmplification(counts: {
  readonly backendAttempts: number;
  readonly operations: number;
}): number | null {
  return ratio(counts.backendAttempts, counts.operations);
}

export interface NodeLoad {
  readonly node: string;
  /** Mean load before the fault, and the highest during the incident: any unit, the same for both. */
  readonly baseline: number;
  readonly peak: number;
}

export interface Herd {
  readonly node: string;
  /** Its peak / its baseline. */
  readonly factor: number;
  /** What it would be if the survivors shared the lost nodes' load evenly: N/(N-f). 1.2 for 2 of 12. */
  readonly fairShare: number;
}

/** The survivor whose load grew most; `null` when none had a baseline. `lost`: how many nodes the others stand in for. */
export function herdFactor(survivors: readonly NodeLoad[], lost: number): Herd | null {
  let worst: Herd | null = null;
  const fairShare = survivors.length === 0 ? 0 : round((survivors.length + lost) / survivors.length, 6);
  for (const { node, baseline, peak } of survivors) {
    const factor = ratio(peak, baseline);
    if (factor !== null && (worst === null || factor > worst.factor)) worst = { node, factor, fairShare };
  }
  return worst;
}

export interface HitWindow {
  readonly start: Nanos;
  readonly end: Nanos;
  readonly hits: number;
  readonly misses: number;
}

export interface HitRateDip {
  /** Hit rate over all baseline windows. */
  readonly baseline: number;
  readonly lowest: number;
  /** baseline - lowest, at least 0. */
  readonly dip: number;
  /** Start of the lowest window. */
  readonly at: Nanos;
}

/** Gets a window must have for its hit rate to count: below, the minimum over many windows is but noise. */
const HIT_WINDOW_MIN = 100;

/** h0 - min h; `null` when the baseline or the incident has no window with at least 100 gets. */
export function hitRateDip(baseline: readonly HitWindow[], incident: readonly HitWindow[]): HitRateDip | null {
  const enough = ({ hits, misses }: HitWindow): boolean => hits + misses >= HIT_WINDOW_MIN;
  const hits = baseline.filter(enough).reduce((sum, window) => sum + window.hits, 0);
  const misses = baseline.filter(enough).reduce((sum, window) => sum + window.misses, 0);
  const before = ratio(hits, hits + misses);
  let lowest: { rate: number; at: Nanos } | null = null;
  for (const window of incident.filter(enough)) {
    const rate = round(window.hits / (window.hits + window.misses), 6);
    if (lowest === null || rate < lowest.rate) lowest = { rate, at: window.start };
  }
  if (before === null || lowest === null) return null;
  const dip = round(Math.max(0, before - lowest.rate), 6);
  return { baseline: before, lowest: lowest.rate, dip, at: lowest.at };
}

export interface OriginLoad {
  /** Reads beyond the control's, over all windows. */
  readonly backfill: number;
  /** Highest window / the control's mean window; `null` when the control read nothing. */
  readonly peakRatio: number | null;
}

/** What the database behind the cache had to bear. Reads per window of the run and of its control. */
export function originLoad(reads: readonly number[], controlReads: readonly number[]): OriginLoad {
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
  const mean = controlReads.length === 0 ? 0 : sum(controlReads) / controlReads.length;
  const peak = reads.reduce((a, b) => Math.max(a, b), 0);
  return { backfill: sum(reads) - sum(controlReads), peakRatio: ratio(peak, mean) };
}
