/** Records of runs that never were: small enough that their figures can be worked out by hand. */
import { SECOND } from '../world/world.ts';
import { defineScenario, type Duration, type Scenario, type Time, type TimelineEntry } from './define.ts';
import { failoverFigures } from './failover-figures.ts';
import { resolveScenario } from './resolve.ts';
import type { FailoverFigures, LatencyFigures, PhaseName, Result, RunFigures, WorkloadFigures } from './result.ts';
import type { RunRecord } from './run-record.ts';
import { runScenario } from './run.ts';
import type { SufferingFigures } from './suffering-figures.ts';
import { faultyBackends } from './timeline-faults.ts';

const WORKLOAD = {
  clients: 1,
  client: { preset: 'pooled' },
  rate: 1,
  keys: { count: 10 },
  values: { bytes: 10 },
} as const;

/**
 * Windows of 10 s: one of warm-up, two of baseline, four of fault (0 s to 40 s), six of recovery (to 100 s). The SLO is a
 * p99 of 50 ms and 99 % of answers in time.
 */
export const calm: Scenario = defineScenario({
  title: 'Made up',
  story: 'Made up.',
  cluster: {
    machines: 3,
    backend: { serviceTime: { fixed: '4us' } },
    proxy: {},
    links: { clientToProxy: '100us', proxyToBackend: '50us' },
  },
  workloads: { web: WORKLOAD, api: WORKLOAD },
  phases: { warmup: '-30s', baseline: '-20s', fault: '0s', recovery: '40s', end: '100s' },
  timeline: [],
  slo: { p99: '50ms', availability: 0.99 },
  expectations: [],
});

/** From 0 s to 40 s, unless it says otherwise. */
export function slow(nodes: string, at: Time = '0s', lasting: Duration = '40s'): TimelineEntry {
  return { at, for: lasting, do: 'slow', nodes: [nodes], factor: 9 };
}

/** Which windows belong to which phase. */
const PHASES: readonly (readonly [name: PhaseName, from: number, to: number])[] = [
  ['warmup', 0, 1],
  ['baseline', 1, 3],
  ['fault', 3, 7],
  ['recovery', 7, 13],
];
const WINDOWS = 13;

export interface MadeUp {
  /** Of the workload `web`, window by window; `api` has the same, all of it good. */
  readonly goodput?: readonly number[];
  /** @default 100 in each window */
  readonly operations?: readonly number[];
  /** Of both, in ms; null: too few samples. @default 1 in each window */
  readonly p99?: readonly (number | null)[];
  /** Per window, of `web`. @default 90 and 10 */
  readonly hits?: readonly number[];
  readonly misses?: readonly number[];
  readonly ejections?: readonly (readonly [proxy: string, backend: string, at: number, until?: number])[];
  /** Of proxy-1, per window; the others have 20 in each. @default 20 in each */
  readonly connections?: readonly number[];
  /** Of backend-2, per window; the others execute 100 in each. @default 100 in each */
  readonly executed?: readonly number[];
  /** Of the phases baseline, fault, recovery: attempts at backends; operations are 100 in each. @default 100 */
  readonly attempts?: readonly [number | null, number | null, number | null];
  readonly suffering?: readonly SufferingFigures[];
  /** In the fault's phase, of `web`: answers that were too slow. @default 0 */
  readonly tooSlow?: number;
  readonly alerts?: readonly number[];
  /** The run was aborted then. @default 100 */
  readonly endedAt?: number;
}

const template = await runScenario({ scenario: calm, seed: 'made up', world: 'virtual', role: 'incident' });

export function each(value: number): number[] {
  return Array.from({ length: WINDOWS }, () => value);
}

/** `value` in all windows but these. */
export function except<T extends number | null>(value: number, others: Readonly<Record<number, T>>): (number | T)[] {
  return each(value).map((usual, i) => (others[i] === undefined ? usual : others[i]));
}

export function madeUp(run: MadeUp): RunRecord {
  const endedAt = run.endedAt ?? 100;
  const length = Math.ceil((endedAt + 30) / 10);
  const cut = <T>(values: readonly T[]): T[] => values.slice(0, length);
  const goodput = cut(run.goodput ?? each(100));
  return {
    ...template,
    figures: figuresOf(run, cut),
    endedAt,
    aborted: endedAt < 100,
    windowNs: 10 * SECOND,
    p99: cut(run.p99 ?? each(1)).map((ms) => (ms === null ? null : ms * 1e6)),
    goodput: goodput.map((n) => n + 100),
    suffering: run.suffering ?? [],
    alerts: run.alerts ?? [],
  };
}

