/**
 * The shipped comparison, with four of its variants under two seeds: smaller still, and the whole morning in a minute. What it says of the outage itself is in reports/baseline.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scenarios } from '../scenarios/index.ts';
import { brownout } from './cli/brownout.case.ts';
import type { Comparison } from './compare/comparison.ts';

/** A quarter of the clients and of what they ask for; the fault brings 1.2 times what the two backends can do, at once. */
const ONE_MINUTE = [
  ...['persistent', 'per-request', 'legacy'].map((name) => `workloads.${name}.keys.count=1000`),
  'workloads.persistent.clients=150',
  'workloads.persistent.rate=90',
  'workloads.per-request.clients=50',
  'workloads.per-request.rate=225',
  'workloads.legacy.clients=850',
  'workloads.legacy.rate=350',
  'cluster.proxy.authentication.time=48ms',
  'load=null',
  'timeline.0.at=0s',
  'timeline.0.factor=2700',
  'phases={"warmup":"-20s","baseline":"-10s","fault":"0s","recovery":"35s","end":"40s"}',
  'oncall.interval=2s',
  'oncall.rules.slow-replies.for=2s',
  'oncall.people=[{"response":"1s","action":"1s"}]',
];

test('two seeds, four variants: paging at once and ejecting lose less; disciplined clients do not stampede', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-saved-'));
  const { code, out } = await brownout(
    [
      ...['compare', 'september-outage', '--preset', 'what-would-have-saved-us', '--json', '--out', folder],
      ...['--threads', '1', '--seeds', '1,2', '--variant', 'as-it-was,page-at-once,envoy,disciplined-clients'],
      ...ONE_MINUTE.flatMap((assignment) => ['--set', assignment]),
    ],
    scenarios,
  );
  rmSync(folder, { recursive: true });
  assert.is(code, 0, out);
  // Our own JSON.
  const { table, preset, runs } = JSON.parse(out) as Comparison;
  assert.equal([preset, runs.length], ['what-would-have-saved-us', 8]);
  const row = (name: string): Comparison['table'][number] => table.find((each) => each.name === name)!;
  const lost = (name: string): number => Number(row(name).figures.goodputLost.median);
  const shown = table
    .map(({ name, rank, figures: { goodputLost, connectionHerd, tip } }) =>
      JSON.stringify({ name, rank, goodputLost, connectionHerd, tip }),
    )
    .join('\n');
  assert.ok(lost('as-it-was') > 0.3, shown);
  for (const better of ['page-at-once', 'envoy']) {
    assert.ok(lost(better) < lost('as-it-was') / 2, `${better}\n${shown}`);
    assert.ok(row(better).rank! < row('as-it-was').rank! && !row(better).againstFirst!.tie, `${better}\n${shown}`);
  }
  // Under both seeds: connections come over some proxy by the multiple, but not those of clients that keep theirs.
  assert.ok(Number(row('as-it-was').figures.connectionHerd.min) > 4, shown);
  assert.is.not(row('as-it-was').figures.tip.max, 'never', shown);
  assert.equal(row('disciplined-clients').figures.tip.min, 'never', shown);
});

test.run();
