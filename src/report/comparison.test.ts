/** The document of a comparison, from made-up runs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Comparison } from '../compare/comparison.ts';
import { brokenRun, wholeRun } from '../compare/digests.case.ts';
import { comparisonDocument } from './comparison.ts';
import { madeUpComparison as comparison, NAMES as names, wholeComparison as whole } from './fixture-comparison.case.ts';
import { recordJson } from './json.ts';
import { markdownOf } from './markdown.ts';
import { textOf, TEXT_WIDTH } from './text.ts';

test('for a terminal: ranks with their ties, against the first, and who has fewer runs', () => {
  const text = textOf(comparisonDocument(whole));
  const rows = [
    /^COMPARED {2}small, what-helps: 4 variants under 3 seeds \(1 to 3\)\n/,
    /\n {2}page-at-once and latency-outlier lost least, and cannot be told apart: 5\.1 % of/,
    /\n {2}1= {2}page-at-once +5\.1 % +5\.1 % +-15\.9 points +5\.0 % +0 of 3 +3\n/,
    /\n {2}1= {2}latency-outlier +5\.1 % .+ -15\.9 points +4\.0 % +0 of 3 +3\n/,
    /\n {2}3= {2}as-it-was +21\.0 % .+ the reference +30\.0 % +1 of 3 +3\n/,
    /\n {2}3= {2}envoy +21\.5 % +21\.5 % +\+0\.5 points = +0 % +0 of 2 +2 of 3\n/,
    /\nWHO NOTICED, AND WHEN .+\n {2}variant +ejected\n/,
    /\n {2}envoy +never\n/,
    /\nTHE STORM, AND ITS END .+\n {2}variant +tips at +recovered\n/,
    /\n {2}page-at-once +never +1 min 40 s\n/,
    /\n {2}control, without the fault +1\.0 % \(1\.0 %\)\n/,
    /\n\n {2}repeat {3}brownout compare small --preset what-helps --seeds 1\.\.3\n {2}version {2}brownout 0\.0\.0,/,
    /\nRUNS THAT DO NOT COUNT .+\n {2}envoy {2}seed 2 {2}invalid {2}a reason\n$/,
  ];
  for (const row of rows) assert.match(text, row);
  const longest = text.split('\n').reduce((a, b) => (a.length >= b.length ? a : b));
  assert.ok(longest.length <= TEXT_WIDTH, longest);
});

test('over time: best first, to one scale, the control behind', () => {
  const lines = textOf(comparisonDocument(whole)).split('\n');
  const at = lines.findIndex((line) => line.startsWith('OVER TIME'));
  // Four windows in 60 columns; 600 us to 215,000 us.
  const bars = (...each: readonly string[]): string => {
    const [warmup, baseline, fault, recovery] = each.map((bar) => bar.repeat(15));
    return `${warmup}${baseline}│${fault}│${recovery}`;
  };
  assert.equal(lines.slice(at + 3, at + 9), [
    `    page-at-once          ${bars('▁', '▁', '▇', '▁')}  up to 51.6 ms`,
    `    latency-outlier       ${bars('▁', '▁', '▇', '▁')}  up to 51.6 ms`,
    `    as-it-was             ${bars('▁', '▁', '█', '▁')}  up to 211 ms`,
    `    envoy                 ${bars('▁', '▁', '█', '▁')}  up to 216 ms`,
    `    control               ${bars('▁', '▁', '▁', '▁')}  up to 600 µs`,
    '',
  ]);
});

test('too few answers for any latency: what was lost in its place', () => {
  const { courses } = whole;
  const none = courses!.variations.map((course) => course && { ...course, workloads: [] });
  const text = textOf(comparisonDocument({ ...whole, courses: { ...courses!, variations: none, controls: [] } }));
  assert.match(
    text,
    /\nOVER TIME {2}what customers lost in each window.+\n.+\n.+\n {4}page-at-once +▁+│[▂▃]+│▁+ {2}up to 10\.2 %\n/,
  );
});

test('markdown and JSON: the same figures', () => {
  assert.match(markdownOf(comparisonDocument(whole)), /\| 1= +\| page-at-once +\| +5\.1 % \|/);
  // Our own JSON.
  const { table } = JSON.parse(recordJson(whole)) as Comparison;
  assert.equal(table, whole.table);
});

test('metrics by path: those that no run has are said', () => {
  const runs = ['1', '2'].map((seed, i) => ({
    ...wholeRun({ variation: 'as-it-was', seed, lost: 0.2 }),
    metrics: [
      ['incident.totals.operations', 1000 + i],
      ['incident.nobody.knows', null],
    ] as const,
  }));
  const text = textOf(comparisonDocument(comparison(runs, ['1', '2'])));
  assert.match(text, /\nINCIDENT\.TOTALS\.OPERATIONS\n.+\n {2}as-it-was +1000\.5 +1000\.25 to 1000\.75 +1000 +1001\n/);
  assert.match(text, /\nINCIDENT\.NOBODY\.KNOWS\n {2}No run can tell\./);
});

test('one seed: that it shows no scatter is said', () => {
  const one = comparison(
    names.map((variation, i) => wholeRun({ variation, seed: '1', lost: i / 10 })),
    ['1'],
  );
  assert.match(textOf(comparisonDocument(one)), /One seed shows no scatter/);
});

test('nothing was measured: nobody is ranked', () => {
  const none = comparison(
    names.map((variation) => brokenRun(variation, '1', 'aborted')),
    ['1'],
  );
  assert.match(
    textOf(comparisonDocument(none)),
    /\n {2}- {2}as-it-was +n\/a +n\/a +the reference +n\/a +n\/a +0 of 1\n/,
  );
});

test.run();
