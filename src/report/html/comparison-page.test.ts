/** A comparison's page, from made-up runs: what is on it, in which order, and that text stays text. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Comparison } from '../../compare/comparison.ts';
import { brokenRun } from '../../compare/digests.case.ts';
import { madeUpComparison, NAMES, wholeComparison } from '../fixture-comparison.case.ts';
import type { Path } from './chart.ts';
import { comparisonPage } from './comparison-page.ts';
import { multiples } from './comparison/multiples.ts';

const whole = comparisonPage(wholeComparison);

/** Without the script, the style and the data. */
function bodyOf(page: string): string {
  const body = page.slice(page.indexOf('<body>'));
  return body.slice(0, body.search(/<script/));
}

function headings(page: string): string[] {
  return [...bodyOf(page).matchAll(/<h2 id="[a-z0-9-]+">([^<]*)</g)].map(([, text]) => text!);
}

test('the answer comes first, then the numbers, the ranking, and how it went over time', () => {
  const body = bodyOf(whole);
  assert.match(body, /page-at-once and latency-outlier lost least, and cannot be told apart: 5\.1 % of the answers/);
  assert.match(body, /where as-it-was, the reference, lost 21\.0 % \(medians over 3 seeds\)\./);
  const order = [...body.matchAll(/<(h1|dl class="numbers"|h2|pre class="command")/g)].map(([, what]) =>
    what!.slice(0, 3),
  );
  assert.equal(order.slice(0, 3), ['h1', 'dl ', 'h2']);
  assert.equal(headings(whole), [
    'By what customers lost',
    'What happened in all of them',
    'Latency over time',
    'Lost over time',
    'Who noticed, and when',
    'The storm, and its end',
    'Pages that failed',
    'The variants',
    'Runs that do not count',
    'This comparison',
    'Definitions',
  ]);
});

test('five numbers', () => {
  const numbers = [...bodyOf(whole).matchAll(/<dt>([^<]*)<\/dt>\s*<dd>\s*<span[^>]*>([^<]*)</g)];
  assert.equal(
    numbers.slice(0, 5).map(([, name, value]) => [name, value]),
    [
      ['Lost least', '5.1 %'],
      ['The reference lost', '21.0 %'],
      ['Best against the reference', '-15.9'],
      ['Lost most', '21.5 %'],
      ['Better than the reference', '2 of 3'],
    ],
  );
});

test('the command that repeats it, what each variant changes, and the traces', () => {
  const body = bodyOf(whole);
  assert.match(body, /<pre class="command"><code>brownout compare small --preset what-helps --seeds 1\.\.3<\/code>/);
  assert.match(body, /<code class="change">cluster\.proxy\.policy=\{&quot;name&quot;:&quot;envoy&quot;\}<\/code>/);
  assert.match(body, /control of as-it-was[^]*c0ffee c0ffee c0ffee/);
  assert.match(body, /<h2 id="runs-that-do-not-count">[^]*envoy[^]*seed 2[^]*invalid[^]*a reason/);
});

test('a small chart for each, in the order of the ranking, to one scale', () => {
  const { latency, lost, axis, workloads } = multiples(wholeComparison)!;
  assert.equal(
    latency.map(({ id, title }) => [id, title]),
    [
      ['latency-1', '1= page-at-once'],
      ['latency-2', '1= latency-outlier'],
      ['latency-0', '3= as-it-was'],
      ['latency-3', '3= envoy'],
    ],
  );
  // 600 us to 600 + 215,000 us; 0 to 0.43.
  assert.equal(
    [...latency, ...lost].map(({ range, size }) => `${size}: ${range?.join(' to ')}`),
    [...latency.map(() => 'small: 500 to 500000'), ...lost.map(() => 'small: 0 to 0.45')],
  );
  assert.equal(
    latency[0]!.lines.map(({ label, stroke }) => [label, 'control' in stroke]),
    [
      ['web, control', true],
      ['legacy, control', true],
      ['web', false],
      ['legacy', false],
    ],
  );
  assert.equal(workloads, ['web', 'legacy']);
  assert.equal([axis.from, axis.to, axis.window], [-20, 20, 10]);
  assert.equal(
    axis.marks.map(({ text }) => text),
    ['backend-1: 500 times as slow', 'the first window that violates the SLO begins'],
  );
  for (const { id } of [...latency, ...lost]) assert.match(bodyOf(whole), `data-chart="${id}"`);
});