function figuresOf(run: MadeUp, cut: <T>(values: readonly T[]) => T[]): RunFigures {
  const { figures } = template;
  const [web, api] = figures.workloads;
  const ejections = run.ejections ?? [];
  const windows = cut(each(0)).length;
  return {
    ...figures,
    totals: { ...figures.totals, unfinished: 0 },
    workloads: [
      workload(web!, run, cut),
      workload(api!, { ...run, goodput: each(100), operations: each(100), tooSlow: 0 }, cut),
    ],
    proxies: figures.proxies.map((proxy, i) => ({
      ...proxy,
      newConnections: cut(i === 0 ? (run.connections ?? each(20)) : each(20)),
      ejections: ejections
        .filter(([name]) => name === proxy.name)
        .map(([, backend, at, until]) => ({ backend, at, until: until ?? null, by: 'policy' })),
    })),
    backends: figures.backends.map((backend, i) => ({
      ...backend,
      executed: cut(i === 1 ? (run.executed ?? each(100)) : each(100)),
    })),
    traffic: PHASES.filter(([, from]) => from < windows).map(([phase, from, to], i) => ({
      phase,
      operations: 100,
      backendAttempts: i === 0 ? 100 : (run.attempts ?? [100, 100, 100])[i - 1]!,
      newConnections: figures.proxies.reduce(
        (sum, _, proxy) =>
          sum + total((proxy === 0 ? (run.connections ?? each(20)) : each(20)).slice(from, Math.min(to, windows))),
        0,
      ),
    })),
  };
}

function workload(usual: WorkloadFigures, run: MadeUp, cut: <T>(values: readonly T[]) => T[]): WorkloadFigures {
  const [operations, goodput] = [cut(run.operations ?? each(100)), cut(run.goodput ?? each(100))];
  const [hits, misses] = [cut(run.hits ?? each(90)), cut(run.misses ?? each(10))];
  const p99 = cut(run.p99 ?? each(1)).map((ms) => (ms === null ? null : ms * 1000));
  return {
    ...usual,
    phases: usual.phases.map((phase, i) => {
      const [name, from, to] = PHASES[i]!;
      const sum = (values: readonly number[]): number => total(values.slice(from, to));
      const failed = sum(operations) - sum(goodput);
      const all: LatencyFigures = {
        ...phase.all,
        operations: sum(operations),
        answered: sum(goodput),
        failed,
        inTime: sum(goodput),
        tooSlow: name === 'fault' ? (run.tooSlow ?? 0) : 0,
        hits: sum(hits),
        misses: sum(misses),
        errors: failed > 0 ? [{ kind: 'timeout', count: failed }] : [],
      };
      return { ...phase, all };
    }),
    series: {
      ...usual.series,
      all: {
        ...usual.series.all,
        operations,
        goodput,
        hits,
        misses,
        p99,
        failed: operations.map((n, i) => n - goodput[i]!),
      },
    },
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export interface Judged {
  readonly timeline?: readonly TimelineEntry[];
  readonly scenario?: Scenario;
  readonly incident: MadeUp;
  /** Null: none. @default one in which all goes well */
  readonly control?: MadeUp | null;
  readonly compress?: number;
}

export function judged({
  timeline = [slow('backend-1')],
  scenario = calm,
  incident,
  control = {},
  compress = 1,
}: Judged): FailoverFigures {
  const played = { ...scenario, timeline };
  return failoverFigures({
    scenario: played,
    resolved: resolveScenario(played, 1),
    incident: { ...madeUp(incident), faultyBackends: [...faultyBackends(played)] },
    control: control === null ? null : madeUp(control),
    compress,
  });
}

export function phaseOf({ phases }: FailoverFigures, name: Result['phases'][number]['name']) {
  return phases.find(({ phase }) => phase === name)!;
}

export function whyUnknown({ unknown }: FailoverFigures, metric: string): string | undefined {
  return unknown.find((each) => each.metric === `failover.${metric}`)?.why;
}
