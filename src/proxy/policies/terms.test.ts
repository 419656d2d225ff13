import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../../world/rng.ts';
import { SECOND } from '../../world/world.ts';
import { outMax, Terms, type TermsOptions } from './terms.ts';

const OPTIONS: TermsOptions = {
  base: 30 * SECOND,
  max: 100 * SECOND,
  growth: 'linear',
  jitter: 0,
  easing: Infinity,
  ejectedPercentMax: 100,
};

function terms(options: Partial<TermsOptions> = {}, backends = 12): Terms {
  return new Terms({ ...OPTIONS, ...options }, { backends, rng: createRng('terms', 'policy') });
}

/** Seconds out, of ejections one after the other, each so many seconds after the return. */
function times(of: Terms, count: number, pause = 0): number[] {
  const found: number[] = [];
  for (let i = 0, now = SECOND; i < count; i++) {
    const until = of.eject(0, now);
    found.push((until - now) / SECOND);
    now = until + pause * SECOND;
  }
  return found;
}

test('how long', () => {
  const rows: readonly [why: string, found: number[], expected: number[]][] = [
    ['n times the first, up to the longest', times(terms(), 5), [30, 60, 90, 100, 100]],
    ['doubling', times(terms({ growth: 'doubling' }), 4), [30, 60, 100, 100]],
    ['20 s in take two off n', times(terms({ easing: 10 * SECOND }), 4, 20), [30, 30, 30, 30]],
    ['12 s in take one off n', times(terms({ easing: 10 * SECOND }), 3, 12), [30, 30, 30]],
    ['until the next sweep after it: from 1 s on, 31 s is over at 40', times(terms({ sweep: 10 * SECOND }), 1), [39]],
    ['8 s in take none off', times(terms({ easing: 10 * SECOND }), 3, 8), [30, 60, 90]],
  ];
  for (const [why, found, expected] of rows) assert.equal(found, expected, why);
});

test('jitter: added, or half of it drawn anew', () => {
  const added = Array.from({ length: 200 }, () => times(terms({ jitter: 10 * SECOND }), 1)[0]!);
  assert.ok(added.every((time) => time >= 30 && time <= 40));
  const shared = terms({ jitter: 'equal', growth: 'doubling', base: 80 * SECOND, max: 80 * SECOND });
  const equal = times(shared, 200);
  assert.ok(equal.every((time) => time >= 40 && time <= 80));
  assert.ok(Math.min(...equal) < 45 && Math.max(...equal) > 75);
});

test('how many at once', () => {
  const rows: readonly [percent: number, backends: number, max: number][] = [
    [20, 12, 2],
    [10, 12, 1],
    [10, 3, 1],
    [0, 12, 1],
    [100, 12, 12],
  ];
  for (const [percent, backends, max] of rows) assert.is(outMax(percent, backends), max);
  const two = terms({ ejectedPercentMax: 20 });
  assert.is(two.eject(0, 1), 30 * SECOND + 1);
  assert.is(two.eject(1, 1), 30 * SECOND + 1);
  assert.is(two.eject(2, 1), 0);
  two.heardOf(0, 2);
  assert.is(two.eject(2, 2), 30 * SECOND + 2, 'who is heard of has been readmitted');
});

test('forgiven, the next is as the first; eased, as the one before', () => {
  const some = terms();
  times(some, 3);
  some.ease(0);
  assert.equal(times(some, 1), [90]);
  some.forgive(0);
  assert.equal(times(some, 1), [30]);
});

test.run();
