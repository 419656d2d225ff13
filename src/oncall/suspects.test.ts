import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world/world.ts';
import type { BackendReading } from './reading.ts';
import { INTERVAL, replies, scrape } from './scrape.case.ts';
import { suspects } from './suspects.ts';

const slow = { replies: replies(1000, 60 * MILLISECOND) };
const slower = { replies: replies(1000, 90 * MILLISECOND) };
const silent = { replies: replies(0, 0) };
const busy = { busy: 0.8 * INTERVAL };

test('whom the figures point at', () => {
  const rows: readonly [
    why: string,
    backends: Record<string, Partial<BackendReading>>,
    atMost: number,
    found: readonly string[],
  ][] = [
    ['nobody, when all is well', {}, 2, []],
    ['the slow, worst first', { 'backend-2': slow, 'backend-5': slower }, 2, ['backend-5', 'backend-2']],
    ['no more than were asked for', { 'backend-2': slow, 'backend-5': slower }, 1, ['backend-5']],
    ['the silent before the slow', { 'backend-2': silent, 'backend-5': slower }, 1, ['backend-2']],
    ['the busy, though their replies are quick', { 'backend-3': busy }, 2, ['backend-3']],
    ['who is out of most rings needs nothing more', { 'backend-2': { ...silent, outAt: 6 } }, 2, []],
    ['who is out at one proxy does', { 'backend-2': { ...slow, outAt: 1 } }, 2, ['backend-2']],
    [
      '4 ms are 20 times the peers, and still no matter',
      { 'backend-2': { replies: replies(1000, 4 * MILLISECOND) } },
      2,
      [],
    ],
    ['ten slow replies say nothing', { 'backend-2': { replies: replies(10, 90 * MILLISECOND) } }, 2, []],
  ];
  for (const [why, backends, atMost, found] of rows) {
    assert.equal(
      suspects([scrape({ backends })], atMost).map(({ backend }) => backend),
      found,
      why,
    );
  }
});

test('where all are slow, or all are silent, nobody stands out', () => {
  for (const each of [slow, silent, busy]) {
    const backends = Object.fromEntries([1, 2, 3, 4, 5, 6].map((i) => [`backend-${i}`, each]));
    assert.equal(suspects([scrape({ backends })], 2), []);
  }
});

test('the last scrapes count together, and a suspicion says why', () => {
  const quick = scrape({});
  const found = suspects([quick, quick, scrape({ backends: { 'backend-2': slow } })], 2);
  assert.equal(found, [{ backend: 'backend-2', says: 'p95 63 ms, its peers 0.21 ms' }]);
  assert.equal(suspects([], 2), [], 'before the first scrape');
  assert.equal(suspects([scrape({ count: 1, backends: { 'backend-1': slow } })], 2), [], 'no peers');
});

test.run();
