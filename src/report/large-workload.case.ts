/** A workload of the large result: what it was answered, window by window, and phase by phase the sums of that. */
import { encodeHdr } from '../measure/hdr.ts';
import { Histogram } from '../measure/histogram.ts';
import type { LatencyFigures, PhaseFigures, SeriesFigures, WorkloadFigures } from '../scenario/result.ts';
import { largeConnections } from './large-connections.case.ts';
import { Noise } from './large-noise.case.ts';
import type { LargeStory } from './large-story.case.ts';

export interface LargeWorkload {
  readonly name: string;
  readonly mode: WorkloadFigures['mode'];
  readonly preset: string;
  readonly clients: number;
  /** Operations per second, how many make a page, and what that costs in round trips while nothing is wrong. */
  readonly rate: number;
  readonly perPage: number;
  readonly roundTrips: number;
  /** Median latency in calm, in µs. */
  readonly median: number;
  /** Most frequent first. */
  readonly kinds: readonly string[];
}

interface Window {
  readonly at: number;
  readonly operations: number;
  readonly failed: number;
  readonly late: number;
  readonly hits: number;
  readonly byKind: readonly number[];
  readonly p50: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
  readonly inFlight: number;
}

/** Of the failures, by kind. */
const SHARES = [0.55, 0.25, 0.15, 0.05];
/** Of the latencies' distribution. */
const SPREAD = 0.5;
/** Keys that are on backends which no fault touches. */
const HEALTHY = 5 / 6;

export function largeWorkload(story: LargeStory, spec: LargeWorkload, incident: boolean): WorkloadFigures {
  const { seed, window } = story.options;
  const noise = new Noise(seed, `${spec.name}/${incident ? 'incident' : 'control'}`);
  const windows = story.windows.map((at) => windowOf(noise, spec, at, story.fury(at, incident), window));
  const completeOf = ({ operations, failed }: Window): number => Math.round((operations - failed) / spec.perPage);
  const failing = windows.filter(({ failed }) => failed > 0).map(({ at }) => at);
  return {
    name: spec.name,
    mode: spec.mode,
    preset: spec.preset,
    clients: spec.clients,
    operationsPerPage: spec.perPage,
    order: spec.roundTrips < spec.perPage ? 'pipelined' : 'sequential',
    phases: story.phases.map(({ name, from, to }) => phaseOf(noise, spec, windows, { name, from, to })),
    pages: {
      firstFailedAt: failing[0] ?? null,
      lastFailedAt: failing[failing.length - 1] ?? null,
      series: {
        window,
        complete: windows.map(completeOf),
        failed: windows.map((one) => Math.round(one.failed / spec.perPage)),
        p50: windows.map((one) => (completeOf(one) < 20 ? null : noise.latency(one.p50! * spec.roundTrips, 0.02))),
        p99: windows.map((one) => (completeOf(one) < 1000 ? null : noise.latency(one.p99! * 1.4, 0.05))),
        max: windows.map(({ max }) => max && noise.latency(max * 1.2, 0.1)),
      },
    },
    connections: largeConnections(noise, spec, story, windows),
    series: {
      window,
      healthy: seriesOf(noise, windows, HEALTHY),
      all: seriesOf(noise, windows, 1),
      errors: spec.kinds
        .map((kind, i) => ({ kind, values: windows.map(({ byKind }) => byKind[i]!) }))
        .filter(({ values }) => values.some((count) => count > 0)),
      inFlight: {
        mean: windows.map(({ inFlight }) => inFlight),
        max: windows.map(({ inFlight }) => Math.ceil(inFlight) + noise.count(Math.sqrt(inFlight) * 4)),
      },
    },
  };
}

