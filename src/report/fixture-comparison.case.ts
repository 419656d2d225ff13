/** Made-up comparisons for tests of what is written of them. */
import { comparedRows, type Comparison, type SeededDigest } from '../compare/comparison.ts';
import { coursesOf } from '../compare/courses.ts';
import type { RunCourse } from '../compare/course.ts';
import { brokenRun, wholeRun } from '../compare/digests.case.ts';
import { smallScenario } from '../scenario/fixture.case.ts';

export const NAMES = ['as-it-was', 'page-at-once', 'latency-outlier', 'envoy'];
export const SEEDS = ['1', '2', '3'];

/** Four windows of 10 s, the third and the last begin at 0 s and 10 s: fault and recovery. */
const axis: RunCourse['axis'] = {
  from: -20,
  window: 10,
  phases: [
    { name: 'warmup', from: -20, to: -10 },
    { name: 'baseline', from: -10, to: 0 },
    { name: 'fault', from: 0, to: 10 },
    { name: 'recovery', from: 10, to: 20 },
  ],
};

/** Of `legacy` nothing can be told while the fault lasts. */
function courseOf({ figures: { goodputLost } }: SeededDigest): RunCourse {
  const lost = typeof goodputLost === 'number' ? goodputLost : 0;
  return {
    axis,
    workloads: [
      { name: 'web', p99: [600, 600, 600 + 1e6 * lost, 650] },
      { name: 'legacy', p99: [700, 700, null, 750] },
    ],
    lost: [0, 0, 2 * lost, 0],
    events: [
      { at: 0, kind: 'fault', text: 'backend-1: 500 times as slow' },
      { at: 2, kind: 'observed', text: `the first window that violates the SLO begins` },
    ],
  };
}

export function madeUpComparison(runs: readonly SeededDigest[], seeds: readonly string[]): Comparison {
  const variations = NAMES.map((name) => ({
    name,
    says: `${name}, in a sentence`,
    changes: name === NAMES[0] ? [] : [{ path: 'cluster.proxy.policy', value: { name } }],
    control: NAMES[0]!,
  }));
  const controls = seeds.map(
    (seed) =>
      ({
        variation: NAMES[0]!,
        seed,
        ended: 'whole',
        reasons: [],
        traceHash: 'c0ffee',
        pages: [{ workload: 'web', count: 100, failed: 1 }],
      }) as const,
  );
  const calm = ['web', 'legacy'].map((name) => ({ name, p99: [600, 600, 600, 600] }));
  return {
    version: 2,
    brownout: '0.0.0',
    id: 'small',
    command: ['brownout', 'compare', 'small', '--preset', 'what-helps', '--seeds', '1..3'],
    preset: 'what-helps',
    says: 'What helps',
    scenario: smallScenario,
    seeds,
    variations,
    controls,
    runs,
    table: comparedRows(variations, runs),
    courses: coursesOf({
      variations,
      runs: runs
        .filter(({ ended }) => ended === 'whole')
        .map((run) => ({ variation: run.variation, seed: run.seed, course: courseOf(run) })),
      controls: controls.map(({ variation, seed }) => ({ variation, seed, workloads: calm })),
    }),
    environment: {
      node: 'v20.0.0',
      platform: 'linux x64, 2 processors',
      wallSeconds: 1,
      cpuSeconds: 2,
      peakMemoryBytes: 1,
      finishedAt: '2015-10-04T00:00:00.000Z',
    },
  };
}

/** Two that cannot be told apart are best; a run of `envoy` does not count. */
export const wholeComparison = madeUpComparison(
  SEEDS.flatMap((seed, i) => [
    wholeRun({ variation: 'as-it-was', seed, lost: 0.2 + i / 100, failed: 30, metastable: i === 0 }),
    wholeRun({
      variation: 'page-at-once',
      seed,
      lost: 0.05 + i / 1000,
      failed: 5,
      figures: { timeToRecover: 100, tip: 'never' },
    }),
    wholeRun({ variation: 'latency-outlier', seed, lost: 0.05 + (2 - i) / 1000, failed: 4 }),
    i === 1
      ? brokenRun('envoy', seed, 'invalid')
      : wholeRun({ variation: 'envoy', seed, lost: 0.215, figures: { timeToEject: 'never' } }),
  ]),
  SEEDS,
);
