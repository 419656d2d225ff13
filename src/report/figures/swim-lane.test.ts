import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OncallFigures, PagingFigures, Result } from '../../scenario/result.ts';
import { outage } from '../fixture.case.ts';
import { marksOf, markOf, tableOf } from './drawing.case.ts';
import { NARROW, WIDE } from './figure.ts';
import { pagingLanes } from './paging-spans.ts';
import { rowsFor } from './rows.ts';
import { swimLane } from './swim-lane.ts';

type Entry = PagingFigures['log'][number];

const entry = (at: number, kind: Entry['kind'], person: string, channel = ''): Entry => ({ at, kind, person, channel });

/** As it was: one SMS of ten minutes. */
const single: OncallFigures = {
  alerts: [{ rule: 'slow', pendingAt: -260, firedAt: -210, resolvedAt: 490, says: 'p99 is high' }],
  pages: [
    {
      rule: 'slow',
      sentAt: -210,
      log: [
        entry(-210, 'sent', 'Ada', 'sms'),
        entry(390, 'arrived', 'Ada', 'sms'),
        entry(420, 'acknowledged', 'Ada'),
        entry(420, 'action-begun', 'Ada'),
        entry(480, 'effective', 'Ada'),
      ],
      deed: { at: 480, by: 'Ada', nodes: ['backend-4'], says: 'ejected' },
    },
  ],
};

/** A push that is lost, a call that nobody answers, and the next person. */
const escalated: OncallFigures = {
  alerts: [{ rule: 'slow', pendingAt: 0, firedAt: 0, resolvedAt: null, says: 'p99 is high' }],
  pages: [
    {
      rule: 'slow',
      sentAt: 0,
      log: [
        entry(0, 'sent', 'Ada', 'push'),
        entry(0, 'lost', 'Ada', 'push'),
        entry(30, 'escalated', 'Ada', 'call'),
        entry(30, 'sent', 'Ada', 'call'),
        entry(42, 'arrived', 'Ada', 'call'),
        entry(42, 'no-response', 'Ada'),
        entry(120, 'escalated', 'Grace'),
        entry(120, 'sent', 'Grace', 'push'),
        entry(125, 'arrived', 'Grace', 'push'),
        entry(125, 'receipt', 'Grace', 'push'),
        entry(200, 'acknowledged', 'Grace'),
        entry(200, 'action-begun', 'Grace'),
      ],
      deed: null,
    },
  ],
};

function resultWith(oncall: OncallFigures): Result {
  return { ...outage, incident: { ...outage.incident, oncall } };
}

test('what was done from when to when, by whom, and what had no end', () => {
  const lanes = pagingLanes(escalated).map(({ kind, name, bars }) => [
    `${kind} ${name}`.trim(),
    ...bars.map(({ doing, from, to }) => `${doing} ${from} to ${to}`),
  ]);
  assert.equal(lanes, [
    ['monitor', 'firing 0 to null'],
    ['channel push', 'lost 0 to 30', 'on-its-way 120 to 125'],
    ['channel call', 'on-its-way 30 to 42'],
    ['person Ada', 'silent 42 to 200'],
    ['person Grace', 'acknowledging 125 to 200', 'acting 200 to null'],
  ]);
});

test('a message that is still under way when somebody acknowledges is looked after no more', () => {
  const [page] = escalated.pages;
  const log = page!.log.filter(({ kind }) => kind !== 'lost');
  const push = pagingLanes({ ...escalated, pages: [{ ...page!, log }] }).find(({ name }) => name === 'push');
  assert.equal(push!.bars[0], { doing: 'on-its-way', from: 0, to: 200, rule: 'slow' });
});

test('bars are as long as what they stand for', () => {
  const marks = marksOf(swimLane(resultWith(single)));
  const bar = (doing: string): { from: number; to: number } => {
    const mark = markOf(marks, doing, /: .+ from .+ to /);
    return { from: mark.at('x'), to: mark.at('x') + mark.at('width') };
  };
  const [pending, way, acknowledging, acting] = ['pending', 'on-its-way', 'acknowledging', 'acting'].map(bar);
  const perSecond = (way!.to - way!.from) / 600;
  for (const [actual, expected, why] of [
    [pending!.to - pending!.from, 50 * perSecond, 'the condition held for 50 s'],
    [acknowledging!.to - acknowledging!.from, 30 * perSecond, 'acknowledged after 30 s'],
    [acting!.to - acting!.from, 60 * perSecond, 'effective after a minute'],
    [way!.from, pending!.to, 'sent when it fires'],
    [acknowledging!.from, way!.to, 'from the arrival on'],
    // The fault of this result is from -270 to 480.
    [acting!.to, markOf(marks, 'fault-band', /./).at('x') + markOf(marks, 'fault-band', /./).at('width'), 'the cure'],
  ] as const) {
    assert.ok(Math.abs(actual - expected) < 0.05, `${why}: expected ${expected}, got ${actual}`);
  }
  for (const text of ['condition held 50 s', 'on its way 10 min', 'acknowledging 30 s', 'acting 1 min']) {
    markOf(marks, 'text', text);
  }
  assert.match(swimLane(resultWith(single))!.text, /to the effect it took 12 min 20 s/);
});

test('what has no end is said to have none', () => {
  const figure = swimLane(resultWith(escalated));
  markOf(marksOf(figure), 'text', 'acting …');
  assert.match(figure!.text, /No page had led to anything when the run ended/);
  assert.equal(tableOf(figure).at(-1), ['Grace', 'slow', 'acting', '+03:20', 'n/a', 'n/a']);
});

test('labels stay in the drawing, wide and narrow', () => {
  for (const [size, width] of [
    ['wide', WIDE.width],
    ['narrow', NARROW.width],
  ] as const) {
    const times = marksOf(swimLane(resultWith(single)), size).filter(({ names }) => names.includes('end'));
    assert.ok(
      times.every((mark) => mark.at('x') <= width),
      `${size}: expected all ends within ${width}`,
    );
  }
});

test('of many pages the first are shown, and that there are more is said', () => {
  const pages = Array.from({ length: 30 }, (_, i) => ({ ...single.pages[0]!, sentAt: -210 + i }));
  const { text } = swimLane(resultWith({ ...single, pages }))!;
  assert.match(text, /Only the first 8 of 30 pages are shown/);
});

test('nobody on call, or no alert: no figure', () => {
  assert.is(swimLane(outage), null);
  assert.is(swimLane(resultWith({ alerts: [], pages: [] })), null);
});

test('what overlaps goes below, what touches does not', () => {
  const extents = [
    { from: 0, to: 10 },
    { from: 10, to: 20 },
    { from: 15, to: 30 },
    { from: 18, to: 40 },
    { from: 30, to: 31 },
  ];
  assert.equal(rowsFor(extents), [0, 0, 1, 2, 0]);
});

test.run();
