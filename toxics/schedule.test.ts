import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../src/world/rng.ts';
import { Schedule } from './schedule.ts';

test('finds the first free time that is long enough', () => {
  const schedule = new Schedule(32);
  schedule.take(10, 20);
  schedule.take(25, 40);
  const rows = [
    [0, 10, 0, 10],
    [0, 11, 40, Infinity],
    [5, 5, 5, 5],
    [6, 5, 20, 5],
    [12, 1, 20, 5],
    [20, 6, 40, Infinity],
    [30, 0, 40, Infinity],
    [50, 9, 50, Infinity],
  ] as const;
  for (const [from, least, start, room] of rows) {
    assert.equal([schedule.find(from, least), schedule.room], [start, room], `from ${from}, ${least} long`);
  }
});

test('another rate frees what is to come', () => {
  const schedule = new Schedule(32);
  schedule.serve(1, 0);
  schedule.take(0, 100);
  const { edition } = schedule;
  schedule.serve(1, 50);
  assert.equal([schedule.edition, schedule.find(0, 1)], [edition, 100]);
  schedule.serve(2, 50);
  assert.equal([schedule.edition, schedule.find(0, 1)], [edition + 1, 50]);
});

test('against a list of slots, taken and freed at random', () => {
  const SLOTS = 60;
  for (let round = 0; round < 100; round++) {
    const seed = `schedule ${round}`;
    const rng = createRng(seed, 'slots');
    const schedule = new Schedule(32);
    const taken = new Array<boolean>(SLOTS).fill(false);
    for (let i = 0; i < 300; i++) {
      const from = rng.below(SLOTS - 10);
      const to = from + 1 + rng.below(9);
      const isFree = !taken.slice(from, to).includes(true);
      if (rng.chance(1, 3)) schedule.free(from, to);
      else if (isFree) schedule.take(from, to);
      else continue;
      taken.fill(isFree && schedule.find(from, 1) !== from, from, to);
      const [ask, least] = [rng.below(SLOTS - 10), 1 + rng.below(9)];
      let expected = ask;
      while (taken.slice(expected, expected + least).includes(true)) expected++;
      assert.is(schedule.find(ask, least), expected, `${seed}, step ${i}: from ${ask}, ${least} long`);
    }
  }
});

test('what is long over is forgotten, what is to come is not', () => {
  const schedule = new Schedule(32);
  for (let i = 0; i < 10_000; i++) {
    schedule.take(1e6 + 10 * i, 1e6 + 10 * i + 5);
    if (i > 30) assert.is(schedule.find(1e6 + 10 * (i - 30), 6), 1e6 + 10 * i + 5, `after ${i}`);
  }
  assert.is(schedule.find(1e6, 6), 1e6, 'nobody remembers');
  for (let i = 0; i < 10_000; i++) schedule.take(10 * i, 10 * i + 5);
  assert.is(schedule.find(99_990, 6), 99_995);
  assert.is(schedule.find(1e6 + 99_700, 6), 1e6 + 99_995, 'far ahead of the others');
});

test.run();
