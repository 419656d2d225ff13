/** Virtual time through the seam: exact, in order, whatever is set and cancelled. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../rng.ts';
import { MILLISECOND, type Nanos, type Task, type TimerId } from '../world.ts';
import { createVirtualWorld, type VirtualWorld } from './virtual-world.ts';

const nothing: Task = { fire: () => undefined };
const newWorld = (): VirtualWorld => createVirtualWorld({ seed: 1 });

test('a task fires at its time exactly; then the clock stands at the end of the run', () => {
  const world = newWorld();
  const times: Nanos[] = [];
  const note: Task = { fire: () => times.push(world.clock.now()) };
  for (const t of [7, 3, 10, 11]) world.clock.at(t, note);
  world.run(10);
  assert.equal(times, [3, 7, 10], 'up to and including');
  assert.is(world.clock.now(), 10);
  world.run(1000);
  assert.equal(times, [3, 7, 10, 11]);
  assert.is(world.clock.now(), 1000, 'also when nothing happens');
  world.run(500);
  assert.is(world.clock.now(), 1000, 'never back');
});

test('a run without an end stops when nothing is left, at the time of the last task', () => {
  const world = newWorld();
  world.clock.at(42, nothing);
  world.run(Infinity);
  assert.is(world.clock.now(), 42);
});

test('ties fire in the order of setting, also those that are set while their time is on', () => {
  const world = newWorld();
  const fired: string[] = [];
  const note = (name: string): Task => ({ fire: () => fired.push(name) });
  const parent: Task = {
    fire: () => {
      fired.push('parent');
      world.clock.at(5, note('child'));
      world.clock.at(1, note('late child'));
    },
  };
  world.clock.at(5, parent);
  for (let i = 0; i < 20; i++) world.clock.at(5, note(`${i}`));
  world.run(5);
  assert.equal(fired, ['parent', ...Array.from({ length: 20 }, (_, i) => `${i}`), 'child', 'late child']);
});

test('NaN is no time', () => {
  assert.throws(() => newWorld().clock.at(NaN, nothing), /expected integer ns, got NaN/);
});

test('stop ends the run after the present task; the next run goes on', () => {
  const world = newWorld();
  let fired = 0;
  const stopper: Task = {
    fire: () => {
      fired++;
      world.stop();
    },
  };
  for (const t of [1, 1, 2]) world.clock.at(t, stopper);
  world.run(10);
  assert.is(fired, 1);
  assert.is(world.clock.now(), 1);
  world.run(10);
  world.run(10);
  assert.is(fired, 3);
});

test('what a task throws comes out of the run, and the world can go on', () => {
  const world = newWorld();
  let fired = false;
  world.clock.at(1, {
    fire: () => {
      throw new Error('a node is broken');
    },
  });
  world.clock.at(1, { fire: () => (fired = true) });
  assert.throws(() => world.run(10), /a node is broken/);
  world.run(10);
  assert.ok(fired);
});

test('ids: never 0, never one of a pending task; an old one does no harm to the next tenant of its place', () => {
  const world = newWorld();
  const seen = new Set<TimerId>();
  let fired = 0;
  const count: Task = { fire: () => fired++ };
  const old: TimerId[] = [];
  for (let round = 0; round < 50; round++) {
    const ids = Array.from({ length: 20 }, () => world.clock.at(world.clock.now() + 1, count));
    for (const id of ids) {
      assert.is.not(id, 0);
      assert.not(seen.has(id), 'an id is not used again');
      seen.add(id);
    }
    for (const id of old) world.clock.cancel(id);
    for (const id of ids.slice(10)) world.clock.cancel(id);
    assert.is(world.pendingTasks, 10);
    world.run(world.clock.now() + 1);
    old.push(...ids);
  }
  assert.is(fired, 500);
  assert.is(world.events, 500, 'cancelled ones are no events');
});

test('when most of many are cancelled, the rest still fires in order, and no old id meets a new tenant', () => {
  const world = newWorld();
  const rng = createRng('kernel', 'sweep');
  const fired: number[] = [];
  const due: Nanos[] = [];
  const ids: TimerId[] = [];
  const set = (): void => {
    const i = due.length;
    due.push(world.clock.now() + 1 + rng.below(500));
    ids.push(world.clock.at(due[i]!, { fire: () => fired.push(i) }));
  };
  const cancelled = new Set<number>();
  for (let wave = 0; wave < 5; wave++) {
    for (let i = 0; i < 20_000; i++) set();
    for (let i = 0; i < due.length; i++) {
      if (i % 10 === 0) continue;
      cancelled.add(i);
      world.clock.cancel(ids[i]!);
    }
    assert.is(world.pendingTasks, due.filter((t, i) => !cancelled.has(i) && t > world.clock.now()).length);
    world.run(world.clock.now() + 100);
  }
  world.run(Infinity);
  const expected = due.map((_, i) => i).filter((i) => !cancelled.has(i));
  assert.equal(
    fired,
    expected.sort((a, b) => due[a]! - due[b]! || a - b),
  );
  assert.is(world.pendingTasks, 0);
});

/** 100,000 tasks that set and cancel others as they fire; returns the course and what the sorted reference says. */
function randomCourse(seed: string): { fired: string[]; expected: string[] } {
  const world = createVirtualWorld({ seed });
  const { clock } = world;
  const rng = createRng(seed, 'course');
  const pending = new Map<number, { id: TimerId; due: Nanos }>();
  const fired: string[] = [];
  const course: { due: Nanos; order: number }[] = [];
  let set = 0;
  const add = (): void => {
    const order = set++;
    // Ties are frequent, and a few are set for a time that has passed.
    const wanted = clock.now() + (rng.below(40) - 2) * MILLISECOND;
    const due = Math.max(wanted, clock.now());
    const task: Task = {
      fire: () => {
        fired.push(`${order} at ${clock.now()}`);
        course.push({ due, order });
        pending.delete(order);
        if (rng.chance(1, 8)) cancelOne();
        for (let n = rng.below(3); n > 0 && set < 100_000; n--) add();
      },
    };
    pending.set(order, { id: clock.at(wanted, task), due });
  };
  const cancelOne = (): void => {
    const victim = set - 1 - rng.below(Math.min(set, 200));
    const found = pending.get(victim);
    if (found === undefined) return;
    clock.cancel(found.id);
    pending.delete(victim);
  };
  for (let i = 0; i < 60_000; i++) add();
  for (let i = 0; i < 20_000; i++) cancelOne();
  while (world.pendingTasks > 0) world.run(clock.now() + MILLISECOND);
  assert.is(pending.size, 0, `all that was set and not cancelled has fired (seed ${seed})`);
  const sorted = course.toSorted((a, b) => a.due - b.due || a.order - b.order);
  return { fired, expected: sorted.map(({ due, order }) => `${order} at ${due}`) };
}

test('100,000 timers against a sorted list', () => {
  for (const seed of ['kernel/1', 'kernel/2', 'kernel/3']) {
    const { fired, expected } = randomCourse(seed);
    assert.ok(fired.length > 50_000);
    const parted = fired.findIndex((one, i) => one !== expected[i]);
    assert.is(parted, -1, `seed ${seed}: expected ${expected[parted]}, got ${fired[parted]}`);
  }
});

test('the trace tells courses apart, by order and by time, and is the same for the same course', () => {
  const hash = (times: readonly Nanos[]): string => {
    const world = newWorld();
    for (const t of times) world.clock.at(t, nothing);
    world.run(100);
    return world.traceHash;
  };
  assert.is(hash([1, 2, 3]), hash([1, 2, 3]));
  assert.is.not(hash([1, 2, 3]), hash([1, 3, 2]));
  assert.is.not(hash([1, 2, 3]), hash([1, 2, 4]));
  assert.is.not(hash([1, 2, 3]), hash([1, 2]));
});

test.run();
