/**
 * Who ejects healthy backends: every policy through the day of `false-alarm`, over 12 seeds (`tko-probe` is `mcrouter`).
 * Prints the table, and that of the worse day, on which latency-outlier is wrong as well.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import falseAlarm from '../scenarios/false-alarm.ts';
import { records, resultOf } from './outage.case.ts';
import type { Scenario } from './scenario/define.ts';
import { applyChanges } from './scenario/override.ts';
import { parseScenario } from './scenario/schema.ts';
import { asRun, changesOf } from './scenario/variant-changes.ts';

const SEEDS = Array.from({ length: 12 }, (_, i) => `${i + 1}`);

interface Row {
  /** Runs in which somebody was ejected. */
  readonly alarmed: number;
  readonly ejections: number;
  readonly perNodeHour: number;
  readonly failedShare: number;
}

function variant(name: string): Scenario {
  const changes = changesOf(name, falseAlarm.variants ?? {}, 'false-alarm: variants');
  return parseScenario(applyChanges(asRun(falseAlarm), changes), `false-alarm: ${name}`);
}

async function rowOf(name: string, seeds: readonly string[]): Promise<Row> {
  const asked = seeds.map((seed) => ({ scenario: variant(name), seed }));
  const results = (await records(asked)).map((record, i) => resultOf(asked[i]!, record, null));
  const mean = (of: (result: (typeof results)[number]) => number): number =>
    results.reduce((sum, result) => sum + of(result), 0) / results.length;
  const row = {
    alarmed: results.filter(({ failover }) => failover.falseEjections > 0).length,
    ejections: Math.round(mean(({ failover }) => failover.falseEjections) * results.length),
    perNodeHour: mean(({ failover }) => failover.falseEjectionsPerNodeHour!),
    failedShare: mean(({ incident: { totals } }) => totals.failed / totals.operations),
  };
  for (const { failover, seed } of results) assert.is(failover.ejections, failover.falseEjections, `seed ${seed}`);
  const [policy, ejections, hour, failed] = [name, row.ejections, row.perNodeHour, 100 * row.failedShare];
  console.log(
    `| ${policy} | ${ejections} | ${hour.toFixed(1)} | ${row.alarmed} of ${seeds.length} | ${failed.toFixed(2)} % |`,
  );
  return row;
}

test('who cries wolf', async () => {
  console.log('| policy | ejections | per node-hour | runs | operations failed |\n|---|---|---|---|---|');
  for (const name of ['none', 'twemproxy', 'mcrouter', 'success-rate']) {
    assert.is((await rowOf(name, SEEDS)).ejections, 0, `${name}: all seeds`);
  }
  const { ejections } = await rowOf('latency-outlier', SEEDS);
  assert.ok(ejections <= 9, `latency-outlier: expected at most 9 in 12 runs, got ${ejections}`);
  for (const name of ['consecutive-eject', 'envoy', 'finagle']) {
    const { alarmed } = await rowOf(name, SEEDS);
    assert.is(alarmed, SEEDS.length, `${name}: a pause of 1.5 s is enough, in every run`);
  }
});

test('a worse day: with one late reply in 100 latency-outlier is wrong as well', async () => {
  const { alarmed } = await rowOf('worse-day', SEEDS.slice(0, 3));
  assert.is(alarmed, 3);
});

test.run();
