/** What rules watch for, and when an alert fires. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { Alert } from './alert.ts';
import { burnRateAbove } from './burn-rate.ts';
import type { Condition } from './condition.ts';
import { INTERVAL, replies, scrape, type ScrapeOptions } from './scrape.case.ts';
import { threshold, type ThresholdOptions } from './threshold.ts';

const slow = { replies: replies(1000, 50 * MILLISECOND) };

test('thresholds on each metric', () => {
  const rows: readonly [why: string, options: ThresholdOptions, seen: ScrapeOptions, met: boolean][] = [
    [
      'one backend of six is slow: p99 shows it',
      { metric: 'p99', above: 10 * MILLISECOND },
      { backends: { 'backend-1': slow } },
      true,
    ],
    ['the median does not', { metric: 'p50', above: 10 * MILLISECOND }, { backends: { 'backend-1': slow } }, false],
    ['all is well', { metric: 'p99', above: 10 * MILLISECOND }, {}, false],
    [
      'one proxy fails a tenth, six share it',
      { metric: 'failed-share', above: 0.01 },
      { proxies: { 'proxy-1': { failures: 100 } } },
      true,
    ],
    [
      'the busiest proxy counts: 50 a second',
      { metric: 'new-connections', above: 49 },
      { proxies: { 'proxy-2': { connections: 500 } } },
      true,
    ],
    ['not the sum of all', { metric: 'new-connections', above: 2 }, {}, false],
    ['open connections', { metric: 'open-connections', above: 100 }, { proxies: { 'proxy-2': { open: 101 } } }, true],
    [
      'sign-ins that wait',
      { metric: 'sign-ins-waiting', above: 20 },
      { proxies: { 'proxy-2': { signInsWaiting: 21 } } },
      true,
    ],
    [
      'a CPU at 95 %',
      { metric: 'utilisation', above: 0.9 },
      { backends: { 'backend-3': { busy: 0.95 * INTERVAL } } },
      true,
    ],
    [
      'a cold backend',
      { metric: 'hit-rate', below: 0.9 },
      { backends: { 'backend-3': { hits: 0, misses: 1000 } } },
      true,
    ],
    [
      'below is not above',
      { metric: 'hit-rate', above: 0.9 },
      { backends: { 'backend-3': { hits: 0, misses: 1000 } } },
      false,
    ],
    [
      'customers fail',
      { metric: 'customers-failed-share', above: 0.01 },
      { customers: [{ workload: 'w', answered: 980, failed: 20 }] },
      true,
    ],
    [
      'too few to tell',
      { metric: 'customers-failed-share', above: 0.01 },
      { customers: [{ workload: 'w', answered: 9, failed: 9 }] },
      false,
    ],
  ];
  for (const [why, options, seen, met] of rows) {
    const finding = threshold(options).judge(scrape(seen));
    assert.is(finding.met, met, `${why}: ${finding.says}`);
  }
});

test('what a threshold says has the figure and the bound', () => {
  const { says } = threshold({ metric: 'p99', above: 10 * MILLISECOND }).judge(
    scrape({ backends: { 'backend-1': slow } }),
  );
  assert.is(says, "p99 of the backends' replies: 50 ms, above 10 ms");
});

/** What happened at which scrape, counted from 1: `2 firing`. */
function course(holdFor: number, met: readonly boolean[]): string[] {
  let i = 0;
  const condition: Condition = { judge: () => ({ met: met[i]!, says: '' }) };
  const alert = new Alert({ name: 'rule', condition, holdFor });
  const changes: string[] = [];
  for (; i < met.length; i++) {
    const change = alert.look(scrape({ at: (i + 1) * INTERVAL }));
    if (change !== null) changes.push(`${i + 1} ${change.kind}`);
  }
  return changes;
}

test('an alert is pending for as long as its rule says, and one scrape without ends it', () => {
  const rows: readonly [why: string, seconds: number, met: string, changes: readonly string[]][] = [
    ['no time: the first scrape fires', 0, '.x', ['2 firing']],
    ['50 s from the first scrape that shows it: the sixth', 50, 'xxxxxx', ['6 firing']],
    ['a gap starts anew', 50, 'xxxxx.xxxxx', []],
    ['a time between two scrapes waits for the next', 15, 'xxx', ['3 firing']],
    ['fires once, and is resolved once', 10, 'xxxx..xx.', ['2 firing', '5 resolved', '8 firing', '9 resolved']],
    ['what was only pending is not resolved', 20, 'xx.', []],
  ];
  for (const [why, seconds, met, changes] of rows) {
    assert.equal(
      course(
        seconds * SECOND,
        [...met].map((each) => each === 'x'),
      ),
      changes,
      why,
    );
  }
});

/** The first of so many scrapes at which the budget burns too fast, counted from 1; 0: none. */
function burning(condition: Condition, bad: (i: number) => number, scrapes: number): number {
  for (let i = 1; i <= scrapes; i++) {
    const customers = [{ workload: 'w', answered: 1000 - bad(i), failed: bad(i) }];
    if (condition.judge(scrape({ customers, at: i * INTERVAL })).met) return i;
  }
  return 0;
}

test('burn rate: both windows must burn, and what was before the run is flawless', () => {
  const condition = (): Condition => burnRateAbove({ slo: 0.999, of: 'customers', slowerThan: Infinity });
  // 14.4 budgets of 0.1 % over 360 scrapes are 5.184 scrapes' worth of failures.
  assert.is(
    burning(condition(), () => 1000, 10),
    6,
    'all fail',
  );
  assert.is(
    burning(condition(), () => 100, 60),
    52,
    'a tenth fails',
  );
  assert.is(
    burning(condition(), () => 14, 800),
    0,
    '14 times too fast is allowed for an hour, and for six: 6 times is not',
  );
});

test('burn rate: an hour that was bad and is over does not page: the short window is good', () => {
  const condition = burnRateAbove({ slo: 0.999, of: 'customers', slowerThan: Infinity });
  for (let i = 1; i <= 5; i++) condition.judge(scrape({ customers: [{ workload: 'w', answered: 0, failed: 1000 }] }));
  const after = burning(condition, () => 0, 40);
  assert.is(after, 0);
});

test('burn rate of the proxies: slow replies are bad where the rule says so', () => {
  const seen = scrape({ backends: { 'backend-1': slow } });
  const judge = (slowerThan: number): boolean => {
    const condition = burnRateAbove({ slo: 0.999, of: 'proxies', slowerThan });
    return Array.from({ length: 40 }, () => condition.judge(seen).met).includes(true);
  };
  assert.ok(judge(10 * MILLISECOND), 'a sixth is slower than 10 ms');
  assert.not.ok(judge(Infinity), 'nothing failed');
});

test.run();
