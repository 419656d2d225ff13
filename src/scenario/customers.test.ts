/** Whom it hurt: the blast radius and the victims, worked out by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Scenario } from './define.ts';
import { calm, except, judged, type MadeUp } from './made-up.case.ts';
import type { SufferingFigures } from './suffering-figures.ts';

function asked(operations: number, bad: number, name: string) {
  return { name, operations, bad };
}

const SUFFERING: readonly SufferingFigures[] = [
  {
    workload: 'web',
    clientsSeen: 10,
    clientsHurt: 4,
    proxies: [asked(100, 5, 'proxy-1'), asked(100, 50, 'proxy-2'), asked(0, 0, 'proxy-3')],
    backends: [asked(300, 30, 'backend-1'), asked(300, 3, 'backend-2'), asked(300, 0, 'backend-3')],
  },
  {
    workload: 'api',
    clientsSeen: 10,
    clientsHurt: 0,
    proxies: [asked(900, 0, 'proxy-1'), asked(100, 0, 'proxy-2'), asked(0, 0, 'proxy-3')],
    backends: [asked(100, 0, 'backend-1'), asked(0, 0, 'backend-2'), asked(0, 0, 'backend-3')],
  },
];

test('blast radius: keys, clients and proxies, each by themselves', () => {
  const { keys, clients, proxies } = judged({ incident: { suffering: SUFFERING } }).blastRadius;
  assert.is(keys, 0.3, '300 of 1,000: a backend with 1 % bad ones is just within the SLO');
  assert.is(clients, 0.2, '4 of 20');
  assert.is(proxies, 0.5, '50 of 200 at proxy-2, 5 of 1,000 at proxy-1, nobody at proxy-3');
});

const CACHES: Scenario = {
  ...calm,
  workloads: {
    web: { ...calm.workloads['web']!, credential: 'shop/a' },
    api: { ...calm.workloads['api']!, credential: 'shop/b' },
  },
};

const TENANTS: readonly (readonly [why: string, scenario: Scenario, incident: MadeUp, expected: number])[] = [
  ['4 of 400 were too slow: within the SLO', calm, { tooSlow: 4 }, 0],
  ['5 of 400 were: one workload of two', calm, { tooSlow: 5 }, 0.5],
  ['one of 400 failed: within the SLO', calm, { goodput: except(100, { 4: 99 }) }, 0],
  ['failed and slow ones add up', calm, { goodput: except(100, { 4: 97 }), tooSlow: 2 }, 0.5],
  ['both are of one customer, who has 5 of 800', CACHES, { tooSlow: 5 }, 0],
  ['and now 9 of 800', CACHES, { tooSlow: 9 }, 1],
];

for (const [why, scenario, incident, expected] of TENANTS) {
  test(`blast radius of tenants ${expected}: ${why}`, () => {
    assert.is(judged({ scenario, incident }).blastRadius.tenants, expected);
  });
}

test('victims: who, from when to when, by what', () => {
  const incident = { goodput: except(100, { 4: 50, 5: 60 }), tooSlow: 20 };
  assert.equal(judged({ incident, scenario: CACHES }).victims, [
    {
      workload: 'web',
      cache: 'shop',
      from: 10,
      to: 30,
      isOver: true,
      windows: 10,
      violatingWindows: 2,
      unjudgedWindows: 0,
      operations: 110,
      share: 0.11,
      by: [
        { kind: 'timeout', share: 0.09 },
        { kind: 'slow', share: 0.02 },
      ],
    },
  ]);
});

test('victims: the worst first, and whose harm the run ends in', () => {
  const incident = { goodput: except(100, { 4: 50, 12: 50 }), p99: except(1, { 12: 80 }) };
  const { victims } = judged({ incident });
  assert.equal(
    victims.map(({ workload, from, to, isOver, share }) => [workload, from, to, isOver, share]),
    [
      ['web', 10, 100, false, 0.1],
      ['api', 90, 100, false, 0],
    ],
  );
});

test('victims: few and slow ones in a phase make one though no window tells', () => {
  const [victim] = judged({ incident: { tooSlow: 5, p99: except(1, { 3: null }) } }).victims;
  assert.equal([victim?.workload, victim?.from, victim?.to, victim?.operations], ['web', null, null, 5]);
  assert.is(victim?.unjudgedWindows, 1);
});

test('victims: nobody', () => assert.equal(judged({ incident: {} }).victims, []));

test.run();
