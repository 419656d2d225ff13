/** The database behind the cache: how many it serves, in which order, and what overload and leavers cost it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world/world.ts';
import { AppRig } from './rig.case.ts';

const many = { workers: 10, deadline: 1000 * MILLISECOND };

/** So many pages come at once, of one query each. */
function crowd(rig: AppRig, count: number): AppRig {
  for (let i = 0; i < count; i++) rig.visit(`p${i}`, i);
  return rig;
}

test('it works on as many queries as it may, the others in their order', () => {
  const rig = crowd(new AppRig({ app: many }), 5);
  rig.pass(5);
  assert.is(rig.origin.waiting, 3);
  rig.pass(50);
  assert.equal(rig.ends, ['p0 complete@10', 'p1 complete@10', 'p2 complete@20', 'p3 complete@20', 'p4 complete@30']);
  assert.is(rig.origin.station.busy(), 50 * MILLISECOND);
});

test('who waits slows down those that begin: service time x (1 + contention x waiting)', () => {
  const rig = crowd(new AppRig({ app: many, origin: { concurrency: 1, contention: 0.5 } }), 3);
  rig.pass(100);
  // The first begins alone; the second with one waiting, and takes 15 ms; the third alone.
  assert.equal(rig.ends, ['p0 complete@10', 'p1 complete@25', 'p2 complete@35']);
});

test('with contention more load gives less: throughput past saturation falls', () => {
  const executed = (workers: number): number => {
    const rig = new AppRig({ app: { ...many, workers, queue: 1000 }, origin: { contention: 0.02 } });
    crowd(rig, 500).pass(400);
    return rig.origin.executed;
  };
  const [few, more] = [executed(4), executed(40)];
  assert.ok(more < 0.8 * few, `expected less than 0.8 of ${few} with ten times the workers, got ${more}`);
});

test('queries whose askers have left are executed, unless it is told to look', () => {
  const run = (skipAbandoned: boolean): number[] => {
    const rig = new AppRig({
      app: { ...many, deadline: 35 * MILLISECOND },
      origin: { concurrency: 1, skipAbandoned },
    });
    crowd(rig, 8).pass(200);
    const { executed, forNobody, skipped, reads } = rig.origin;
    assert.is(rig.ends.filter((end) => end.includes('complete')).length, 3);
    return [reads, executed, forNobody, skipped];
  };
  assert.equal(run(false), [8, 8, 5, 0]);
  assert.equal(run(true), [8, 4, 1, 4], 'the one in work ends as it began');
});

test('a stranger who asks for something else is shown the door', () => {
  const { world } = new AppRig();
  let why = '';
  const socket = world.net.connect('stranger', 'origin', {
    onOpen: () => void socket.write(Buffer.from('get key:1\r\nand more than a header has\r\n'), 0, 38),
    onData: (_buf, _start, end) => end,
    onClose: (reason) => void (why = reason),
  });
  world.run(world.clock.now() + MILLISECOND);
  assert.is(why, 'reset');
});

test.run();
