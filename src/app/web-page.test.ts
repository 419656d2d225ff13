/** What becomes of a page: which steps it takes, when it is late or refused, and what goes on behind it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world/world.ts';
import { AppRig } from './rig.case.ts';

test('a miss is read from the origin and stored; the next page finds it in the cache', () => {
  const rig = new AppRig();
  rig.visit('first', 7);
  rig.pass(50).visit('second', 7);
  rig.pass(50);
  assert.equal(rig.log, ['get 7 miss', 'set 7 stored', 'first complete@10', 'get 7 hit', 'second complete@50']);
  assert.is(rig.idle, 2);
  assert.is(rig.origin.executed, 1);
});

test('without backfill every page pays', () => {
  const rig = new AppRig({ app: { backfill: false } });
  rig.visit('first', 7);
  rig.pass(50).visit('second', 7);
  rig.pass(50);
  assert.equal(rig.ends, ['first complete@10', 'second complete@60']);
});

test('look-ups of a pipelined page are made together; its queries take turns on the worker’s one connection', () => {
  const together = new AppRig({ page: { order: 'pipelined' } });
  together.visit('page', 1, 2, 3);
  together.pass(50);
  assert.equal(together.log.slice(0, 3), ['get 1 miss', 'get 2 miss', 'get 3 miss']);
  assert.equal(together.ends, ['page complete@30']);
  const inTurn = new AppRig();
  inTurn.visit('page', 1, 2, 3);
  inTurn.pass(50);
  assert.equal(inTurn.log.slice(0, 3), ['get 1 miss', 'set 1 stored', 'get 2 miss']);
  assert.equal(inTurn.ends, ['page complete@30']);
});

test('a cache that cannot answer is one that has not got it, and what it is told is lost', () => {
  const rig = new AppRig({ cache: () => 'nowhere' });
  rig.visit('page', 7);
  rig.pass(50);
  assert.equal(rig.log, ['get 7 refused', 'set 7 refused', 'page complete@10']);
  assert.equal([rig.app.counters.originReads, rig.app.counters.cacheFailures], [1, 1]);
});

test('pages wait for a worker, and what the queue has no room for is refused at once', () => {
  const rig = new AppRig({ app: { workers: 1, queue: 1 } });
  rig.visit('a', 1);
  rig.visit('b', 2);
  rig.visit('c', 3);
  assert.equal([rig.app.pool.busy, rig.app.pool.waiting], [1, 1]);
  rig.pass(50);
  assert.equal(rig.ends, ['c refused@0, 1 skipped', 'a complete@10', 'b complete@20']);
  assert.equal([rig.app.pool.busy, rig.app.pool.waiting, rig.idle], [0, 0, 3]);
});

test('a page that is late frees its worker; the origin goes on for nobody, and nothing of it reaches the cache', () => {
  const rig = new AppRig({ app: { workers: 1, deadline: 25 * MILLISECOND }, origin: { concurrency: 1 } });
  rig.origin.station.stall(60 * MILLISECOND);
  rig.visit('a', 1, 2);
  rig.visit('b', 3);
  rig.pass(26);
  assert.equal(rig.ends, ['a late@25, 1 skipped', 'b late@25']);
  assert.equal([rig.app.pool.busy, rig.app.pool.waiting, rig.idle], [0, 0, 2], 'all is free again');
  rig.pass(100);
  assert.equal([rig.origin.executed, rig.origin.forNobody], [1, 1]);
  assert.not(rig.log.some((entry) => entry.startsWith('set')));
  rig.visit('c', 1);
  rig.pass(50);
  assert.is(rig.ends.at(-1), 'c complete@136', 'on a new connection');
});

test('a page that is late in the queue leaves it: the place is free, and its turn goes to the next', () => {
  const rig = new AppRig({ app: { workers: 1, queue: 1, deadline: 25 * MILLISECOND }, origin: { concurrency: 1 } });
  rig.origin.station.stall(20 * MILLISECOND);
  rig.visit('a', 1);
  rig.pass(5).visit('b', 2);
  rig.pass(15).visit('c', 3);
  rig.pass(100);
  assert.equal(rig.ends, ['c refused@20, 1 skipped', 'a late@25', 'b late@30']);
  assert.is(rig.idle, 3);
});

test('what the origin turns down fails the page, at once', () => {
  const rig = new AppRig({ app: { workers: 3 }, origin: { concurrency: 1, queue: 1 } });
  rig.visit('a', 1);
  rig.visit('b', 2);
  rig.visit('c', 3, 4);
  rig.pass(50);
  assert.equal(rig.ends, ['c failed@0, 1 skipped', 'a complete@10', 'b complete@20']);
  assert.is(rig.origin.refused, 1);
});

test('operations at the cache that outlive their page are still recorded, and the page is used again only then', () => {
  const rig = new AppRig({ cache: (world) => silent(world) });
  rig.visit('page', 1);
  rig.pass(150);
  assert.equal(rig.log, ['page late@100']);
  assert.is(rig.idle, 0);
  rig.pass(100);
  assert.equal(rig.log, ['page late@100', 'get 1 timeout']);
  assert.is(rig.idle, 1);
  assert.is(rig.app.counters.originReads, 0, 'who has left asks nobody');
});

function silent(world: AppRig['world']): string {
  const acceptor = {
    accept: () => ({ onData: (_b: Buffer, _s: number, end: number) => end, onClose: () => undefined }),
  };
  world.net.listen({ node: 'mute', address: 'mute' }, acceptor);
  return 'mute';
}

test.run();
