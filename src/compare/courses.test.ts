/** How variations went over time, from runs that can be worked out by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assembleResult } from '../scenario/judge.ts';
import { calm, except, madeUp, slow } from '../scenario/made-up.case.ts';
import type { Result } from '../scenario/result.ts';
import { courseOf, type RunCourse, type Values } from './course.ts';
import { coursesOf, type CourseSummary, type SeededCourse } from './courses.ts';
import { lean } from './task.ts';

const axis: RunCourse['axis'] = { from: -10, window: 10, phases: [{ name: 'fault', from: -10, to: 20 }] };
const variations = ['as-it-was', 'better', 'gone'].map((name) => ({ name, control: 'as-it-was' }));

function run(variation: string, seed: string, p99: Values, course: Partial<RunCourse> = {}): SeededCourse {
  const events: RunCourse['events'] = [{ at: 0, kind: 'note', text: `seed ${seed}` }];
  return { variation, seed, course: { axis, workloads: [{ name: 'web', p99 }], lost: p99, events, ...course } };
}

function controls(...lists: readonly Values[]) {
  return lists.map((p99, i) => ({ variation: 'as-it-was', seed: String(i + 1), workloads: [{ name: 'web', p99 }] }));
}

test('window by window, over the runs that could tell', () => {
  const rows: readonly [why: string, lists: readonly Values[], expected: Partial<CourseSummary>][] = [
    ['one run: its own values', [[1, null, 3]], { median: [1, null, 3], q1: [1, null, 3], q3: [1, null, 3] }],
    ['two: the mean', [[1], [2]], { median: [1.5], q1: [1.3], q3: [1.8] }],
    ['three: the middle one', [[1], [9], [2]], { median: [2], q1: [1.5], q3: [5.5] }],
    ['half of them could tell', [[1], [null]], { median: [1] }],
    ['fewer than half could', [[1], [null], [null]], { median: [null], q1: [null], q3: [null] }],
    ['nothing is a value, none is not', [[0], [0], [null]], { median: [0] }],
    ['one was shorter', [[1, 2, 3], [1]], { median: [1, 2, 3] }],
  ];
  for (const [why, lists, expected] of rows) {
    const courses = coursesOf({
      variations,
      runs: lists.map((p99, i) => run('as-it-was', String(i + 1), p99)),
      controls: controls(...lists),
    })!;
    for (const of of ['median', 'q1', 'q3'] as const) {
      if (expected[of] === undefined) continue;
      assert.equal(courses.variations[0]!.workloads[0]!.p99[of], expected[of], `${why}: ${of}`);
      assert.equal(courses.controls[0]!.workloads[0]!.p99[of], expected[of], `${why}: ${of} of the control`);
    }
  }
});

test('each has its own; what happened is of the first seed that counts', () => {
  const courses = coursesOf({
    variations,
    runs: [run('better', '1', [5]), run('as-it-was', '2', [9]), run('better', '2', [7])],
    controls: controls([1]),
  })!;
  assert.equal(
    courses.variations.map((each) => each && [each.seed, each.events[0]!.text, each.workloads[0]!.p99.median]),
    [['2', 'seed 2', [9]], ['1', 'seed 1', [6]], null],
  );
});

test('only what has the windows of the first is beside it', () => {
  const other = { axis: { ...axis, window: 5 } };
  const own = variations.map((each) => ({ ...each, control: each.name }));
  const courses = coursesOf({
    variations: own,
    runs: [run('as-it-was', '1', [1]), run('better', '1', [2, 3], other)],
    controls: [...controls([1]), { variation: 'better', seed: '1', workloads: [{ name: 'web', p99: [1, 1] }] }],
  })!;
  assert.equal(
    courses.variations.map((each) => each !== null),
    [true, false, false],
  );
  assert.equal(
    courses.controls.map(({ variation }) => variation),
    ['as-it-was'],
  );
  const early = coursesOf({ variations, runs: [run('better', '2', [5])], controls: controls([1], [2], [3]) })!;
  assert.equal(early.controls[0]!.workloads[0]!.p99.median, [2], 'of a control only the seeds that count');
  assert.is(coursesOf({ variations, runs: [], controls: controls([1]) }), null, 'no run counts');
});

test('of a run: latency as it is, what was lost against the control in each window', () => {
  const result = (goodput: readonly number[], control = true): Result =>
    assembleResult({
      scenario: { ...calm, timeline: [slow('backend-1')] },
      id: 'made-up',
      brownout: '0.0.0',
      seed: '1',
      world: 'virtual',
      incident: lean(madeUp({ goodput, p99: except(1, { 4: null, 5: 90 }) })),
      control: control ? lean(madeUp({})) : null,
      environment: { node: '', platform: '', wallSeconds: 0, cpuSeconds: 0, peakMemoryBytes: 0, finishedAt: '' },
    });
  const course = courseOf(result(except(100, { 3: 50, 4: 0, 5: 110 })));
  assert.equal([course.axis.from, course.axis.window, course.axis.phases.length], [-30, 10, 4]);
  assert.equal(course.workloads[0], { name: 'web', p99: except(1000, { 4: null, 5: 90_000 }) });
  // Two workloads of 100 in each window.
  assert.equal(course.lost, except(0, { 3: 0.25, 4: 0.5, 5: -0.05 }));
  assert.ok(course.events.some(({ kind }) => kind === 'observed'));
  assert.equal(courseOf(result(except(100, {}), false)).lost, []);
});

test.run();
