import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Ejection,
  type FaultSpan,
  ejectionQuality,
  isTrueEjection,
  pairEjections,
  timeToDetect,
  timeToEject,
} from './ejection.ts';
import type { Delay } from './failover.ts';

const HOUR = 3_600_000_000_000;

const alerts: [alerts: number[], expected: Delay, why: string][] = [
  [[], 'never', 'no alert'],
  [[150], 50, 'one'],
  [[300, 150, 200], 50, 'the first, in whatever order they come'],
  [[100], 0, 'at once'],
  [[40], 'never', 'an alert from before the fault has not detected it'],
  [[40, 170], 70, 'and does not hide one that has'],
];
for (const [list, expected, why] of alerts) {
  test(`time to detect ${expected}: ${why}`, () => assert.is(timeToDetect(list, { t0: 100 }), expected));
}

const medians: [delays: Delay[], expected: Delay | null, why: string][] = [
  [[], null, 'there are no pairs'],
  [[5], 5, 'one pair'],
  [[9, 1, 5], 5, 'the middle one'],
  [[1, 3], 2, 'between two'],
  [[1, 2, 'never'], 2, 'one never is above the middle'],
  [[1, 'never', 'never'], 'never', 'most never ejected'],
  [[1, 'never'], 'never', 'half never ejected: no number lies in the middle'],
  [['never', 'never'], 'never', 'none ejected'],
];
for (const [delays, expected, why] of medians) {
  test(`time to eject ${expected}: ${why}`, () => {
    assert.is(timeToEject(delays.map((toEject) => ({ toEject }))), expected);
  });
}

test('every pair is there, with its first ejection under the fault', () => {
  const ejections: Ejection[] = [
    { at: 50, proxy: 'p1', backend: 'b1' },
    { at: 180, proxy: 'p1', backend: 'b1' },
    { at: 160, proxy: 'p1', backend: 'b1' },
    { at: 120, proxy: 'p2', backend: 'b9' },
  ];
  assert.equal(pairEjections(ejections, { proxies: ['p1', 'p2'], faultyBackends: ['b1'] }, { t0: 100 }), [
    { proxy: 'p1', backend: 'b1', toEject: 60 },
    { proxy: 'p2', backend: 'b1', toEject: 'never' },
  ]);
});

const FAULTS: FaultSpan[] = [
  { backend: 'b1', from: 100, to: 200 },
  { backend: 'b2', from: 100, to: null },
];
const truths: [at: number, backend: string, grace: number, expected: boolean, why: string][] = [
  [99, 'b1', 0, false, 'before the fault'],
  [100, 'b1', 0, true, 'with the fault'],
  [199, 'b1', 0, true, 'under the fault'],
  [200, 'b1', 0, false, 'the fault is off'],
  [205, 'b1', 10, true, 'within the grace'],
  [210, 'b1', 10, false, 'the grace is over'],
  [9999, 'b2', 0, true, 'a fault that stays'],
  [150, 'b3', 0, false, 'a healthy one'],
];
for (const [at, backend, grace, expected, why] of truths) {
  test(`ejecting ${backend} at ${at} is ${expected ? 'right' : 'wrong'}: ${why}`, () => {
    assert.is(isTrueEjection({ at, proxy: 'p', backend }, FAULTS, grace), expected);
  });
}

test('quality', () => {
  const ejections = truths.map(([at, backend]) => ({ at, proxy: 'p', backend }));
  assert.equal(ejectionQuality(ejections, FAULTS, { healthyBackends: 10, duration: HOUR / 5 }), {
    ejections: 8,
    falseEjections: 5,
    precision: 0.375,
    falsePerHealthyNodeHour: 2.5,
  });
  assert.is(ejectionQuality(ejections, FAULTS, { healthyBackends: 10, duration: HOUR, grace: 10 }).falseEjections, 3);
  assert.equal(
    ejectionQuality([], FAULTS, { healthyBackends: 0, duration: HOUR }),
    { ejections: 0, falseEjections: 0, precision: null, falsePerHealthyNodeHour: null },
    'nothing was ejected, and nothing healthy was there',
  );
});

test.run();
