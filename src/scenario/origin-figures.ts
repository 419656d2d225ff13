/** From what the origin and the apps counted to the figures of a run, of its failover, and their metrics. */
import { originLoad } from '../measure/impact.ts';
import { round } from '../measure/round.ts';
import { SECOND } from '../world/world.ts';
import type { AppFigures, OriginFigures, OriginImpact, OriginPhase } from './origin-result.ts';
import type { ResolvedScenario } from './resolve.ts';
import type { RunFigures } from './result.ts';
import type { RunParts } from './run-parts.ts';

type Metric = [path: string, value: number | null];

/** Nothing where there is no origin. */
export function originFigures({ cluster, sampler, resolved, until }: RunParts): { origin?: OriginFigures } {
  const { origin } = cluster;
  if (origin === null) return {};
  const { reads, executed, forNobody, utilisation, waiting } = sampler.origin!;
  const perSecond = origin.perSecond.values(until);
  const phases = resolved.phases.map(({ name, from, to }): OriginPhase => {
    // A second that a phase begins in belongs to it.
    const seconds = perSecond.slice(Math.floor(from / SECOND), Math.floor(Math.min(to, until) / SECOND));
    const whole = utilisation.slice(Math.ceil(from / resolved.window), Math.floor(to / resolved.window));
    return {
      phase: name,
      readsPerSecond: round(mean(seconds) ?? 0, 3),
      peakPerSecond: Math.max(0, ...seconds),
      utilisation: roundedMean(whole),
    };
  });
  return {
    origin: {
      reads: origin.reads,
      executed: origin.executed,
      refused: origin.refused,
      forNobody: origin.forNobody,
      skipped: origin.skipped,
      concurrency: origin.concurrency,
      phases,
      window: windowSeconds(resolved),
      series: { reads, executed, forNobody, utilisation, waiting },
    },
  };
}

/** Nothing where the workload is no app. `index`: of the workload. */
export function appFigures({ workloads, resolved, until }: RunParts, index: number): { app?: AppFigures } {
  const { app } = workloads[index]!.generator;
  if (app === null) return {};
  return {
    app: {
      workers: app.options.workers,
      ...app.counters,
      window: windowSeconds(resolved),
      series: {
        busy: app.busy.values(until).map((interval) => round(interval.mean, 2)),
        waiting: app.waiting.values(until).map(({ max }) => max),
      },
    },
  };
}

/** Nothing where there is no origin. `from`: the first window of the baseline. */
export function originImpact(incident: RunFigures, control: RunFigures | null, from: number): OriginImpact {
  if (incident.origin === undefined) return {};
  if (control?.origin === undefined) return { backfill: null, peakOriginLoad: null };
  const reads = incident.origin.series.reads.slice(from);
  const load = originLoad(reads, control.origin.series.reads.slice(from, from + reads.length));
  return { backfill: load.backfill, peakOriginLoad: load.peakRatio };
}

/** `<run>.origin.<figure>`, `<run>.origin.<phase>.<figure>`, `<run>.<workload>.app.<figure>`. */
export function originMetrics(run: string, { origin, workloads }: RunFigures): Metric[] {
  return [
    ...(origin === undefined ? [] : figuresOfOrigin(`${run}.origin`, origin)),
    ...workloads.flatMap(({ name, app }) => (app === undefined ? [] : figuresOfApp(`${run}.${name}.app`, app))),
  ];
}

function figuresOfOrigin(path: string, origin: OriginFigures): Metric[] {
  const counts = (['reads', 'executed', 'refused', 'forNobody', 'skipped'] as const).map((name): Metric => {
    return [`${path}.${name}`, origin[name]];
  });
  const phases = origin.phases.flatMap(({ phase, readsPerSecond, peakPerSecond, utilisation }): Metric[] => [
    [`${path}.${phase}.readsPerSecond`, readsPerSecond],
    [`${path}.${phase}.peakPerSecond`, peakPerSecond],
    [`${path}.${phase}.utilisation`, utilisation],
  ]);
  return [...counts, [`${path}.waitingPeak`, Math.max(0, ...origin.series.waiting)], ...phases];
}

function figuresOfApp(path: string, app: AppFigures): Metric[] {
  const counts = (['originReads', 'cacheFailures', 'backfills', 'leaseWaits'] as const).map((name): Metric => {
    return [`${path}.${name}`, app[name]];
  });
  return [
    ...counts,
    [`${path}.busyPeak`, Math.max(0, ...app.series.busy)],
    [`${path}.waitingPeak`, Math.max(0, ...app.series.waiting)],
  ];
}

function windowSeconds({ window, compress }: ResolvedScenario): number {
  return (window * compress) / SECOND;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function roundedMean(values: readonly number[]): number | null {
  const value = mean(values);
  return value === null ? null : round(value, 4);
}
