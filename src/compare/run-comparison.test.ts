/** Threads that are told to stop, and runs that fail: what there is, is compared. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Scenario, Time } from '../scenario/define.ts';
import { smallScenario } from '../scenario/fixture.case.ts';
import { endOf } from './comparison.ts';
import { runComparison, type ComparisonProgress } from './run-comparison.ts';
import type { Variation } from './variation.ts';

const variation = (name: string, scenario: Scenario): Variation => ({ name, says: name, changes: [], scenario });
const calm: Scenario = { ...smallScenario, timeline: [] };
const options = {
  id: 'small',
  preset: null,
  says: null,
  scenario: smallScenario,
  variations: [variation('as-it-was', smallScenario), variation('calm', calm)],
  seeds: ['1', '2'],
  metrics: ['incident.totals.operations', 'incident.nobody.knows'],
  threads: 1,
};

test('ended early: the seeds that were whole are compared, the rest is said to be aborted', async () => {
  const abort = new AbortController();
  const heard: ComparisonProgress[] = [];
  const comparison = await runComparison({
    ...options,
    signal: abort.signal,
    onProgress: (progress) => {
      heard.push(progress);
      // Two controls, and both runs of the first seed.
      if (progress.done === 4) abort.abort();
    },
  });
  assert.is(endOf(comparison), 'aborted');
  assert.equal(
    comparison.runs.map(({ seed, variation: name, ended }) => `${seed} ${name} ${ended}`),
    ['1 as-it-was whole', '1 calm whole', '2 as-it-was aborted', '2 calm aborted'],
  );
  assert.equal(
    comparison.table.map(({ name, runs }) => [name, runs]),
    [
      ['calm', 1],
      ['as-it-was', 1],
    ],
  );
  // Nothing happens there: the run is its own control.
  const calmRun = comparison.runs[1]!;
  assert.equal([calmRun.figures.goodputLost, calmRun.traceHash], [0, comparison.controls[0]!.traceHash]);
  assert.equal(calmRun.metrics[1], ['incident.nobody.knows', null]);
  assert.ok(Number(calmRun.metrics[0]![1]) > 1000, String(calmRun.metrics[0]![1]));
  const { axis, variations, controls } = comparison.courses!;
  assert.equal([axis.from, axis.window, axis.phases.length], [-20, 10, 4]);
  assert.equal(variations[1]!.workloads, controls[0]!.workloads);
  assert.equal(variations[1]!.lost.median, [0, 0, 0, 0]);
  assert.equal(variations[0]!.events[0]!.text.slice(0, 9), 'backend-1');
  assert.not('course' in calmRun, 'the lists of single runs are not kept');
  const shares = heard.map(({ share }) => share);
  assert.equal(
    shares,
    [...shares].sort((a, b) => a - b),
    'progress never goes back',
  );
  assert.is(heard.at(-1)!.of, 6);
});

test('a run that cannot be made is said, and costs the others nothing', async () => {
  // What no schema lets pass, hence the cast.
  const broken: Scenario = { ...smallScenario, phases: { ...smallScenario.phases, end: 'soon' as Time } };
  const comparison = await runComparison({
    ...options,
    variations: [variation('as-it-was', calm), variation('broken', broken)],
    seeds: ['1'],
  });
  assert.is(endOf(comparison), 'error');
  const [whole, error] = comparison.runs;
  assert.equal([whole!.ended, error!.ended], ['whole', 'error']);
  assert.match(error!.reasons[0]!, /soon/);
  assert.equal(
    comparison.table.map(({ name, rank, runs }) => [name, rank, runs]),
    [
      ['as-it-was', 1, 1],
      ['broken', null, 0],
    ],
  );
});

test.run();
