/** What the conformance suite does not ask: exact times, what arming costs, and any order of arming against a model. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from './rng.ts';
import { createVirtualWorld } from './virtual/virtual-world.ts';
import { Deadline, MICROSECOND, MILLISECOND, type Nanos, type Task } from './world.ts';

const nothing: Task = { fire: () => undefined };

test('10,000 deadlines of one duration take one place in the heap, also while they are armed and disarmed', () => {
  const world = createVirtualWorld({ seed: 1 });
  const queue = world.clock.deadlines(500 * MILLISECOND);
  const deadlines = Array.from({ length: 10_000 }, () => new Deadline(nothing));
  for (const deadline of deadlines) queue.arm(deadline);
  assert.is(world.pendingTasks, 1);
  for (let i = 0; i < 100; i++) {
    world.run(world.clock.now() + 10 * MILLISECOND);
    for (const deadline of deadlines) queue.disarm(deadline);
    for (const deadline of deadlines) queue.arm(deadline);
    assert.is(world.pendingTasks, 1);
  }
  assert.ok(world.events < 10, `events of timeouts that never came: expected a few, got ${world.events}`);
});

test('a duration must be a time', () => {
  const { clock } = createVirtualWorld({ seed: 1 });
  assert.throws(() => clock.deadlines(-1), /duration of deadlines: expected >= 0, got -1/);
  assert.throws(() => clock.deadlines(NaN), /got NaN/);
});

test('armed in another queue, a deadline leaves the one it was in', () => {
  const world = createVirtualWorld({ seed: 1 });
  const { clock } = world;
  const fired: Nanos[] = [];
  const deadline = new Deadline({ fire: () => fired.push(clock.now()) });
  const short = clock.deadlines(MILLISECOND);
  const long = clock.deadlines(9 * MILLISECOND);
  short.arm(deadline);
  long.arm(deadline);
  short.disarm(deadline);
  world.run(20 * MILLISECOND);
  assert.equal(fired, [9 * MILLISECOND]);
});

test('a task that throws ends neither its queue nor the others', () => {
  const world = createVirtualWorld({ seed: 1 });
  const { clock } = world;
  const queue = clock.deadlines(MILLISECOND);
  const fired: string[] = [];
  const arm = (name: string, task: Task): void => {
    queue.arm(new Deadline({ fire: () => (fired.push(name), task.fire()) }));
  };
  arm('before', nothing);
  arm('broken', {
    fire: () => {
      throw new Error('broken');
    },
  });
  arm('after', nothing);
  assert.throws(() => world.run(5 * MILLISECOND), /broken/);
  world.run(5 * MILLISECOND);
  assert.equal(fired, ['before', 'broken', 'after']);
});

/** What should fire, by the plainest means. */
class Model {
  readonly #due = new Map<number, { at: Nanos; order: number }>();
  #order = 0;

  arm(id: number, at: Nanos): void {
    this.#due.set(id, { at, order: this.#order++ });
  }

  disarm(id: number): void {
    this.#due.delete(id);
  }

  /** What is due up to this time, in order, as `id at time`. */
  expire(until: Nanos): string[] {
    const expired = [...this.#due].filter(([, { at }]) => at <= until);
    for (const [id] of expired) this.#due.delete(id);
    expired.sort(([, a], [, b]) => a.at - b.at || a.order - b.order);
    return expired.map(([id, { at }]) => `${id} at ${at}`);
  }
}

test('any course of arming and disarming: each fires once, at its time, in the order of arming', () => {
  for (let run = 0; run < 20; run++) {
    const seed = `deadlines/${run}`;
    const rng = createRng(seed, 'course');
    const world = createVirtualWorld({ seed });
    const { clock } = world;
    const model = new Model();
    const fired: string[] = [];
    const durations = [0, MICROSECOND, 50 * MICROSECOND, MILLISECOND];
    const queues = durations.map((duration) => clock.deadlines(duration));
    const deadlines = Array.from(
      { length: 50 },
      (_, id) => new Deadline({ fire: () => fired.push(`${id} at ${clock.now()}`) }),
    );
    for (let step = 0; step < 2000; step++) {
      const id = rng.below(deadlines.length);
      const queue = queues[id % queues.length]!;
      if (rng.chance(2, 3)) {
        queue.arm(deadlines[id]!);
        model.arm(id, clock.now() + queue.duration);
      } else {
        queue.disarm(deadlines[id]!);
        model.disarm(id);
      }
      if (!rng.chance(1, 3)) continue;
      fired.length = 0;
      world.run(clock.now() + rng.below(60) * MICROSECOND);
      const expected = model.expire(clock.now());
      // Between queues only the time decides: of two that are due at once, either may be first.
      const byTime = (list: string[]): string[] => list.toSorted();
      assert.equal(byTime(fired), byTime(expected), `seed ${seed}, step ${step}`);
      for (const q of queues.keys()) {
        const ofQueue = (list: string[]): string[] => list.filter((one) => parseInt(one) % queues.length === q);
        assert.equal(ofQueue(fired), ofQueue(expected), `seed ${seed}, step ${step}, ${durations[q]} ns`);
      }
    }
  }
});

test.run();
