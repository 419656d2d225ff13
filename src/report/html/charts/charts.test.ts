import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BackendFigures, Result } from '../../../scenario/result.ts';
import { outage } from '../../fixture.case.ts';
import type { Path, TimeChart, Values } from '../chart.ts';
import { runAxis, runCharts } from './index.ts';

const charts = runCharts(outage);

test('each path of each chart leads to a list with a value per window', () => {
  const { from, to, window } = runAxis(outage);
  const paths = charts.flatMap(valuesOf).flatMap(pathsOf);
  assert.ok(paths.length > 50, String(paths.length));
  for (const path of paths) {
    const list = at(outage, path);
    assert.ok(Array.isArray(list), `${path.join('.')} is no list`);
    assert.is((list as unknown[]).length, Math.ceil((to - from) / window), path.join('.'));
  }
});

test('names of charts are their own, and fit an anchor', () => {
  const ids = charts.map(({ id }) => id);
  assert.equal([...new Set(ids)], ids);
  for (const id of ids) assert.match(id, /^[a-z0-9-]+$/);
});

test('latency of each workload comes first, with the limit of the SLO and the control behind', () => {
  const [first, second, third, fourth] = charts;
  assert.equal(
    [first, second, third].map((chart) => chart!.title),
    ['Latency: persistent', 'Latency: django', 'Latency: legacy'],
  );
  assert.is(fourth!.id, 'goodput');
  assert.ok(first?.kind === 'lines');
  assert.equal(first.limit, { at: 50_000, label: 'SLO 50ms' });
  assert.equal(
    first.lines.filter(({ hidden }) => !hidden).map(({ label }) => label),
    ['p99, control', 'max', 'p99.9', 'p99', 'p50'],
  );
});

test('errors are parts of a whole, the most frequent kind first', () => {
  const errors = charts.find(({ id }) => id === 'errors');
  assert.ok(errors?.kind === 'lines');
  assert.ok(errors.lines.every(({ stacked }) => stacked));
  const totals = errors.lines.map(({ values }) =>
    pathsOf(values).reduce((sum, path) => sum + (at(outage, path) as number[]).reduce((a, b) => a + b, 0), 0),
  );
  assert.equal(
    totals,
    [...totals].sort((a, b) => b - a),
  );
});

test('backends with a fault are marked, the others not', () => {
  const backends = ['backend-4', 'backend-5', 'backend-9'].map((name): BackendFigures => ({
    ...{ name, requests: 0, hits: 0, misses: 0, evictions: 0, window: 10 },
    ...{ windowHits: [0], windowMisses: [0], executed: [0], utilisation: [0], waiting: [0] },
    replies: { p50: [null], p99: [name === 'backend-4' ? 4_000 : null] },
  }));
  const heat = runCharts({ ...outage, incident: { ...outage.incident, backends } }).filter(({ id }) =>
    id.startsWith('backend-'),
  );
  assert.equal(
    heat.map(({ id }) => id),
    ['backend-load', 'backend-latency'],
  );
  for (const chart of heat) {
    assert.ok(chart.kind === 'heat');
    assert.equal(
      chart.rows.map(({ label, marked }) => [label, marked]),
      [
        ['backend-4', true],
        ['backend-5', false],
        ['backend-9', true],
      ],
    );
  }
});

test('what there is not has no chart: no control, no failures, no workloads', () => {
  const alone: Result = { ...outage, control: null };
  assert.ok(
    runCharts(alone).every((chart) => chart.kind === 'heat' || !chart.lines.some(({ stroke }) => 'control' in stroke)),
  );
  const calm = runCharts({ ...outage, incident: outage.control! }).map(({ id }) => id);
  assert.not.ok(calm.includes('errors'));
  const empty: Result = {
    ...alone,
    incident: { ...outage.incident, workloads: [], proxies: [], backends: [], machines: [] },
  };
  assert.equal(runCharts(empty), []);
});

test.run();

function valuesOf(chart: TimeChart): Values[] {
  return (chart.kind === 'lines' ? chart.lines : chart.rows).map(({ values }) => values);
}

function pathsOf(values: Values): Path[] {
  if ('sum' in values) return values.sum.flatMap(pathsOf);
  if ('share' in values) return [values.share, values.of].flatMap(pathsOf);
  return ['rate' in values ? values.rate : values.of];
}

function at(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], data);
}
