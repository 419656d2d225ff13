/**
 * A result as large as they come, for tests of size and speed: an hour at windows of a second. Its figures are made up,
 * but as noisy as measured ones (constant series would pack and draw too well), and add up where reports add them up.
 */
import type { Scenario } from '../scenario/define.ts';
import type { Result, RunFigures } from '../scenario/result.ts';
import { outage } from './fixture.case.ts';
import { largeBackend, largeMachines, largeProxy } from './large-nodes.case.ts';
import { LargeStory, type LargeOptions } from './large-story.case.ts';
import { largeWorkload, type LargeWorkload } from './large-workload.case.ts';

const workloads: readonly LargeWorkload[] = [
  {
    name: 'persistent',
    mode: 'persistent',
    preset: 'pooled',
    clients: 600,
    rate: 14_000,
    perPage: 5,
    roundTrips: 1,
    median: 420,
    kinds: ['timeout', 'reset'],
  },
  {
    name: 'django',
    mode: 'per-request',
    preset: 'django',
    clients: 250,
    rate: 1_500,
    perPage: 5,
    roundTrips: 8,
    median: 390,
    kinds: ['connect-timeout', 'auth-timeout', 'reset'],
  },
  {
    name: 'legacy',
    mode: 'persistent',
    preset: 'memjs-legacy',
    clients: 2_400,
    rate: 3_000,
    perPage: 1,
    roundTrips: 1,
    median: 450,
    kinds: ['no-servers', 'timeout', 'auth-timeout', 'reset'],
  },
];

const RATE = workloads.reduce((sum, { rate }) => sum + rate, 0);

export function largeResult(options: LargeOptions): Result {
  const story = new LargeStory(options);
  const incident = runOf(story, true);
  const { end } = story;
  return {
    ...outage,
    id: 'large',
    scenario: scenarioOf(story),
    seed: options.seed,
    phases: story.phases,
    incident,
    control: runOf(story, false),
    events: [
      { at: 0, kind: 'fault', text: 'backend-4, backend-9: CPU work takes 530 times as long' },
      { at: 1.25, kind: 'observed', text: 'persistent: the first request times out, at proxy-7' },
      { at: 60, kind: 'note', text: 'Monitoring sees the latency and sends a page by SMS' },
      { at: 71, kind: 'observed', text: 'proxy-7: new connections exceed 3 times its baseline' },
      { at: end - 120, kind: 'note', text: 'The SMS arrives' },
      { at: end, kind: 'cure', text: 'The engineer takes backend-4 and backend-9 out of all rings' },
      { at: end + 60, kind: 'observed', text: 'the last window that violates the SLO is over' },
    ],
    metrics: metricsOf(incident),
  };
}

function runOf(story: LargeStory, incident: boolean): RunFigures {
  const numbers = Array.from({ length: story.proxies }, (_, i) => i + 1);
  const load = { rate: RATE, incident };
  const all = workloads.map((workload) => largeWorkload(story, workload, incident));
  const sum = (of: 'operations' | 'failed'): number =>
    all.reduce((n, { phases }) => n + phases.reduce((m, phase) => m + phase.all[of], 0), 0);
  const [operations, failed] = [sum('operations'), sum('failed')];
  const backends = numbers.map((i) => largeBackend(story, i, load));
  return {
    ...outage.incident,
    traceHash: incident ? '5b1c09e2a47d3f88' : '03f6a1b2c3d4e5f6',
    totals: {
      ...outage.incident.totals,
      operations,
      failed,
      answered: operations - failed,
      unfinished: 0,
      attempts: operations + failed,
      proxyRequests: operations + failed,
      backendRequests: backends.reduce((n, { requests }) => n + requests, 0),
    },
    workloads: all,
    proxies: numbers.map((i) => largeProxy(story, i, load)),
    backends,
    machines: largeMachines(
      story,
      workloads.map(({ name }) => name),
      incident,
    ),
  };
}

function scenarioOf({ options, phases, end, proxies }: LargeStory): Scenario {
  const [warmup, baseline, fault, recovery] = phases;
  return {
    ...outage.scenario,
    window: `${options.window}s`,
    cluster: { ...outage.scenario.cluster, machines: proxies },
    phases: {
      warmup: `${warmup!.from}s`,
      baseline: `${baseline!.from}s`,
      fault: `${fault!.from}s`,
      recovery: `${recovery!.from}s`,
      end: `${recovery!.to}s`,
    },
    timeline: [
      { at: '0s', do: 'slow', nodes: ['backend-4', 'backend-9'], factor: 530 },
      { at: `${end}s`, do: 'eject', backends: ['backend-4', 'backend-9'] },
    ],
  };
}

/** Sorted by path, as results have them. */
function metricsOf({ workloads: all }: RunFigures): Result['metrics'] {
  const metrics = all.flatMap(({ name, phases }) =>
    phases.flatMap(({ phase, ...classes }) =>
      (['healthy', 'faulty', 'all'] as const).flatMap((keys) =>
        (['operations', 'goodput', 'failedShare', 'p50', 'p99', 'p999', 'max'] as const).map(
          (figure) => [`incident.${name}.${phase}.${keys}.${figure}`, classes[keys][figure]] as const,
        ),
      ),
    ),
  );
  return metrics.sort(([a], [b]) => (a < b ? -1 : 1));
}
