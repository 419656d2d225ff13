import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../../world/world.ts';
import { Rig, sinceMs } from '../rig.case.ts';
import { Ring } from '../ring.ts';
import type { ReplicasOptions } from './replicas.ts';

const HEDGE = { quantile: 0.95, percentMax: 5 };

function rigWith(replicas: Partial<ReplicasOptions>, options: { backends?: number; ms?: number } = {}): Rig {
  const serviceTime = { fixed: (options.ms ?? 1) * MILLISECOND, exponential: 0 };
  const all = { count: 2, choice: 'first', hedge: null, ...replicas } as const;
  return new Rig({ backends: options.backends ?? 3, backend: { serviceTime }, proxy: { replicas: all } });
}

/** Where the key lives, home first. */
function homes(rig: Rig, key: string, count: number): number[] {
  const ring = new Ring(
    rig.backends.map(({ name }) => ({ host: name })),
    { hash: 'one_at_a_time' },
  );
  const out: number[] = [];
  return out
    .slice(0, ring.locateAll(Buffer.from(key), 0, key.length, count, out))
    .concat(out)
    .slice(0, count);
}

/** Operations that each backend has executed. */
function executed(rig: Rig): number[] {
  return rig.backends.map(({ counters }) => counters.cmdGet + counters.cmdSet);
}

function balance(rig: Rig): void {
  const { keyed, replied, backendFailures, lostForNobody, refused } = rig.proxy.counters;
  assert.is(
    keyed,
    replied + backendFailures + lostForNobody + refused + rig.proxy.waiting,
    'every request is accounted for',
  );
}

test('the ring’s replicas: the home first, all different, those of a smaller number in front, none twice', () => {
  const ring = new Ring(Array.from({ length: 5 }, (_, i) => ({ host: `backend-${i + 1}` })));
  const out: number[] = [];
  const seconds = new Set<number>();
  for (let i = 0; i < 500; i++) {
    const key = Buffer.from(`key:${i * 7919}`);
    assert.is(ring.locateAll(key, 0, key.length, 9, out), 5, 'fewer where fewer are left');
    const all = out.slice(0, 5);
    assert.is(new Set(all).size, 5);
    assert.is(all[0], ring.locate(key, 0, key.length));
    if (all[0] === 0) seconds.add(all[1]!);
    assert.is(ring.locateAll(key, 0, key.length, 2, out), 2);
    assert.equal(out.slice(0, 2), all.slice(0, 2));
    const without = ring.without([all[0]!]);
    assert.is(without.locate(key, 0, key.length), all[1], 'the second is who gets the key when the first is gone');
  }
  assert.is(seconds.size, 4, 'the second of a backend’s keys is not always the same');
});

test('a write goes to all of the key’s backends, a read to the first', () => {
  const rig = rigWith({});
  const key = rig.keyOn(1);
  const [first, second] = homes(rig, key, 2);
  const asker = rig.asker().ask('set', { key, value: 'v', opaque: 1 }).ask('get', { key, opaque: 2 });
  rig.pass();
  assert.equal(asker.lines, ['set 0x00 #1', 'get 0x00 #2=v']);
  const counts = [0, 0, 0];
  counts[first!] = 2;
  counts[second!] = 1;
  assert.equal(executed(rig), counts);
  balance(rig);
});

test('a write is done when the last is done, and fails when one has failed', () => {
  const rig = rigWith({});
  const key = rig.keyOn(0);
  const second = rig.backends[homes(rig, key, 2)[1]!]!;
  rig.asker().ask('set', { key });
  rig.pass();
  const asker = rig.asker();
  rig.world.cpu(second.name).stall(50 * MILLISECOND);
  const start = rig.now;
  asker.ask('set', { key, opaque: 1 });
  rig.pass(10 * MILLISECOND);
  assert.is(rig.proxy.waiting, 1, 'it waits once, however many are asked');
  rig.pass();
  assert.equal(sinceMs(start, asker.times), [51]);
  rig.world.cpu(second.name).stall(50 * MILLISECOND);
  asker.ask('set', { key, opaque: 2 });
  rig.after(10 * MILLISECOND, () => second.crash());
  rig.pass();
  assert.equal(asker.lines, ['set 0x00 #1', 'set 0x86 #2']);
  assert.is(rig.proxy.counters.backendFailures, 1);
  balance(rig);
});

test('who declines is heard, whichever it is', () => {
  const rows = [0, 1];
  for (const stale of rows) {
    const rig = rigWith({});
    const key = rig.keyOn(2);
    // One of them has the key already: an add is declined there, and done at the other.
    const has = rig.backends[homes(rig, key, 2)[stale]!]!;
    const item = Buffer.from(`${key}v`);
    has.store.put(2, item, 0, key.length, key.length, item.length, 0, 0, 0, 0, 0);
    const asker = rig.asker().ask('add', { key, value: 'w' });
    rig.pass();
    assert.ok(/^add 0x0[2-5]/.test(asker.lines[0]!), `the ${stale}. has it: expected a refusal, got ${asker.lines[0]}`);
    assert.is(rig.proxy.counters.backendFailures, 0, 'that is no failure');
    balance(rig);
  }
});

