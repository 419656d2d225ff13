import * as assert from 'uvu/assert';
import { Deadline, MICROSECOND, MILLISECOND } from '../world.ts';
import type { Row } from './driver.case.ts';
import { assertTime } from './kit.case.ts';

export const timers: readonly Row[] = [
  {
    name: 'timers fire in order of time, ties in the order of setting',
    why: 'replays and fair queues rest on it',
    async run(kit) {
      const fired: string[] = [];
      await kit.within(() => {
        const t = kit.now + 200 * MILLISECOND;
        for (const [name, offset] of [
          ['c', 2],
          ['a', 0],
          ['b1', 1],
          ['b2', 1],
          ['b3', 1],
        ] as const) {
          kit.world.clock.at(
            t + offset * MILLISECOND,
            kit.task(name, () => fired.push(name)),
          );
        }
      });
      await kit.until('all fired', () => fired.length === 5);
      assert.equal(fired, ['a', 'b1', 'b2', 'b3', 'c']);
    },
  },
  {
    name: 'a timer is never early',
    why: 'a timeout that is early calls a healthy backend sick',
    async run(kit) {
      const late: [number, number][] = [];
      for (let i = 0; i < 50; i++) {
        const due = kit.now + i * 137 * MICROSECOND;
        kit.world.clock.at(
          due,
          kit.task('timer', () => late.push([kit.now, due])),
        );
      }
      await kit.until('all fired', () => late.length === 50);
      for (const [now, due] of late) assertTime(kit, now, due, 'fired');
    },
  },
  {
    name: 'a time that has passed fires soon, but not within the call, in the order of setting',
    why: 'code after `at` relies on running first',
    async run(kit) {
      const fired: string[] = [];
      await kit.pass(MILLISECOND);
      await kit.within(() => {
        kit.world.clock.at(
          kit.now - 10,
          kit.task('x', () => fired.push('x')),
        );
        kit.world.clock.at(
          0,
          kit.task('y', () => fired.push('y')),
        );
        fired.push('set');
      });
      await kit.until('both fired', () => fired.length === 3);
      assert.equal(fired, ['set', 'x', 'y']);
    },
  },
  {
    name: 'cancel: before, after, twice, from within, 0, and an id whose place has a new tenant',
    why: 'timeouts are cancelled late and twice all the time; the wrong one must never go',
    async run(kit) {
      const { clock } = kit.world;
      const fired: string[] = [];
      const set = (name: string, ms: number): number =>
        clock.at(
          kit.now + ms * MILLISECOND,
          kit.task(name, () => fired.push(name)),
        );
      const gone = set('gone', 1);
      clock.cancel(gone);
      clock.cancel(gone);
      clock.cancel(0);
      const early = set('early', 1);
      await kit.until('early fired', () => fired.length === 1);
      const tenant = set('tenant', 2);
      clock.cancel(early);
      clock.cancel(gone);
      assert.is.not(tenant, early);
      let victim = 0;
      const t = kit.now + MILLISECOND;
      clock.at(
        t,
        kit.task('canceller', () => clock.cancel(victim)),
      );
      victim = clock.at(
        t,
        kit.task('victim', () => fired.push('victim')),
      );
      await kit.until('the tenant fired', () => fired.length === 2);
      await kit.pass(2 * MILLISECOND);
      assert.equal(fired, ['early', 'tenant']);
    },
  },
  {
    name: '100,000 pending timers, half of them cancelled, fire in order',
    why: 'an outage has that many; the queue must stay sorted through cancelling',
    async run(kit) {
      const { clock } = kit.world;
      const rng = kit.world.rng('timers');
      const n = 100_000;
      const start = kit.now + 500 * MILLISECOND;
      const fired: number[] = [];
      let cancelled = 0;
      const ids: number[] = [];
      const dues: number[] = [];
      for (let i = 0; i < n; i++) {
        const due = start + rng.below(50) * MILLISECOND;
        dues.push(due);
        ids.push(clock.at(due, { fire: () => fired.push(i) }));
      }
      for (let i = 0; i < n; i++) {
        if (!rng.chance(1, 2)) continue;
        clock.cancel(ids[i]!);
        cancelled++;
      }
      // A machine that needs longer than this to set them has some of them due when they are set.
      const setInTime = kit.now < start;
      await kit.until('all fired', () => fired.length >= n - cancelled);
      for (let i = 1; i < fired.length; i++) {
        const [a, b] = [fired[i - 1]!, fired[i]!];
        const inOrder = dues[a]! < dues[b]! || (dues[a] === dues[b] && a < b);
        if (setInTime && !inOrder) assert.unreachable(`${a} due ${dues[a]} before ${b} due ${dues[b]}`);
      }
      assert.is(fired.length, n - cancelled);
    },
  },
  {
    name: 'a chain of timers that are due at once starves nobody',
    why: 'a node that works all the time must not stop the others',
    async run(kit) {
      let steps = 0;
      let other = false;
      const step = kit.task('step', () => {
        if (++steps < 20_000 && !other) kit.world.clock.at(kit.now + 1, step);
      });
      kit.world.clock.at(kit.now, step);
      kit.after(100, () => (other = true));
      await kit.until('the other fired', () => other);
      assert.ok(steps < 20_000, `${steps} steps before a timer that was due after 100`);
    },
  },
  {
    name: 'deadlines expire in the order of arming; disarmed ones do not, re-armed ones move to the end',
    why: 'request timeouts: one per request, most of them disarmed',
    async run(kit) {
      const queue = kit.world.clock.deadlines(5 * MILLISECOND);
      assert.is(kit.world.clock.deadlines(5 * MILLISECOND), queue, 'one queue per duration');
      const fired: string[] = [];
      const make = (name: string): Deadline => new Deadline(kit.task(name, () => fired.push(name)));
      const [a, b, c, d] = [make('a'), make('b'), make('c'), make('d')] as const;
      await kit.within(() => {
        for (const deadline of [a, b, c, d]) queue.arm(deadline);
        queue.disarm(b);
        queue.disarm(b);
        queue.arm(a);
      });
      await kit.until('all fired', () => fired.length === 3);
      await kit.pass(6 * MILLISECOND);
      assert.equal(fired, ['c', 'd', 'a']);
    },
  },
  {
    name: 'a deadline is never early, also after the head before it was disarmed',
    why: 'the one timer of the queue stays where the old head was',
    async run(kit) {
      const queue = kit.world.clock.deadlines(100 * MILLISECOND);
      let due = 0;
      let firedAt = 0;
      const head = new Deadline(kit.task('head', () => kit.violation('a disarmed deadline fired')));
      const next = new Deadline(kit.task('next', () => (firedAt = kit.now)));
      await kit.within(() => queue.arm(head));
      await kit.pass(5 * MILLISECOND);
      await kit.within(() => {
        queue.disarm(head);
        queue.arm(next);
        due = next.due;
      });
      await kit.until('it fired', () => firedAt > 0);
      assertTime(kit, firedAt, due, 'fired');
    },
  },
  {
    name: 'a deadline arms itself and disarms others while it fires',
    why: 'a retry arms the next attempt from within the timeout',
    async run(kit) {
      for (const duration of [0, MILLISECOND]) {
        const queue = kit.world.clock.deadlines(duration);
        const fired: number[] = [];
        const victim = new Deadline(kit.task('victim', () => kit.violation('a disarmed deadline fired')));
        const self: Deadline = new Deadline(
          kit.task('self', () => {
            fired.push(kit.now);
            queue.disarm(victim);
            if (fired.length < 5) queue.arm(self);
          }),
        );
        await kit.within(() => {
          queue.arm(self);
          queue.arm(victim);
        });
        await kit.until('it fired five times', () => fired.length === 5);
        for (let i = 1; i < 5; i++) assertTime(kit, fired[i]! - fired[i - 1]!, duration, 'the time between two');
        await kit.pass(2 * MILLISECOND);
        assert.is(fired.length, 5);
      }
    },
  },
];
