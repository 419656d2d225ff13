import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { npmMemcached } from './presets/npm-memcached.ts';
import { jittered, RetryBudget, retryDelayOf } from './retry.ts';

/** `R` a request, `?` may there be a retry, a digit: so many seconds pass. Answers are `y` and `n`. */
function asked(steps: string, percent: number, perSecond: number): string {
  const budget = new RetryBudget({ percent, perSecond }, 0);
  let now = 0;
  let answers = '';
  for (const step of steps) {
    if (step === 'R') budget.request(now);
    else if (step === '?') answers += budget.take(now) ? 'y' : 'n';
    else now += Number(step) * SECOND;
  }
  return answers;
}

test('a retry is paid for', () => {
  const rows: readonly [why: string, steps: string, percent: number, perSecond: number, answers: string][] = [
    ['five are there to begin with', '???????', 0, 0, 'yyyyynn'],
    ['requests earn their share', '?????RRRR?RRRR??', 25, 0, 'yyyyyyyn'],
    ['three quarters are not enough', '?????RRR??', 25, 0, 'yyyyynn'],
    ['time earns some', '?????1?1?', 0, 1, 'yyyyyyy'],
    ['half a token a second', '?????1?1??', 0, 0.5, 'yyyyynyn'],
    ['both together', '?????RR1??', 25, 0.5, 'yyyyyyn'],
    ['no more than ten are saved', '9999????????????', 0, 10, 'yyyyyyyyyynn'],
    ['requests do not save more either', `${'R'.repeat(100)}${'?'.repeat(12)}`, 100, 0, 'yyyyyyyyyynn'],
    ['who is refused pays nothing', '??????????R?', 100, 0, 'yyyyynnnnny'],
  ];
  for (const [why, steps, percent, perSecond, answers] of rows) {
    assert.is(asked(steps, percent, perSecond), answers, why);
  }
});

test('a budget counts from when it was made', () => {
  const budget = new RetryBudget({ percent: 0, perSecond: 1 }, 1000 * SECOND);
  const answers = Array.from({ length: 6 }, () => budget.take(1000 * SECOND));
  assert.equal(answers, [true, true, true, true, true, false]);
});

test('jitter spreads evenly around the delay, between nothing and twice the delay', () => {
  const rows: readonly [jitter: number, lowest: number, highest: number][] = [
    [0, 100, 100],
    [0.5, 50, 150],
    [1, 0, 200],
  ];
  for (const [jitter, lowest, highest] of rows) {
    const rng = createRng('jitter', 'test');
    const nanos = Array.from({ length: 10_000 }, () => jittered(100 * MILLISECOND, jitter, rng));
    assert.ok(nanos.every(Number.isInteger), 'whole ns');
    const delays = nanos.map((ns) => ns / MILLISECOND);
    const spread = highest - lowest;
    assert.ok(Math.min(...delays) >= lowest && Math.min(...delays) <= lowest + 0.01 * spread, `jitter ${jitter}`);
    assert.ok(Math.max(...delays) <= highest && Math.max(...delays) >= highest - 0.01 * spread, `jitter ${jitter}`);
    const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    // Four standard deviations of the mean of 10,000 even draws.
    assert.ok(Math.abs(mean - 100) <= (4 * spread) / Math.sqrt(12) / 100, `jitter ${jitter}: mean ${mean}`);
  }
});

test('no jitter and no delay draw nothing: whoever draws next is not disturbed', () => {
  const [used, fresh] = [createRng('jitter', 'test'), createRng('jitter', 'test')];
  assert.equal([jittered(200, 0, used), jittered(0, 1, used)], [200, 0]);
  assert.is(used.u32(), fresh.u32());
});

test('a backoff grows by its factor up to its most; without one all delays are alike', () => {
  const rng = createRng('retry', 'backoff');
  const { backoff: _, ...fixed } = npmMemcached;
  const seconds = (options: typeof fixed): number[] =>
    [1, 2, 3, 4, 5, 6, 100].map((retry) => retryDelayOf(options, retry, rng) / SECOND);
  assert.equal(seconds(npmMemcached), [1, 3, 9, 27, 60, 60, 60]);
  assert.equal(seconds(fixed), [1, 1, 1, 1, 1, 1, 1]);
});

test.run();
