/** Several runs side by side: what differs, what may be compared, and by how much. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Result } from '../scenario/result.ts';
import { outage } from './fixture.case.ts';
import { sharedAxis, sideBySideCharts } from './html/charts/side-by-side.ts';
import { resultsPage } from './html/results-page.ts';
import { resultsDocument } from './results.ts';
import { difference, type Better, type Measure } from './side-by-side/difference.ts';
import { named, type NamedResult } from './side-by-side/named-result.ts';
import { scenarioDifferences } from './side-by-side/scenario-differences.ts';
import { warningsOf } from './side-by-side/warnings.ts';
import { span } from './document.ts';
import { textOf } from './text.ts';

function beside(...results: readonly Result[]): NamedResult[] {
  return named(results.map((result, i) => ({ file: `reports/${'abcdef'[i]!}/result.json`, result })));
}

const quicker: Result = {
  ...outage,
  seed: '7',
  failover: { ...outage.failover, timeToRecover: 30, goodputLoss: 0.05, connectionHerd: 2, timeToEject: 'never' },
  incident: outage.control!,
};

test('names: the shortest thing that tells them apart', () => {
  const rows: readonly [files: readonly string[], ids: readonly string[], names: readonly string[]][] = [
    [
      ['a/result.json', 'b/result.json'],
      ['x', 'y'],
      ['x', 'y'],
    ],
    [
      ['r/a/result.json', 'r/b/result.json'],
      ['x', 'x'],
      ['a', 'b'],
    ],
    [
      ['r/a.json', 'r/b.json'],
      ['x', 'x'],
      ['a', 'b'],
    ],
    [
      ['a.json', 'b.json'],
      ['x', 'x'],
      ['a', 'b'],
    ],
    [
      ['p/a/r.json', 'q/a/r.json'],
      ['x', 'x'],
      ['p/a/r.json', 'q/a/r.json'],
    ],
  ];
  for (const [files, ids, names] of rows) {
    const sources = files.map((file, i) => ({ file, result: { ...outage, id: ids[i]! } }));
    assert.equal(
      named(sources).map(({ name }) => name),
      names,
    );
  }
});

const differences: readonly [
  value: number | 'never' | null,
  first: number | 'never' | null,
  Measure,
  Better,
  string,
][] = [
  [null, 1, 'delay', 'less', ''],
  [1, null, 'delay', 'less', ''],
  [60, 60, 'delay', 'less', '='],
  [90, 60, 'delay', 'less', '+30 s bad'],
  [30, 90, 'delay', 'less', '-1 min good'],
  ['never', 90, 'delay', 'less', 'later bad'],
  [90, 'never', 'delay', 'less', 'sooner good'],
  ['never', 'never', 'delay', 'less', '='],
  [0.25, 0.2, 'share', 'less', '+5.0 points bad'],
  [0.99, 0.9, 'share', 'more', '+9.0 points good'],
  [0.2001, 0.2, 'share', 'less', '='],
  [300, 100, 'amount', 'less', '3.00x bad'],
  [300, 100, 'amount', 'more', '3.00x good'],
  [100.1, 100, 'amount', 'less', '='],
  [5, 0, 'amount', 'less', ' bad'],
  [0, 7, 'amount', 'less', 'none good'],
  [2, 1000, 'amount', 'less', '1/500 good'],
  [30, 60, 'delay', 'neither', '-30 s'],
];

test('differences to the first, in the words of what is measured', () => {
  for (const [value, first, measure, better, expected] of differences) {
    const { text, tone } = span(difference(value, first, measure, better));
    const said = tone === undefined || tone === 'quiet' ? text : `${text} ${tone}`;
    assert.is(said, expected, `${value} to ${first}`);
  }
});

test('figures, and how far they are from those of the first', () => {
  const lines = textOf(resultsDocument(beside(outage, quicker))).split('\n');
  for (const line of [
    'SIDE BY SIDE  2 runs of september-outage: a, b',
    '  a    failed    2 of 3 held  virtual  brownout  0.1.0    reports/a/result.json',
    '  time to eject        12 min 30 s        never         later',
    '  time to recover           14 min         30 s  -13 min 30 s',
  ]) {
    assert.ok(lines.includes(line), `expected ${JSON.stringify(line)} in\n${lines.join('\n')}`);
  }
  const fault = / +b +310 µs +1\/735 +612 µs +1\/1,489 +857 µs +1\/1,489 +0 % +-23\.1 points +800 +1\.34x$/;
  assert.ok(
    lines.some((line) => fault.test(line)),
    lines.join('\n'),
  );
});

test('paths at which the scenarios differ', () => {
  const { scenario } = outage;
  const other: Result = {
    ...outage,
    scenario: {
      ...scenario,
      slo: { p99: '20ms' },
      cluster: { ...scenario.cluster, proxy: { ...scenario.cluster.proxy, maxConnections: 7 } },
      timeline: [],
    },
  };
  const found = scenarioDifferences(beside(outage, other));
  assert.equal(
    found.filter(({ path }) => !path.startsWith('timeline')),
    [
      { path: 'cluster.proxy.maxConnections', values: [scenario.cluster.proxy.maxConnections, 7] },
      { path: 'slo.p99', values: [scenario.slo.p99, '20ms'] },
    ],
  );
  assert.is(found.length, 2 + scenario.timeline.length);
  assert.equal(scenarioDifferences(beside(outage, outage)), []);
  assert.match(textOf(resultsDocument(beside(outage, outage))), /Nothing: all ran the same scenario\./);
});

const warned: readonly [other: Result, warning: RegExp | null][] = [
  [{ ...outage, seed: '7' }, null],
  [{ ...outage, id: 'another' }, /^They are of different scenarios/],
  [{ ...outage, world: 'live' }, /^They are of different worlds/],
  [{ ...outage, brownout: '9.9.9' }, /^They were made by different versions/],
  [{ ...outage, control: null }, /^Not all have a control/],
  [{ ...outage, phases: outage.phases.slice(0, 3) }, /^Their phases differ/],
  [{ ...outage, verdict: { name: 'invalid', reasons: ['send lag'] } }, /^b is invalid: its figures cannot be trusted/],
  [{ ...outage, verdict: { name: 'aborted', reasons: [] } }, /^b was stopped before its end/],
];

test('what may not be compared is said first', () => {
  for (const [other, warning] of warned) {
    const [said] = warningsOf(['a', 'b'].map((name, i) => ({ name, file: name, result: i === 0 ? outage : other })));
    if (warning === null) assert.is(said, undefined);
    else assert.match(said ?? '', warning);
  }
});

test('charts: a line for each run that has the workload, by its path in the data of the page', () => {
  const [first, ...workloads] = outage.incident.workloads;
  const results = beside(outage, { ...outage, incident: { ...outage.incident, workloads } });
  const charts = sideBySideCharts(results);
  assert.equal(
    charts.map(({ title }) => title),
    outage.incident.workloads.flatMap(({ name }) => [`Latency: ${name}`, `Goodput: ${name}`]),
  );
  assert.equal(
    charts[0]!.lines.map(({ label, values }) => [label, values]),
    [['a', { of: ['results', 0, 'incident', 'workloads', 0, 'series', 'all', 'p99'] }]],
    `only one has ${first!.name}`,
  );
  assert.equal(
    charts[3]!.lines.map(({ label, hidden = false }) => [label, hidden]),
    [
      ['a', false],
      ['b', false],
      ['a, failed', true],
      ['b, failed', true],
    ],
  );
  assert.equal(charts[3]!.lines[1]!.values, {
    rate: ['results', 1, 'incident', 'workloads', 0, 'series', 'all', 'goodput'],
  });
});

test('the axis: what happened in all is marked once; where they begin otherwise there is none', () => {
  const extra = { at: 0, kind: 'note', text: 'only here' } as const;
  const axis = sharedAxis(beside(outage, { ...outage, events: [...outage.events, extra] }))!;
  assert.is(axis.marks.length, outage.events.length + 1);
  assert.ok(axis.marks.some(({ text }) => text === 'b: only here'));
  const later = outage.phases.map((phase, i) => (i === 0 ? { ...phase, from: phase.from + 10 } : phase));
  const apart = beside(outage, { ...outage, phases: later });
  assert.is(sharedAxis(apart), null);
  const page = resultsPage(apart);
  assert.match(page, 'there is no axis for all of them');
  assert.not.match(page, 'data-chart=');
});

test('the page: its tables and charts; names are text', () => {
  const page = resultsPage(beside(outage, { ...quicker, id: '<script>alert(1)</script>' }));
  assert.match(page, /<h1>Side by side<\/h1>/);
  assert.match(page, 'data-chart="latency-0-persistent"');
  assert.match(page, '&lt;script&gt;alert(1)&lt;/script&gt;');
  assert.not.match(page, '<script>alert');
});

test.run();