test('a workload has its colour in the charts of all variants, whichever others they have', () => {
  const { courses } = wholeComparison;
  const best = { ...courses!.variations[1]!, workloads: courses!.variations[1]!.workloads.slice(1) };
  const variations = courses!.variations.map((course, i) => (i === 1 ? best : course));
  const { latency, workloads } = multiples({ ...wholeComparison, courses: { ...courses!, variations } })!;
  assert.equal(workloads, ['web', 'legacy']);
  const coloured = latency
    .slice(0, 2)
    .map(({ lines }) => lines.flatMap(({ label, stroke }) => ('nth' in stroke ? [`${label} ${stroke.nth}`] : [])));
  assert.equal(coloured, [
    // Alone, it has room for its quartiles.
    ['legacy 1', 'legacy, upper quartile 1', 'legacy, lower quartile 1'],
    ['web 0', 'legacy 1'],
  ]);
});

test('charts name lists that are there, of as many windows as the axis has', () => {
  const { latency, lost } = multiples(wholeComparison)!;
  const paths = [...latency, ...lost].flatMap(({ lines }) =>
    lines.map(({ values }): Path => ('of' in values && !('share' in values) ? values.of : [])),
  );
  assert.is(paths.length, 4 * 4 + 4 + 3 * 2, 'workloads and controls; lost, with quartiles where there are three runs');
  for (const path of paths) {
    // Plain data, hence the cast.
    const list = path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], wholeComparison);
    assert.ok(Array.isArray(list) && list.length === 4, path.join('.'));
  }
});

test('what happened with each, without what is the same for all', () => {
  const { courses } = wholeComparison;
  const page: Comparison = {
    ...wholeComparison,
    courses: {
      ...courses!,
      variations: courses!.variations.map((course, i) =>
        i === 1
          ? { ...course!, events: [...course!.events, { at: 9, kind: 'cure', text: 'ejected by hand' }] }
          : course,
      ),
    },
  };
  const body = bodyOf(comparisonPage(page));
  assert.match(body, /<summary>page-at-once: 1 event under seed 1<\/summary>[^]*ejected by hand/);
  assert.not.match(body, /<summary>envoy: /);
});

test('a variant without windows of its own is said to have no chart', () => {
  const { courses } = wholeComparison;
  const page = { ...wholeComparison, courses: { ...courses!, variations: [...courses!.variations.slice(0, 3), null] } };
  const body = bodyOf(comparisonPage(page));
  assert.match(body, 'envoy is not drawn: its phases or windows differ.');
  assert.not.match(body, 'data-chart="latency-3"');
});

test('no run counts: a page without charts, that says so', () => {
  const none = madeUpComparison(
    NAMES.map((variation) => brokenRun(variation, '1', 'aborted')),
    ['1'],
  );
  const page = comparisonPage(none);
  assert.match(bodyOf(page), 'No run counts, so that nothing can be said.');
  assert.not.match(page, 'id="data"');
  assert.not.match(bodyOf(page), 'data-chart');
});

test('names and events with HTML in them are text', () => {
  const evil = '</script><script>alert(1)</script><img src=x onerror="alert(1)">';
  const text = JSON.stringify(wholeComparison).replaceAll('latency-outlier', JSON.stringify(evil).slice(1, -1));
  // As it was, with another name.
  const page = comparisonPage(JSON.parse(text.replaceAll('backend-1: 500', '<b>500')) as Comparison);
  assert.not.match(page, '<img');
  assert.not.match(page, '<b>');
  assert.not.match(page, 'alert(1)</script>');
  assert.is(page.split('</script>').length, 4, 'the page’s own three elements');
  assert.match(bodyOf(page), '&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
});

test.run();
