/** What holds for every figure, whatever the names in it are. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { wholeRun } from '../../compare/digests.case.ts';
import { encodeHdr } from '../../measure/hdr.ts';
import { Histogram } from '../../measure/histogram.ts';
import type { OncallFigures, Result } from '../../scenario/result.ts';
import { madeUpComparison, NAMES, SEEDS } from '../fixture-comparison.case.ts';
import { outage } from '../fixture.case.ts';
import { html, type Markup } from '../html/markup.ts';
import { blastRadius } from './blast-radius.ts';
import { dotPlot } from './dot-plot.ts';
import { marksOf } from './drawing.case.ts';
import { ejections } from './ejection-lanes.ts';
import { NARROW, WIDE } from './figure.ts';
import { percentileCurve } from './percentile-curve.ts';
import { roundTrips } from './round-trips.ts';
import { swimLane } from './swim-lane.ts';

const HOSTILE = `"><script>alert('${'x'.repeat(60)}')</script>&amp;`;

const histogram = new Histogram();
histogram.recordMany(1_000_000, 1000);

const oncall: OncallFigures = {
  alerts: [{ rule: HOSTILE, pendingAt: -260, firedAt: -210, resolvedAt: null, says: HOSTILE }],
  pages: [
    {
      rule: HOSTILE,
      sentAt: -210,
      log: [
        { at: -210, kind: 'sent', person: HOSTILE, channel: HOSTILE },
        { at: 390, kind: 'arrived', person: HOSTILE, channel: HOSTILE },
      ],
      deed: null,
    },
  ],
};

const result: Result = {
  ...outage,
  incident: {
    ...outage.incident,
    oncall,
    workloads: outage.incident.workloads.map((workload) => ({
      ...workload,
      name: HOSTILE,
      phases: workload.phases.map((each) => ({ ...each, all: { ...each.all, histogram: encodeHdr(histogram) } })),
    })),
    proxies: outage.incident.proxies.map((proxy) => ({
      ...proxy,
      ejections: [{ backend: HOSTILE, at: 0, until: 10, by: HOSTILE }],
    })),
  },
};

const comparison = madeUpComparison(
  SEEDS.flatMap((seed, i) => NAMES.map((variation, j) => wholeRun({ variation, seed, lost: (i + j) / 10 }))),
  SEEDS,
);
const hostileComparison = {
  ...comparison,
  table: comparison.table.map((row) => ({ ...row, name: HOSTILE, says: HOSTILE })),
};

const all: readonly (readonly [name: string, figure: Markup | null])[] = [
  ['percentile curve', percentileCurve(result)],
  ['swim lane', swimLane(result)],
  ['ejections', ejections(result)],
  ['round trips', roundTrips(result)],
  ['blast radius', blastRadius(result)],
  ['ranking', dotPlot(comparison)],
  ['ranking of hostile names', dotPlot(hostileComparison)],
];

for (const [name, figure] of all) {
  const text = figure?.text ?? '';

  test(`${name}: names are text, and every tag that opens is closed`, () => {
    assert.not.match(text, /<script/);
    const open: string[] = [];
    for (const [, end, tag, empty] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s+[\w-]+="[^"<>]*")*\s*(\/?)>/g)) {
      if (end === '/') assert.is(open.pop(), tag, `</${tag}>`);
      else if (empty !== '/') open.push(tag!);
    }
    assert.equal(open, []);
    // None that the pattern above did not understand.
    assert.is(
      text.split('<').length - 1,
      [...text.matchAll(/<\/?[a-z][a-z0-9]*(?:\s+[\w-]+="[^"<>]*")*\s*\/?>/g)].length,
    );
  });

  test(`${name}: told to whoever cannot see it, and to whoever has no script`, () => {
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!);
    assert.is(new Set(ids).size, ids.length, `expected each id once, got ${ids.join(', ')}`);
    const drawings = [...text.matchAll(/role="img"\s+aria-labelledby="(\S+) (\S+)"/g)];
    assert.is(drawings.length, 2);
    for (const [, title, description] of drawings) assert.ok(ids.includes(title!) && ids.includes(description!));
    assert.match(text, /<figcaption>\s*<h3>[^<]+<\/h3>\s*<p>[^<]+<\/p>/);
    assert.match(text, /<details>\s*<summary>As a table<\/summary>\s*<div class="table"/);
  });

  test(`${name}: no colour of its own, no style in the markup, no number that is none`, () => {
    assert.not.match(text, /\s(?:style|fill|stroke|color|on[a-z]+)="/);
    assert.not.match(text, /NaN|Infinity|undefined|null/);
  });

  test(`${name}: all marks are within the drawing`, () => {
    for (const [size, width] of [
      ['wide', WIDE.width],
      ['narrow', NARROW.width],
    ] as const) {
      for (const mark of marksOf(figure, size)) {
        if (mark.element === 'path' || mark.element === 'line') continue;
        const x = mark.at(mark.element === 'circle' ? 'cx' : 'x');
        assert.ok(x >= 0 && x <= width, `${size}, ${mark.element} ${mark.says}: expected x in 0..${width}, got ${x}`);
      }
    }
  });
}

test('two results in one page: ids differ', () => {
  const text = html`${blastRadius(result, 'blast-radius-1')}${blastRadius(result, 'blast-radius-2')}`.text;
  const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!);
  assert.is(new Set(ids).size, ids.length);
});

test.run();
