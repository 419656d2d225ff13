import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND } from '../src/world/world.ts';
import { lateness } from './hosts/lateness.case.ts';

const BYTES = 101;

test('virtual: a toxic is on time, to the nanosecond', async () => {
  assert.equal(new Set(await lateness('virtual', BYTES, 'lateness')), new Set([0]));
});

for (const name of ['live', 'relay'] as const) {
  test(`${name}: never early, and within 2 ms at the median`, async () => {
    const medians: number[] = [];
    // Three times in a row it is no accident of a busy machine.
    for (let attempt = 0; attempt < 3; attempt++) {
      const late = await lateness(name, BYTES, 'lateness');
      assert.ok(late[0]! >= 0, `early by ${-late[0]!} ns`);
      medians.push(late[BYTES >> 1]! / MILLISECOND);
      if (medians.at(-1)! <= 2) return;
    }
    assert.unreachable(`late by ${medians.join(', ')} ms at the median`);
  });
}

test.run();
