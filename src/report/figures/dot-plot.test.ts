import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { brokenRun, wholeRun } from '../../compare/digests.case.ts';
import { madeUpComparison, NAMES, SEEDS } from '../fixture-comparison.case.ts';
import { marksOf, markOf, tableOf, type Mark } from './drawing.case.ts';
import { dotPlot } from './dot-plot.ts';
import { lossScale } from './loss-scale.ts';

/** `as-it-was` loses 20 %, `page-at-once` next to nothing, `latency-outlier` 1 %, and no run of `envoy` counts. */
const LOST: Readonly<Record<string, readonly number[]>> = {
  'as-it-was': [0.2, 0.25, 0.18],
  'page-at-once': [0.00002, 0.00001, 0.00003],
  'latency-outlier': [0.01, 0.011, 0.009],
};

const runs = SEEDS.flatMap((seed, i) =>
  NAMES.map((variation) => {
    const lost = LOST[variation];
    return lost === undefined ? brokenRun(variation, seed, 'invalid') : wholeRun({ variation, seed, lost: lost[i]! });
  }),
);
const figure = dotPlot(madeUpComparison(runs, SEEDS));
const marks = marksOf(figure);
const of = (name: string, all = marks): Mark[] => all.filter(({ names }) => names.includes(name));

test('best first, and who cannot be ranked is last', () => {
  const names = [...NAMES].map((name) => ({ name, y: markOf(marks, 'text', name).at('y') }));
  names.sort((a, b) => a.y - b.y);
  assert.equal(
    names.map(({ name }) => name),
    ['page-at-once', 'latency-outlier', 'as-it-was', 'envoy'],
  );
  assert.is(markOf(marks, 'text', 'no run of it counts').at('y'), names.at(-1)!.y);
  assert.is(of('median').length, 3);
});

test('the median, the quartiles and the range lie on the axis where they are', () => {
  const tick = (text: string): number => markOf(marks, 'text', text).at('x');
  const [best, second, reference] = of('median').map((dot) => dot.at('cx'));
  assert.is(best, tick('≤ 0.01 %'), 'less than anybody notices is at the left end');
  assert.ok(Math.abs(second! - tick('1 %')) < 0.02, `a median of 1 %: expected ${tick('1 %')}, got ${second}`);
  // Of 20, 25 and 18 %: logarithmic, 10 % is a tick.
  const decade = tick('10 %') - tick('1 %');
  const expected = tick('10 %') + decade * 0.30103;
  assert.ok(Math.abs(reference! - expected) < 0.05, `20 %: expected ${expected}, got ${reference}`);
  const box = of('quartiles')[2]!;
  const [q1, q3] = [0.19, 0.225].map((share) => tick('10 %') + decade * Math.log10(share * 10));
  assert.ok(Math.abs(box.at('x') - q1!) < 0.05, `q1: expected ${q1}, got ${box.at('x')}`);
  assert.ok(Math.abs(box.at('x') + box.at('width') - q3!) < 0.05, 'q3');
  const range = of('range')[2]!;
  assert.ok(range.at('x1') < box.at('x') && range.at('x2') > box.at('x') + box.at('width'));
  assert.is(of('reference')[0]!.at('x1'), reference);
});

test('each run is a speck', () => {
  assert.equal(
    of('runs').map(({ path }) => path.split('M').length - 1),
    [3, 3, 3],
  );
});

test('ties are said at the rank', () => {
  const tied = SEEDS.flatMap((seed, i) =>
    NAMES.map((variation, j) => wholeRun({ variation, seed, lost: j < 2 ? 0.1 + ((i + j) % 3) / 100 : 0.5 })),
  );
  const ranks = marksOf(dotPlot(madeUpComparison(tied, SEEDS))).filter(({ says }) => /^\d=?$/.test(says));
  assert.equal(
    ranks.map(({ says }) => says),
    ['1=', '1=', '3=', '3='],
  );
});

test('the axis is linear while the medians can be told apart on it', () => {
  assert.is(lossScale([0.1, 0.3], [0.1, 0.3]).least, null, 'three times');
  assert.is(lossScale([0.001, 0.3], [0.001, 0.3]).least, 0.0001, 'three hundred times');
  assert.is(lossScale([0, 0.00002], [0, 0.00002]).least, null, 'nobody lost anything');
  const { over, ticks } = lossScale([-0.01, 0.3], [0.1, 0.3]);
  const x = over([0, 400]);
  assert.ok(x(-0.01) < x(0) && x(0) < x(0.3), 'who did better than the control is left of 0');
  assert.ok(ticks(400).includes(0));
});

test('the table has every row with its numbers', () => {
  const rows = tableOf(figure);
  assert.equal(rows[1], ['1', 'page-at-once', '0 %', '0 % to 0 %', '0 % to 0 %', '3', 'less']);
  assert.equal(rows[4], ['n/a', 'envoy', 'n/a', 'n/a', 'n/a', '0', 'n/a']);
});

test('nothing was measured: no figure', () => {
  const broken = SEEDS.flatMap((seed) => NAMES.map((name) => brokenRun(name, seed, 'error')));
  assert.is(dotPlot(madeUpComparison(broken, SEEDS)), null);
});

test.run();
