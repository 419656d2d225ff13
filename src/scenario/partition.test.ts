/** What partitions do to traffic, measured by clients. Times are exact. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Shopper } from '../cluster/shopper.case.ts';
import { MILLISECOND } from '../world/world.ts';
import type { TimelineEntry } from './define.ts';
import { GET, played, SERVICE, WAY, WORKLOAD, type Played } from './played.case.ts';

/** A partition for so many ms. */
function cut(from: string, to: string, { ms = 100, at = 0, oneWay = false } = {}): TimelineEntry {
  return { at: `${at}ms`, for: `${ms}ms`, do: 'partition', from, to, ...(oneWay && { direction: 'one-way' }) };
}

/** What a request of proxy-1's client to backend-1 takes that is asked as the partition begins. */
const ways: readonly { why: string; entry: TimelineEntry; latency: number; executedBy50: number }[] = [
  {
    why: 'both ways: the request waits',
    entry: cut('proxy-1', 'backend-1'),
    latency: 100 * MILLISECOND + GET,
    executedBy50: 0,
  },
  {
    why: 'both ways, named the other way round',
    entry: cut('backend-1', 'proxy-1'),
    latency: 100 * MILLISECOND + GET,
    executedBy50: 0,
  },
  {
    why: 'nothing from the proxy reaches the backend: the request waits',
    entry: cut('proxy-1', 'backend-1', { oneWay: true }),
    latency: 100 * MILLISECOND + GET,
    executedBy50: 0,
  },
  {
    why: 'nothing from the backend reaches the proxy: it executes the request, and the reply waits',
    entry: cut('backend-1', 'proxy-1', { oneWay: true }),
    latency: 100 * MILLISECOND + WAY,
    executedBy50: 1,
  },
  {
    why: 'the machines apart: proxy-1 keeps its own backend',
    entry: cut('machine-1', 'machine-2'),
    latency: GET,
    executedBy50: 1,
  },
  {
    why: 'clients and proxies: the request waits before the proxy',
    entry: cut(WORKLOAD, 'proxy-*'),
    latency: 100 * MILLISECOND + GET,
    executedBy50: 0,
  },
  {
    why: 'nothing from proxies reaches clients: their requests are executed',
    entry: cut('proxy-*', WORKLOAD, { oneWay: true }),
    latency: 100 * MILLISECOND,
    executedBy50: 1,
  },
  {
    why: 'some proxies from some backends: not this one',
    entry: cut('proxy-2', 'backend-*'),
    latency: GET,
    executedBy50: 1,
  },
];

for (const { why, entry, latency, executedBy50 } of ways) {
  test(why, () => {
    const { rig, one, until } = played([entry]);
    const [backend] = rig.cluster.backends;
    until(0);
    const before = backend!.lifetime.getHits;
    const answer = one.ask(0);
    until(50);
    assert.is(backend!.lifetime.getHits - before, executedBy50);
    until(5000);
    assert.equal(answer, { outcome: 'hit', latency });
    assert.equal(one.askAndWait(0), { outcome: 'hit', latency: GET }, 'over the same connections');
    assert.ok(rig.cluster.links.every((link) => link.toxics.length === 0));
  });
}

test('the machines apart: what crosses waits, either way', () => {
  const { one, two, until } = played([cut('machine-1', 'machine-2')]);
  until(0);
  const crossing = [one.ask(1), two.ask(0)];
  until(200);
  for (const answer of crossing) assert.equal(answer, { outcome: 'hit', latency: 100 * MILLISECOND + GET });
});

/** Whoever is cut off from whom, a connect needs both ways: it vanishes, and is tried again after a second. */
for (const [why, entry] of [
  ['both ways', cut(WORKLOAD, 'proxy-1')],
  ['the first packet is lost', cut(WORKLOAD, 'proxy-1', { oneWay: true })],
  ['the answer is lost', cut('proxy-1', WORKLOAD, { oneWay: true })],
] as const) {
  test(`connects vanish: ${why}`, () => {
    const { rig, until } = played([entry]);
    until(50);
    const answer = new Shopper(rig, 0).ask(0);
    const elsewhere = new Shopper(rig, 1).ask(1);
    until(3000);
    assert.equal(answer, { outcome: 'hit', latency: 1000 * MILLISECOND + GET });
    assert.equal(elsewhere, { outcome: 'hit', latency: GET });
  });
}

test('partitions overlap: each ends by itself, and bytes pass when the last is over', () => {
  const { one, two, until, log } = played([
    cut('proxy-1', 'backend-1'),
    cut('proxy-*', 'backend-1', { at: 50, ms: 200, oneWay: true }),
    cut('machine-2', 'backend-1', { at: 60, ms: 20 }),
  ]);
  until(60);
  const [first, second] = [one.ask(0), two.ask(0)];
  until(1000);
  assert.equal(first, { outcome: 'hit', latency: 190 * MILLISECOND + GET });
  assert.equal(second, { outcome: 'hit', latency: 190 * MILLISECOND + GET + SERVICE });
  assert.equal(log(), [
    '0 fault partition between proxy-1 and backend-1',
    '50 fault partition: nothing from proxy-* reaches backend-1',
    '60 fault partition between machine-2 and backend-1',
    '80 cure over: partition between machine-2 and backend-1',
    '100 cure over: partition between proxy-1 and backend-1',
    '250 cure over: partition: nothing from proxy-* reaches backend-1',
  ]);
});

test('rolled back: what waits passes at once', () => {
  const { rig, one, until }: Played = played([
    { at: '0s', do: 'partition', from: ['proxy-1'], to: ['backend-*', WORKLOAD] },
  ]);
  until(10);
  const answer = one.ask(0);
  until(20);
  assert.is(answer.outcome, null);
  rig.cluster.rollBack();
  until(30);
  assert.equal(answer, { outcome: 'hit', latency: 10 * MILLISECOND + GET });
});

test.run();
