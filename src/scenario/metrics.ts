import { connectionMetrics } from './connection-metrics.ts';
import { failoverMetrics } from './failover-metrics.ts';
import { oncallMetrics } from './oncall-figures.ts';
import { originMetrics } from './origin-figures.ts';
import { proxyHerdMetrics, type ProxyHerd } from './proxy-herds.ts';
import { tenancyMetrics } from './tenancy-figures.ts';
import type { FailoverFigures, LatencyFigures, RunFigures } from './result.ts';

type Value = number | null | 'never';

/** A run's figures, and what was computed from them. */
export interface MeasuredRun {
  readonly figures: RunFigures;
  readonly connectionHerd: number;
  /** @default nobody asks */
  readonly proxies?: readonly ProxyHerd[];
}

/**
 * Everything that an expectation may name, by path: `incident.<workload>.<phase>.<healthy|faulty|all>.<figure>`, the same
 * under `control`, `incident.totals.<figure>`, those of `connectionMetrics`, `incident.caches.<name>.<figure>`,
 * `incident.credentials.<workload>.<user>.<figure>`, those of `originMetrics`, `incident.connectionHerd`,
 * `incident.proxies.<name>.<figure>`, those of `failoverMetrics`. Latencies in µs, times in s. Sorted by path.
 */
export function metricsOf(
  incident: MeasuredRun,
  control: MeasuredRun | null,
  failover: FailoverFigures,
): readonly (readonly [string, Value])[] {
  const metrics: [string, Value][] = [];
  addRun(metrics, 'incident', incident);
  if (control !== null) addRun(metrics, 'control', control);
  metrics.push(...failoverMetrics(failover));
  // By code unit: the same order everywhere.
  return metrics.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function addRun(metrics: [string, Value][], run: string, { figures, connectionHerd, proxies = [] }: MeasuredRun): void {
  metrics.push([`${run}.connectionHerd`, connectionHerd], ...connectionMetrics(run, figures));
  metrics.push(...proxyHerdMetrics(run, proxies));
  metrics.push(...originMetrics(run, figures));
  metrics.push(...oncallMetrics(run, figures.oncall));
  for (const [name, value] of Object.entries(figures.totals)) metrics.push([`${run}.totals.${name}`, value]);
  for (const { phase, error } of figures.littlesLaw) metrics.push([`${run}.littlesLaw.${phase}.error`, error]);
  for (const [path, value] of tenancyMetrics(figures.caches, figures.credentials))
    metrics.push([`${run}.${path}`, value]);
  for (const workload of figures.workloads) {
    for (const { phase, healthy, faulty, all } of workload.phases) {
      for (const [keys, latency] of Object.entries({ healthy, faulty, all })) {
        addLatency(metrics, `${run}.${workload.name}.${phase}.${keys}`, latency);
      }
    }
  }
}

const FIGURES = [
  'operations',
  'answered',
  'failed',
  'goodput',
  'inTime',
  'tooSlow',
  'hits',
  'misses',
  'failedShare',
  'p50',
  'p99',
  'p999',
  'max',
] as const;

function addLatency(metrics: [string, Value][], path: string, figures: LatencyFigures): void {
  for (const name of FIGURES) metrics.push([`${path}.${name}`, figures[name]]);
}
