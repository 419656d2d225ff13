import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProxyFigures, Result } from '../../scenario/result.ts';
import { outage } from '../fixture.case.ts';
import { marksOf, markOf, tableOf } from './drawing.case.ts';
import { ejections } from './ejection-lanes.ts';
import { ejectionLanes, outages, thinned } from './ejection-spans.ts';

type Ejection = ProxyFigures['ejections'][number];

/** One list for each of the first proxies; the others eject nobody. */
function ejecting(...lists: readonly (readonly Ejection[])[]): Result {
  const proxies = outage.incident.proxies.map((proxy, i) => ({ ...proxy, ejections: lists[i] ?? [] }));
  return { ...outage, incident: { ...outage.incident, proxies } };
}

const by = (name: string, backend: string, at: number, until: number | null): Ejection => ({
  backend,
  at,
  until,
  by: name,
});

/** backend-4 and backend-9 are slow from -270 to the end, at 690. */
const result = ejecting(
  [by('policy', 'backend-4', 0, 100), by('Ada', 'backend-4', 480, null), by('policy', 'backend-2', 200, 230)],
  [by('policy', 'backend-4', 40, 60)],
);

test('how many had it out, by policies and by people, sick backends first', () => {
  const lanes = ejectionLanes(result);
  assert.equal(
    lanes.map(({ backend }) => backend),
    ['backend-4', 'backend-9', 'backend-2'],
  );
  const [four] = lanes;
  assert.equal(four!.sick, [{ from: -270, to: 690 }]);
  assert.equal(
    four!.steps.map(({ at, byPolicy, byPeople }) => [at, byPolicy, byPeople]),
    [
      [0, 1, 0],
      [40, 2, 0],
      [60, 1, 0],
      [100, 0, 0],
      [480, 0, 1],
      [690, 0, 0],
    ],
  );
  assert.equal(outages(four!.steps), [
    { from: 0, to: 100, most: 2 },
    { from: 480, to: 690, most: 1 },
  ]);
});

test('a stretch lies where it was, and is as high as the share of the proxies', () => {
  const marks = marksOf(ejections(result));
  const stretch = markOf(marks, 'pointed-at', /^backend-4, \+00:00 to \+01:40: out at up to 2 of 12 proxies$/);
  const lane = marks.find(({ names }) => names.includes('lane'))!;
  // The run is from -390 to 690.
  const perSecond = lane.at('width') / 1080;
  for (const [actual, expected, why] of [
    [stretch.at('x'), lane.at('x') + 390 * perSecond, 'from the scenario’s zero'],
    [stretch.at('width'), 100 * perSecond, 'for 100 s'],
  ] as const) {
    assert.ok(Math.abs(actual - expected) < 0.02, `${why}: expected ${expected}, got ${actual}`);
  }
  const [policies] = marks.filter(({ names }) => names.includes('by-policy'));
  const heights = [...policies!.path.matchAll(/V([\d.]+)/g)].map(
    ([, y]) => lane.at('y') + lane.at('height') - Number(y),
  );
  const steps = [1, 2, 1, 0, 1, 0].map((n) => (n / 12) * lane.at('height'));
  assert.equal(
    heights.map((height) => height.toFixed(1)),
    steps.map((height) => height.toFixed(1)),
  );
});

test('however short it was out, something shows; what changes nearly at once takes few steps', () => {
  const short = marksOf(ejections(ejecting([by('policy', 'backend-4', 0, 0.001)])));
  const [path] = short.filter(({ names }) => names.includes('by-policy'));
  assert.match(path!.path, /^M[\d.]+ [\d.]+V[\d.]+H[\d.]+V[\d.]+Z$/);
  const all = Array.from({ length: 12 }, (_, i) => [by('policy', 'backend-4', i / 100, 100 + i / 100)]);
  const [together] = marksOf(ejections(ejecting(...all))).filter(({ names }) => names.includes('by-policy'));
  assert.ok(together!.path.split('V').length <= 6, `expected 5 steps of 24, got ${together!.path}`);
});

test('thousands of changes: columns with the most of each, and one stretch to point at', () => {
  const flapping = Array.from({ length: 1000 }, (_, i) => by('policy', 'backend-4', i / 2, i / 2 + 0.1));
  const result = ejecting(flapping, [by('policy', 'backend-4', 300, 300.05)]);
  const [{ steps }] = ejectionLanes(result) as [ReturnType<typeof ejectionLanes>[number]];
  const thin = thinned(steps, 100);
  assert.ok(thin.length <= 101, `expected at most 101, got ${thin.length}`);
  assert.is(Math.max(...thin.map(({ byPolicy }) => byPolicy)), 2, 'the moment at which two had it out');
  assert.ok(
    thin.slice(0, -1).every(({ byPolicy }) => byPolicy >= 1),
    'every column has some',
  );
  assert.equal(thin.at(-1), steps.at(-1));
  assert.is(thinned(steps, steps.length), steps, 'room for all');
  const marks = marksOf(ejections(result));
  assert.is(
    markOf(marks, 'pointed-at', /./).says,
    'backend-4, 1,000 times in +00:00 to +08:20: out at up to 2 of 12 proxies',
  );
});

test('the table says who, how often and how many', () => {
  assert.equal(tableOf(ejections(result)), [
    ['backend', 'sick', 'out', 'most at once', 'by'],
    ['backend-4', '-04:30 to +11:30', '+00:00 to +01:40, and once more', '2 of 12', 'policies: 2, Ada: 1'],
    ['backend-9', '-04:30 to +11:30', 'never', '0 of 12', ''],
    ['backend-2', 'no', '+03:20 to +03:50', '1 of 12', 'policies: 1'],
  ]);
});

test('nobody ejected anybody: no figure', () => {
  assert.is(ejections(ejecting()), null);
});

test('where nobody was sick, that is said', () => {
  const figure = ejections({
    ...ejecting([by('policy', 'backend-2', 0, 10)]),
    scenario: { ...outage.scenario, timeline: [] },
  });
  assert.match(figure!.text, /Nothing was wrong with any of them/);
  assert.not.match(figure!.text, /the backend was sick/);
});

test('more backends than there are lanes are in the table', () => {
  const many = Array.from({ length: 20 }, (_, i) => by('policy', `node-${i}`, i, i + 10));
  const figure = ejections(ejecting(many));
  // With the two that are sick.
  assert.match(figure!.text, /6 more are in the table/);
  assert.is(tableOf(figure).length, 1 + 22);
});

test.run();
