import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClusterSpec, Scenario, TimelineEntry, WorkloadSpec } from './define.ts';
import { smallScenario } from './fixture.case.ts';
import { fitToOneProcess, type FitOptions } from './live-fit.ts';

const PLENTY: FitOptions = { compress: 1, descriptors: 20_000 };

/** The small scenario with changes: two workloads, 10 and 4 persistent clients, a warm-up of 10 s, 40 s in all. */
function scenarioWith(web: Partial<WorkloadSpec>, cluster: Partial<ClusterSpec> = {}): Scenario {
  const { workloads } = smallScenario;
  return {
    ...smallScenario,
    cluster: { ...smallScenario.cluster, ...cluster },
    workloads: { ...workloads, web: { ...workloads['web']!, ...web } },
  };
}

function fitted(
  scenario: Scenario,
  options: Partial<FitOptions> = {},
): { web: WorkloadSpec; remarks: readonly string[] } {
  const fit = fitToOneProcess(scenario, { ...PLENTY, ...options });
  return { web: fit.scenario.workloads['web']!, remarks: fit.remarks };
}

test('what one process can carry is left as it is, without a word', () => {
  assert.equal(fitToOneProcess(smallScenario, PLENTY), { scenario: smallScenario, remarks: [] });
});

const perRequest = { preset: 'django' } as const;
const leaky = { preset: 'django', mode: 'leaky' } as const;

const rows: readonly {
  readonly why: string;
  readonly web: Partial<WorkloadSpec>;
  readonly cluster?: Partial<ClusterSpec>;
  readonly timeline?: readonly TimelineEntry[];
  readonly options?: Partial<FitOptions>;
  readonly clients?: number;
  readonly rate?: number;
  readonly remarks: readonly string[];
}[] = [
  {
    why: 'operations alone: 0.3 s of CPU at 25 us each are 12,000 a second, at a peak load of 1.4',
    web: { rate: 20_000 },
    rate: 8560,
    remarks: [
      'web: 42 % of its rate, which one process can carry',
      'legacy: 42 % of its rate, which one process can carry',
    ],
  },
  {
    why: 'connections weigh more: 375 us for each page of one',
    web: { client: perRequest, rate: 1000 },
    rate: 571,
    remarks: [
      'web: 57 % of its rate, which one process can carry',
      'legacy: 57 % of its rate, which one process can carry',
    ],
  },
  {
    why: 'a page is one connection, however many operations it has',
    web: { client: perRequest, rate: 1000, page: { operations: 10, order: 'sequential' } },
    remarks: [],
  },
  {
    why: 'four proxies sign in 1000 a second each: 16,000 in 40 % of 10 s',
    web: { clients: 19_996 },
    options: { descriptors: 1e6 },
    clients: 15_996,
    remarks: [
      'web: 15996 of 19996 clients, for so many sign in during the warm-up',
      'legacy: 3 of 4 clients, for so many sign in during the warm-up',
    ],
  },
  {
    why: 'a tenth of the warm-up, a tenth of the clients',
    web: { clients: 1596 },
    options: { compress: 100 },
    clients: 159,
    remarks: [
      'web: 159 of 1596 clients, for so many sign in during the warm-up',
      'legacy: 1 of 4 clients, for so many sign in during the warm-up',
    ],
  },
  {
    why: 'unlimited authentication signs in everybody, and descriptors come next: (800 - 100 - 8 - 32) / 4 clients',
    web: { clients: 1596 },
    cluster: { proxy: { ...smallScenario.cluster.proxy, authentication: { time: '1ms', servers: 'unlimited' } } },
    options: { compress: 100, descriptors: 1000 },
    clients: 164,
    remarks: [
      'web: 164 of 1596 clients, for so many fit the descriptors of one process',
      'legacy: 1 of 4 clients, for so many fit the descriptors of one process',
    ],
  },
  {
    why: 'what leaks takes half of the 330 places: 165 pages in 40 s at a load of 1.4',
    web: { client: leaky, rate: 10, clients: 10 },
    options: { descriptors: 1000 },
    clients: 10,
    rate: 2.95,
    remarks: ['web: 29 % of its rate, which one process can carry'],
  },
  {
    why: 'a release that leaks does so for 10 s: 165 of 280 pages',
    web: { client: perRequest, rate: 20, clients: 10 },
    timeline: [{ at: '0s', for: '10s', do: 'deploy', workloads: ['w*'], client: { mode: 'leaky' } }],
    options: { descriptors: 1000 },
    clients: 10,
    rate: 11.8,
    remarks: ['web: 58 % of its rate, which one process can carry'],
  },
  {
    why: 'no more can leak than the tables of four machines hold: 160',
    web: { client: leaky, rate: 10, clients: 10 },
    cluster: { fileLimit: 40 },
    options: { descriptors: 1000 },
    remarks: [],
  },
];
for (const { why, web, cluster, timeline = [], options, clients, rate, remarks } of rows) {
  test(why, () => {
    const scenario = { ...scenarioWith(web, cluster), timeline };
    const before = scenario.workloads['web']!;
    const fit = fitted(scenario, options);
    assert.is(fit.web.clients, clients ?? before.clients);
    assert.is(Number(fit.web.rate.toPrecision(3)), rate ?? before.rate);
    assert.equal(fit.remarks, remarks);
  });
}

test.run();