test('while its first is out a key is read from its second', () => {
  const rig = rigWith({});
  const key = rig.keyOn(0);
  const asker = rig.asker().ask('set', { key, value: 'v' });
  rig.pass();
  rig.proxy.eject(homes(rig, key, 2)[0]!, 'hand');
  asker.ask('get', { key });
  rig.pass();
  assert.equal(asker.lines, ['set 0x00 #0', 'get 0x00 #0=v']);
  rig.proxy.eject(homes(rig, key, 3)[1]!, 'hand');
  rig.proxy.eject(homes(rig, key, 3)[2]!, 'hand');
  asker.ask('get', { key });
  rig.pass();
  assert.is(asker.lines[2], 'get 0x86 #0', 'none is left');
  balance(rig);
});

test('p2c reads from who is less busy, and comes back to who was slow', () => {
  const rig = rigWith({ choice: 'p2c' }, { backends: 2 });
  const key = rig.keyOn(0);
  const asker = rig.asker();
  const asks = (from: number, to: number): void => {
    for (let ms = from; ms < to; ms += 2) rig.after(ms * MILLISECOND, () => asker.ask('get', { key }));
  };
  asks(0, 1000);
  rig.pass();
  const [before] = executed(rig);
  assert.ok(before! > 150 && before! < 350, `both alike: expected about half of 500, got ${before}`);
  rig.world.cpu('backend-1').slow(100);
  asks(0, 5000);
  rig.pass(5 * SECOND);
  const during = executed(rig)[0]! - before!;
  assert.ok(during < 50, `a hundred times slower: expected a few of 2500, got ${during}`);
  rig.world.cpu('backend-1').slow(1);
  rig.pass(SECOND);
  const [slow] = executed(rig);
  asks(0, 60_000);
  rig.pass(61 * SECOND);
  const after = executed(rig)[0]! - slow!;
  assert.ok(after > 3000, `well again: expected thousands of 30000, got ${after}`);
  balance(rig);
});

interface Tail {
  readonly p50: number;
  readonly p99: number;
  readonly copies: number;
}

type Trouble = 'pauses' | 'slow';
const READS = 8000;

/**
 * Reads, one each 5 ms, of four backends that take 0.1 ms; ms from the question to the answer. `pauses`: each read in 50
 * stops a backend for 40 ms · `slow`: one of them takes 10 ms, always.
 */
function tail(trouble: Trouble, replicas: Partial<ReplicasOptions>): Tail {
  const gap = 5 * MILLISECOND;
  const all = { count: 2, choice: 'first', hedge: null, ...replicas } as const;
  const rig = new Rig({
    seed: trouble,
    backends: 4,
    backend: { serviceTime: { fixed: MILLISECOND / 10, exponential: 0 } },
    proxy: { replicas: all, connectionsPerBackend: 64 },
  });
  const rng = rig.world.rng('test');
  // So many that nobody is asked before it has heard: replies in order are another story.
  const askers = Array.from({ length: 64 }, (_, i) => rig.asker(0, `client-${i}`));
  const start = rig.now;
  if (trouble === 'slow') rig.world.cpu('backend-1').slow(100);
  for (let i = 0; i < READS; i++) {
    rig.after(i * gap, () => {
      const paused = rng.chance(1, 50) ? rig.backends[rng.below(4)]! : null;
      if (trouble === 'pauses' && paused !== null) rig.world.cpu(paused.name).stall(40 * MILLISECOND);
      askers[i % askers.length]!.ask('get', { key: `key:${rng.below(200)}`, opaque: i });
    });
  }
  rig.pass(READS * gap + 5 * SECOND);
  const latencies = askers.flatMap(({ lines, times }) =>
    lines.map((line, i) => (times[i]! - start - Number(/#(\d+)/.exec(line)![1]) * gap) / MILLISECOND),
  );
  assert.is(latencies.length, READS);
  balance(rig);
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(share * READS)]!;
  return { p50: at(0.5), p99: at(0.99), copies: rig.proxy.counters.hedged };
}

test('hedging cuts the tail where there are replicas, for a few percent more reads; without it does nothing', () => {
  const without = tail('pauses', {});
  const hedged = tail('pauses', { hedge: HEDGE });
  const alone = tail('pauses', { count: 1, hedge: HEDGE });
  const figures = JSON.stringify({ without, hedged, alone });
  assert.ok(without.p99 > 20, `expected a tail of pauses: ${figures}`);
  assert.ok(hedged.p99 < without.p99 / 3, `expected less than a third of the tail: ${figures}`);
  assert.ok(hedged.copies > 0 && hedged.copies <= 0.05 * READS, `expected at most 5 % copies: ${figures}`);
  assert.ok(alone.copies > 0 && alone.p99 > 0.8 * without.p99, `expected no help from the same backend: ${figures}`);
});

test('who is always slow is slow by its own measure too: a hedge does not help, the choice of two does', () => {
  const without = tail('slow', {});
  const hedged = tail('slow', { hedge: HEDGE });
  const chosen = tail('slow', { choice: 'p2c' });
  const figures = JSON.stringify({ without, hedged, chosen });
  assert.ok(without.p99 > 9, `expected the slow backend in the tail: ${figures}`);
  assert.ok(hedged.p99 > 9, `expected no help from a hedge: ${figures}`);
  assert.ok(chosen.p99 < 3, `expected the other one to be read from: ${figures}`);
});

test.run();
