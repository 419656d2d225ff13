import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from './rng.ts';
import { TraceHash } from './trace.ts';

type TraceRecord = readonly [kind: number, a: number, b: number];

function digest(records: readonly TraceRecord[]): string {
  const trace = new TraceHash();
  for (const [kind, a, b] of records) trace.mix(kind, a, b);
  return trace.digest();
}

const SEED = 'trace';
const rng = createRng(SEED, 'records');
/** As a run has them: a few kinds, sequence numbers, times in ns. */
const records: TraceRecord[] = Array.from({ length: 200 }, (_, i) => [rng.below(4), i, rng.below(2 ** 30) * 1e6]);

test('the same records give the same digest: 16 hexadecimal digits', () => {
  assert.is(digest(records), digest(records.slice()));
  assert.match(digest(records), /^[0-9a-f]{16}$/);
  assert.match(digest([]), /^[0-9a-f]{16}$/);
});

test('a record changed by a bit, one that is left out or a change of order: another digest', () => {
  const seen = new Set([digest(records)]);
  let variants = 1;
  const add = (variant: readonly TraceRecord[]): void => {
    variants++;
    seen.add(digest(variant));
  };
  for (const [i, [kind, a, b]] of records.entries()) {
    for (let bit = 0; bit < 31; bit++) {
      if (bit < 8) add(records.with(i, [kind ^ (1 << bit), a, b]));
      add(records.with(i, [kind, a ^ (1 << bit), b]));
    }
    for (let bit = 0; bit < 51; bit++) add(records.with(i, [kind, a, b + 2 ** bit]));
    add(records.toSpliced(i, 1));
    if (i > 0) add(records.with(i, records[i - 1]!).with(i - 1, records[i]!));
  }
  assert.is(seen.size, variants, `digests of ${variants} variants (seed ${SEED})`);
});

test('a checkpoint every 64 Ki records: two runs differ from where they parted', () => {
  const run = (partsAt: number): TraceHash => {
    const trace = new TraceHash();
    for (let i = 0; i < 5 * 65_536; i++) trace.mix(1, i, i === partsAt ? 0 : 1000 * i);
    return trace;
  };
  const one = run(-1);
  const other = run(3 * 65_536 - 1);
  assert.is(one.records, 5 * 65_536);
  assert.is(one.checkpoints.length, 5);
  assert.is(one.checkpoints[4], one.digest());
  assert.equal(
    one.checkpoints.map((checkpoint, i) => checkpoint === other.checkpoints[i]),
    [true, true, false, false, false],
  );
});

test('the same digest everywhere: as recorded', () => {
  assert.is(digest([[1, 2, 3]]), 'dba8c2aa7aa27292');
});

test.run();
