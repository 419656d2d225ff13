import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type FailoverWindow, type Harm, failoverWindows, harm, violates, windowsIn } from './failover.ts';

const S = 1_000_000_000;
const MS = 1_000_000;
const SLO = 10 * MS;

function window(parts: Partial<FailoverWindow>): FailoverWindow {
  return { start: 0, end: 10 * S, p99: MS, goodput: 1000, controlGoodput: 1000, ...parts };
}

const judged: [why: string, window: Partial<FailoverWindow>, violates: boolean][] = [
  ['all is well', {}, false],
  ['p99 at the SLO is within it', { p99: SLO }, false],
  ['p99 above the SLO', { p99: SLO + 1 }, true],
  ['0.99 of the goodput is enough', { goodput: 990 }, false],
  ['less is not', { goodput: 989 }, true],
  ['better than the control', { goodput: 1100 }, false],
  ['quick answers do not excuse missing ones', { p99: 1, goodput: 500 }, true],
  ['too few samples for p99: goodput alone, good', { p99: null }, false],
  ['too few samples for p99: goodput alone, bad', { p99: null, goodput: 10 }, true],
  ['no control: latency alone, good', { controlGoodput: null, goodput: 0 }, false],
  ['no control: latency alone, bad', { controlGoodput: null, p99: SLO + 1 }, true],
  ['nothing was asked', { goodput: 0, controlGoodput: 0, p99: null }, false],
  ['nothing was answered', { goodput: 0, p99: null }, true],
];
for (const [why, parts, expected] of judged) {
  test(`${expected ? 'violates' : 'holds'}: ${why}`, () => assert.is(violates(window(parts), SLO), expected));
}

/** One window of 10 s a letter: `.` good, `x` violating, `?` too few samples for a p99. */
function run(picture: string): FailoverWindow[] {
  return [...picture].map((letter, i) =>
    window({
      start: i * 10 * S,
      end: (i + 1) * 10 * S,
      p99: letter === '?' ? null : letter === 'x' ? 2 * SLO : MS,
    }),
  );
}

const NOT_BAD = { violatingWindows: 0, unjudgedWindows: 0 };
const rows: [picture: string, t0: number, t1: number | null, expected: Partial<Harm>, why: string][] = [
  ['........', 20, 40, { toFirstHarm: 'never', toRecover: 0, hysteresis: 0, metastable: false, ...NOT_BAD }, 'no harm'],
  ['..xx....', 20, 40, { toFirstHarm: 0, toRecover: 20, hysteresis: 0, metastable: false }, 'harm ends with the fault'],
  ['...x....', 20, 40, { toFirstHarm: 10, toRecover: 20, hysteresis: 0 }, 'the first harm comes later'],
  ['..xx.x..', 20, 40, { toRecover: 40, hysteresis: 20, metastable: false, violatingWindows: 3 }, 'a relapse counts'],
  [
    'x.......',
    20,
    40,
    { toFirstHarm: 'never', toRecover: 0, ...NOT_BAD },
    'what was before the fault is no harm of it',
  ],
  [
    '..xx....',
    25,
    35,
    { toFirstHarm: 0, toRecover: 15, hysteresis: 5 },
    'a fault within a window: harm is not before it',
  ],
  [
    '..x.....',
    20,
    40,
    { toRecover: 10, hysteresis: 0 },
    'recovered under the fault: no hysteresis, not a negative one',
  ],
  ['..xxxxxxxxx.', 20, 40, { toRecover: 90, hysteresis: 70, metastable: true }, 'above 60 s'],
  ['..xxxxxxxx..', 20, 40, { toRecover: 80, hysteresis: 60, metastable: false }, '60 s are not above 60 s'],
  ['..xxxxxx', 20, 40, { toRecover: 'never', hysteresis: 'never', metastable: null }, 'the run ends too early to tell'],
  ['..xxxxxxxxx', 20, 40, { toRecover: 'never', hysteresis: 'never', metastable: true }, 'it ends in harm, 70 s after'],
  [
    '..xxx...',
    20,
    null,
    { toRecover: 30, hysteresis: null, metastable: null },
    'the fault stays: recovered, no hysteresis',
  ],
  ['..xxxxxx', 20, null, { toRecover: 'never', hysteresis: null, metastable: null }, 'the fault stays, and the harm'],
  ['..??....', 20, 40, { toFirstHarm: 'never', unjudgedWindows: 2 }, 'too few samples accuse nobody, and are counted'],
  ['', 20, 40, { toFirstHarm: 'never', toRecover: 0, hysteresis: 0, metastable: false, ...NOT_BAD }, 'no windows'],
  ['....', 90, null, { toFirstHarm: 'never', toRecover: 0, ...NOT_BAD }, 'the run ends before the fault'],
];

function inSeconds(found: Harm): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(found).map(([name, value]) => [
      name,
      typeof value === 'number' && !name.endsWith('Windows') ? value / S : value,
    ]),
  );
}

for (const [picture, t0, t1, expected, why] of rows) {
  test(`${picture}  fault ${t0}..${t1 ?? 'end'} s: ${why}`, () => {
    const incident = { t0: t0 * S, t1: t1 === null ? null : t1 * S };
    const found = inSeconds(harm(run(picture), { incident, sloP99: SLO, timeout: S }));
    for (const [name, value] of Object.entries(expected)) assert.is(found[name], value, name);
  });
}

test('a long timeout moves the border of metastability', () => {
  const incident = { t0: 20 * S, t1: 40 * S };
  const windows = run('..xxxxxxxxx.');
  assert.is(harm(windows, { incident, sloP99: SLO, timeout: 23 * S }).metastable, true);
  assert.is(harm(windows, { incident, sloP99: SLO, timeout: 24 * S }).metastable, false);
});

test('joining keeps whole windows only, and says where there is no control', () => {
  const series = { window: 10 * S, p99: [1, null, 3], goodput: [4, 5, 6], controlGoodput: [7, 8] };
  assert.equal(failoverWindows(series, 30 * S), [
    { start: 0, end: 10 * S, p99: 1, goodput: 4, controlGoodput: 7 },
    { start: 10 * S, end: 20 * S, p99: null, goodput: 5, controlGoodput: 8 },
    { start: 20 * S, end: 30 * S, p99: 3, goodput: 6, controlGoodput: null },
  ]);
  assert.is(failoverWindows(series, 29 * S).length, 2);
  assert.is(failoverWindows({ ...series, controlGoodput: null }, 30 * S)[0]?.controlGoodput, null);
});

test('a baseline takes what lies wholly inside its phase', () => {
  const starts = windowsIn(run('......'), { from: 5 * S, to: 30 * S }).map(({ start }) => start / S);
  assert.equal(starts, [10, 20]);
});

test.run();
