import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type uPlot from 'uplot';
import { stepPaths } from './steps.ts';
import type { Numbers } from './values.ts';

type Step = readonly [what: 'M' | 'L', x: number, y: number];

/** Of the browser's own, what is drawn with here. */
class RecordedPath {
  readonly steps: Step[] = [];
  readonly rects: (readonly number[])[] = [];
  moveTo(x: number, y: number): void {
    this.steps.push(['M', x, y]);
  }
  lineTo(x: number, y: number): void {
    this.steps.push(['L', x, y]);
  }
  rect(...rect: number[]): void {
    this.rects.push(rect);
  }
}

// Node has none; the test's process ends with the test.
Object.assign(globalThis, { Path2D: RecordedPath });

/** A field of 100 x 100 device pixels: a window each second, values from 0 at the bottom to 100 at the top. */
function drawn(upper: Numbers, lower: Numbers | null = null): { stroke: RecordedPath; fill: RecordedPath | null } {
  const begins = Array.from({ length: upper.length + 1 }, (_, i) => i);
  const plot = {
    bbox: { left: 0, top: 0, width: 100, height: 100 },
    valToPos: (value: number, axis: string) => (axis === 'x' ? (value / upper.length) * 100 : 100 - value),
  } as unknown as uPlot;
  return stepPaths(plot, { upper, lower }, { begins, windows: [0, upper.length], isLog: false }) as unknown as {
    stroke: RecordedPath;
    fill: RecordedPath | null;
  };
}

test('a level for each window, and a gap where there is no value', () => {
  assert.equal(drawn([10, 20, null, 30]).stroke.steps, [
    ['M', 0, 90],
    ['L', 25, 90],
    ['L', 25, 80],
    ['L', 50, 80],
    ['M', 75, 70],
    ['L', 100, 70],
  ]);
});

test('of more windows than pixels, every column reaches from its least value to its highest', () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i === 437 ? 99 : i === 701 ? 1 : 50 + ((i * 7) % 11)));
  const { steps } = drawn(values).stroke;
  assert.ok(steps.length <= 4 * 51 + 2, `${steps.length} steps`);
  for (const column of [20, 44, 70, 98]) {
    // Begins and ends are rounded to the nearest column of two pixels: 20 windows.
    const inside = values.slice(10 * column - 9, 10 * column + 9);
    const levels = steps.filter(([, x]) => x === column).map(([, , y]) => 100 - y);
    assert.is(Math.max(...levels), Math.max(...inside), `the highest at ${column}`);
    assert.is(Math.min(...levels), Math.min(...inside), `the least at ${column}`);
  }
});

test('a narrow gap is one, and nothing is drawn across it', () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i >= 300 && i < 700 ? null : i < 300 ? 10 : 90));
  const { steps } = drawn(values).stroke;
  assert.is(steps.filter(([what]) => what === 'M').length, 2);
  assert.ok(steps.every(([, x]) => x <= 30 || x >= 70));
});

test('a part of a whole is filled down to the part below it, without holes', () => {
  for (const count of [10, 1000]) {
    const upper = Array.from({ length: count }, () => 60);
    const { fill } = drawn(
      upper,
      upper.map(() => 20),
    );
    const width = fill!.rects.reduce((sum, [, , w]) => sum + w!, 0);
    assert.is(width, 100, `${count} windows`);
    assert.ok(fill!.rects.every(([, top, , height]) => top === 40 && height === 40));
  }
});

test.run();
