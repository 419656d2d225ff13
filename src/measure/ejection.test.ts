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

const T0 = 100;
const B1: FaultSpan = { backend: 'b1', from: T0, to: 200 };
type Expected = [pair: string, toEject: Delay][];
const pairRows: [ejections: Ejection[], faults: FaultSpan[], expected: Expected, why: string][] = [
  [
    [out('p1', 'b1', 180), out('p1', 'b1', 160), out('p2', 'b2', 120)],
    [B1],
    [
      ['p1 b1', 60],
      ['p2 b1', 'never'],
    ],
    'every pair is there, with its first ejection under the fault',
  ],
  [[out('p1', 'b1', 150)], [{ ...B1, proxy: 'p1' }], [['p1 b1', 50]], 'a link is faulty for its own proxy alone'],
  [
    [out('p1', 'b1', 130), out('p1', 'b2', 320)],
    [B1, { backend: 'b2', from: 300, to: null }].map((span) => ({ ...span, proxy: 'p1' })),
    [
      ['p1 b1', 30],
      ['p1 b2', 20],
    ],
    'of two faults each counts from its own begin',
  ],
  [
    [out('p1', 'b1', 350)],
    [B1, { ...B1, from: 300, to: 400 }].map((span) => ({ ...span, proxy: 'p1' })),
    [['p1 b1', 250]],
    'who is ejected only when it is faulty again was missed the first time',
  ],
  [[out('p1', 'b1', 250)], [{ ...B1, proxy: 'p1' }], [['p1 b1', 'never']], 'after the fault is too late'],
  [[out('p1', 'b1', 205)], [{ ...B1, proxy: 'p1' }], [['p1 b1', 105]], 'but not within the grace'],
  [[out('p1', 'b1', 50)], [{ ...B1, proxy: 'p1' }], [['p1 b1', 0]], 'who was out already is out at once'],
  [[out('p1', 'b1', 50, 90)], [{ ...B1, proxy: 'p1' }], [['p1 b1', 'never']], 'unless it was back by then'],
  [[out('p1', 'b1', 150)], [], [], 'without a fault there are no pairs'],
];

function out(proxy: string, backend: string, at: number, until: number | null = null): Ejection {
  return { at, until, proxy, backend };
}

for (const [ejections, faults, expected, why] of pairRows) {
  test(`pairs: ${why}`, () => {
    const topology = { proxies: ['p1', 'p2'], backends: ['b1', 'b2'], grace: 10 };
    const found = pairEjections(ejections, faults, topology);
    assert.equal(
      found.map(({ proxy, backend, toEject }) => [`${proxy} ${backend}`, toEject]),
      expected,
    );
  });
}

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

test('a fault of one link makes no ejection of another proxy true', () => {
  const faults: FaultSpan[] = [{ backend: 'b1', proxy: 'p1', from: 100, to: null }];
  assert.is(isTrueEjection({ at: 150, proxy: 'p1', backend: 'b1' }, faults), true);
  assert.is(isTrueEjection({ at: 150, proxy: 'p2', backend: 'b1' }, faults), false);
});

test('quality', () => {
  const ejections = truths.map(([at, backend]) => ({ at, proxy: 'p', backend }));
  const never: FaultSpan[] = FAULTS.map((span) => ({ ...span, from: HOUR, to: null }));
  const ten = Array.from({ length: 10 }, (_, i) => `b${i + 10}`);
  const watched = { backends: [...ten, 'b1'], duration: HOUR / 5 };
  const { precision, ...counts } = ejectionQuality(ejections, FAULTS, { ...watched, backends: ten });
  assert.equal([precision, counts], [0.375, { ejections: 8, falseEjections: 5, falsePerHealthyNodeHour: 2.5 }]);
  assert.is(ejectionQuality(ejections, FAULTS, { ...watched, grace: 10 }).falseEjections, 3);
  assert.is(ejectionQuality(ejections, never, watched).falsePerHealthyNodeHour, 3.636364, '8 in 11 x 0.2 h');
  assert.equal(
    ejectionQuality([], FAULTS, { backends: [], duration: HOUR }),
    { ejections: 0, falseEjections: 0, precision: null, falsePerHealthyNodeHour: null },
    'nothing was ejected, and nothing healthy was there',
  );
});

const hours: [faults: FaultSpan[], perHour: number | null, why: string][] = [
  [[], 0.5, 'two healthy hours, one false ejection'],
  [[{ backend: 'b1', from: 0, to: HOUR }], 1, 'a backend that is faulty all the time is no healthy one'],
  [[{ backend: 'b1', from: HOUR / 2, to: null }], 0.666667, 'half of the time is half a node-hour'],
  [
    [
      { backend: 'b1', from: HOUR / 2, to: null },
      { backend: 'b1', proxy: 'q', from: HOUR / 4, to: (3 * HOUR) / 4 },
    ],
    0.8,
    'faults that overlap count once',
  ],
  [['b1', 'b2'].map((backend) => ({ backend, from: 0, to: null })), null, 'none was ever healthy'],
];
for (const [faults, perHour, why] of hours) {
  test(`false ejections per healthy node-hour ${perHour}: ${why}`, () => {
    const wrong = { at: HOUR / 8, proxy: 'p', backend: 'b3' };
    const watched = { backends: ['b1', 'b2'], duration: HOUR };
    assert.is(ejectionQuality([wrong], faults, watched).falsePerHealthyNodeHour, perHour);
  });
}

test.run();
