/** As large as the shipped preset: 17 variants under 10 seeds, three workloads, and events. */
import seedrandom from 'seedrandom';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { comparedRows, type Comparison } from '../../compare/comparison.ts';
import type { RunCourse } from '../../compare/course.ts';
import { coursesOf } from '../../compare/courses.ts';
import { emptyDigest } from '../../compare/digest.ts';
import { wholeRun } from '../../compare/digests.case.ts';
import { wholeComparison } from '../fixture-comparison.case.ts';
import { recordJson } from '../json.ts';
import { comparisonPage } from './comparison-page.ts';

const WINDOWS = 60;
const random = seedrandom.alea('as noisy as measured values');
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const noise = (size: number, digits: number): number => Number((random() * size).toFixed(digits));
const names = times(17, (i) => `variant-with-a-name-${i}`);
const seeds = times(10, (i) => String(i + 1));

function course(): RunCourse {
  return {
    axis: { ...wholeComparison.courses!.axis, from: -300 },
    workloads: times(3, (w) => ({ name: `workload-${w}`, p99: times(WINDOWS, () => noise(5e6, 1)) })),
    lost: times(WINDOWS, () => noise(1, 4)),
    events: times(40, (at) => ({ at, kind: 'observed', text: 'backend-4: ejected by consecutive-eject, by 6 of 12' })),
  };
}

function largeComparison(): Comparison {
  const variations = names.map((name) => ({ ...wholeComparison.variations[1]!, name, control: names[0]! }));
  const figures = Object.keys(emptyDigest('error', []).figures).map((name) => [name, noise(900, 3)] as const);
  const pages = times(3, (w) => ({ workload: `workload-${w}`, count: 123_456, failed: 12_345 }));
  const runs = seeds.flatMap((seed) =>
    names.map((variation) => ({
      ...wholeRun({ variation, seed, lost: noise(1, 6), figures: Object.fromEntries(figures) }),
      pages,
    })),
  );
  const controls = seeds.map((seed) => ({ ...wholeComparison.controls[0]!, variation: names[0]!, seed, pages }));
  return {
    ...wholeComparison,
    seeds,
    variations,
    controls,
    runs,
    table: comparedRows(variations, runs),
    courses: coursesOf({
      variations,
      runs: runs.map(({ variation, seed }) => ({ variation, seed, course: course() })),
      controls: controls.map(({ variation, seed }) => ({ variation, seed, workloads: course().workloads })),
    }),
  };
}

test('the data stays below a megabyte, the page below one and a half', () => {
  const large = largeComparison();
  const [json, page] = [recordJson(large), comparisonPage(large)].map((text) => Buffer.byteLength(text));
  assert.ok(json! > 300_000 && json! < 1_000_000, `compare.json: expected 0.3 to 1 MB, got ${json!} bytes`);
  assert.ok(page! < 1_500_000, `page: expected less than 1.5 MB, got ${page!} bytes`);
});

test.run();
