import { Bench } from 'tinybench';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { benchRows, reportBench } from './bench-report.ts';

test('a benchmark that did not complete has no rows', async () => {
  const bench = new Bench({ time: 1, iterations: 1, warmup: false });
  bench.add('throws', () => {
    throw new Error('broken');
  });
  await bench.run();
  assert.throws(() => benchRows(bench, 1), 'throws: expected completed, got errored');
});

test('rows are per operation', async () => {
  const bench = new Bench({ time: 5, iterations: 4, warmup: false });
  bench.add('spin', () => {
    for (const end = performance.now() + 1; performance.now() < end;);
  });
  await bench.run();
  const [row] = benchRows(bench, 1000);
  assert.is(row?.unit, 'ns/op');
  // 1 ms a run of 1000 operations is 1000 ns each; only a lower bound holds on a busy machine.
  assert.ok(row && row.value >= 990 && row.value < 100_000, `got ${row?.value}`);
});

test('what cannot be a report is refused before it is written', () => {
  assert.throws(() => reportBench('../x', [{ name: 'a', unit: 'ns', value: 1 }]), 'benchmark name');
  assert.throws(() => reportBench('x', []), 'expected rows');
  assert.throws(() => reportBench('x', [{ name: 'a', unit: 'ns', value: NaN }]), 'expected a number');
});

test.run();