function windowOf(noise: Noise, spec: LargeWorkload, at: number, fury: number, seconds: number): Window {
  const operations = noise.count(spec.rate * seconds);
  const failed = noise.share(operations, 0.4 * fury);
  const answered = operations - failed;
  const median = spec.median * (1 + 60 * fury);
  // What is left to chance of a percentile: the fewer lie above it, the more.
  const of = (needed: number, times: number): number | null =>
    answered < needed ? null : noise.latency(median * times, 0.5 / Math.sqrt((answered * 10) / needed));
  const p99 = of(1000, 3.2);
  let left = failed;
  const byKind = spec.kinds.map((_, i) => {
    const count = i === spec.kinds.length - 1 ? left : Math.min(left, noise.share(failed, SHARES[i]!));
    left -= count;
    return count;
  });
  const p50 = of(20, 1);
  return {
    at,
    operations,
    failed,
    late: noise.share(answered, 0.1 * fury),
    hits: noise.share(answered, 0.95 - 0.2 * fury),
    byKind,
    p50,
    p99,
    p999: of(10_000, 4.7),
    max: answered === 0 ? null : noise.latency(median * 8, 0.3),
    inFlight: Math.round(((spec.rate * median) / 1e6) * (1000 + noise.count(100))) / 1000,
  };
}

function seriesOf(noise: Noise, windows: readonly Window[], part: number): SeriesFigures {
  const near = (us: number | null): number | null => (us === null || part === 1 ? us : noise.latency(us, 0.02));
  const counts = windows.map(({ operations, failed, late, hits }) => {
    const all = part === 1 ? operations : noise.share(operations, part);
    const share = operations === 0 ? 0 : all / operations;
    const failures = Math.round(failed * share);
    return {
      operations: all,
      failed: failures,
      goodput: Math.max(0, all - failures - Math.round(late * share)),
      hits: Math.min(all - failures, Math.round(hits * share)),
    };
  });
  return {
    operations: counts.map(({ operations }) => operations),
    goodput: counts.map(({ goodput }) => goodput),
    failed: counts.map(({ failed }) => failed),
    hits: counts.map(({ hits }) => hits),
    misses: counts.map(({ operations, failed, hits }) => operations - failed - hits),
    p50: windows.map(({ p50 }) => near(p50)),
    p99: windows.map(({ p99 }) => near(p99)),
    p999: windows.map(({ p999 }) => near(p999)),
    max: windows.map(({ max }) => near(max)),
  };
}

function phaseOf(
  noise: Noise,
  spec: LargeWorkload,
  windows: readonly Window[],
  { name, from, to }: LargeStory['phases'][number],
): PhaseFigures {
  const within = windows.filter(({ at }) => at >= from && at < to);
  const all = latencyOf(noise, spec, within, 1, to - from);
  const { failed, failedShare, p50, p99, max } = all;
  const count = Math.round(all.operations / spec.perPage);
  const broken = Math.round(failed / spec.perPage);
  const roundTrips = Math.round(spec.roundTrips * (1 + failedShare) * 1000) / 1000;
  return {
    phase: name,
    healthy: latencyOf(noise, spec, within, HEALTHY, to - from),
    faulty: latencyOf(noise, spec, within, 1 - HEALTHY, to - from),
    all,
    pages: { count, complete: count - broken, failed: broken, failedShare, p50, p99, max, roundTrips },
  };
}

function latencyOf(
  noise: Noise,
  spec: LargeWorkload,
  windows: readonly Window[],
  part: number,
  seconds: number,
): LatencyFigures {
  const sum = (of: (window: Window) => number): number => Math.round(windows.reduce((n, one) => n + of(one), 0) * part);
  const [operations, failed, late, hits] = [
    sum((one) => one.operations),
    sum((one) => one.failed),
    sum((one) => one.late),
    sum((one) => one.hits),
  ];
  const answered = operations - failed;
  const histogram = new Histogram();
  // Drawn few at a time: what counts is how many buckets are in use.
  const median = spec.median * (failed > 0 ? 30 : 1);
  for (let i = 0; i < 4000; i++) histogram.recordMany(noise.sample(median, SPREAD), noise.count(answered / 4000));
  const us = (q: number): number => Math.round(histogram.quantileUs(q) * 10) / 10;
  return {
    operations,
    answered,
    failed,
    goodput: Math.round(((answered - late) / seconds) * 1000) / 1000,
    inTime: answered - late,
    tooSlow: late,
    hits,
    misses: answered - hits,
    failedShare: operations === 0 ? 0 : Math.round((failed / operations) * 1e6) / 1e6,
    p50: us(0.5),
    p99: us(0.99),
    p999: us(0.999),
    max: us(1),
    errors: spec.kinds
      .map((kind, i) => ({ kind, count: sum(({ byKind }) => byKind[i]!) }))
      .filter(({ count }) => count > 0),
    histogram: encodeHdr(histogram),
  };
}
