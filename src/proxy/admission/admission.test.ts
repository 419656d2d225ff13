import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MICROSECOND, MILLISECOND, SECOND, type Nanos } from '../../world/world.ts';
import { Codel } from './codel.ts';
import { Gate } from './gate.ts';
import { Gradient } from './gradient.ts';

const CODEL = { target: 5 * MILLISECOND, interval: 100 * MILLISECOND };
const GRADIENT = { initial: 20, min: 20, max: 200, tolerance: 1.5, queue: 4, smoothing: 0.2 };

/** A request each ms from `from` to `to`, which has waited for so long; of them, how many are shed. */
function shed(codel: Codel, from: number, to: number, waited: (ms: number) => number): number {
  let count = 0;
  for (let ms = from; ms < to; ms++) if (codel.sheds(waited(ms) * MILLISECOND, ms * MILLISECOND)) count++;
  return count;
}

test('codel: what is shed in half a second', () => {
  const rows: readonly [why: string, waited: (ms: number) => number, atLeast: number, atMost: number][] = [
    ['nothing waits', () => 0, 0, 0],
    ['below the target no wait is too long', () => 5, 0, 0],
    ['a standing queue between target and twice the target is overloaded, and bearable', () => 10, 0, 0],
    ['above that all is shed, once an interval has told', () => 11, 390, 400],
    ['a burst each interval that drains is none', (ms) => (ms % 100 < 90 ? 50 : 0), 0, 0],
    ['one short wait an interval acquits', (ms) => (ms % 100 === 50 ? 4 : 500), 0, 0],
    ['a short wait passes even when others are shed', (ms) => (ms % 2 === 0 ? 8 : 80), 190, 200],
  ];
  for (const [why, waited, atLeast, atMost] of rows) {
    const count = shed(new Codel(CODEL), 0, 500, waited);
    assert.ok(count >= atLeast && count <= atMost, `${why}: expected ${atLeast}..${atMost} shed of 500, got ${count}`);
  }
});

test('codel: an interval after the queue is gone it sheds no more', () => {
  const codel = new Codel(CODEL);
  assert.ok(shed(codel, 0, 500, () => 50) > 0);
  shed(codel, 500, 702, () => 1);
  assert.is(
    shed(codel, 702, 803, () => 50),
    0,
    'a new burst has an interval of its own',
  );
});

/** So many answers of this latency with so many under way: the limit after them. */
function limitAfter(gradient: Gradient, answers: number, latency: Nanos, underWay = Infinity): number {
  for (let i = 0; i < answers; i++) gradient.answered(latency, Math.min(underWay, gradient.limit));
  return gradient.limit;
}

test('gradient: where the limit goes', () => {
  const rows: readonly [why: string, expected: number, run: (gradient: Gradient) => void][] = [
    ['it starts at 20', 20, () => undefined],
    ['steady latencies let it grow by the queue, a fifth of 4 each', 28, (g) => limitAfter(g, 10, MILLISECOND)],
    ['to 200 and no further', 200, (g) => limitAfter(g, 1000, MILLISECOND)],
    ['who asks for little is told nothing', 20, (g) => limitAfter(g, 1000, MILLISECOND, 9)],
    [
      'half as much again is tolerated',
      200,
      (g) => {
        limitAfter(g, 1000, MILLISECOND);
        limitAfter(g, 20, 1.4 * MILLISECOND);
      },
    ],
  ];
  for (const [why, expected, run] of rows) {
    const gradient = new Gradient(GRADIENT);
    run(gradient);
    assert.ok(Math.abs(gradient.limit - expected) < 1e-6, `${why}: expected ${expected}, got ${gradient.limit}`);
  }
});

test('gradient: ten times the latency halves it in seven answers, and a new normal lets it grow again', () => {
  const gradient = new Gradient(GRADIENT);
  limitAfter(gradient, 1000, MILLISECOND);
  const halved = limitAfter(gradient, 7, 10 * MILLISECOND);
  assert.ok(halved > 90 && halved < 110, `expected about 100, got ${halved}`);
  // The average has caught up: this is how slow it is now. A gradient cannot tell a slow backend from a usual one.
  const later = limitAfter(gradient, 3000, 10 * MILLISECOND);
  assert.is(later, 200);
});

test('gate: all must agree', () => {
  const slow = 50 * MILLISECOND;
  const rows: readonly [why: string, gate: Gate, underWay: number, waited: Nanos, admits: boolean][] = [
    ['without any, all pass', new Gate({ codel: null, gradient: null, inFlight: Infinity }), 1e6, SECOND, true],
    ['room for one more', new Gate({ codel: null, gradient: null, inFlight: 8 }), 7, slow, true],
    ['no room', new Gate({ codel: null, gradient: null, inFlight: 8 }), 8, 0, false],
    ['within the gradient’s limit', new Gate({ codel: null, gradient: GRADIENT, inFlight: Infinity }), 19, slow, true],
    ['beyond it', new Gate({ codel: null, gradient: GRADIENT, inFlight: Infinity }), 20, 0, false],
    ['overloaded', new Gate({ codel: CODEL, gradient: null, inFlight: Infinity }), 1, slow, false],
    ['overloaded, whatever else has room', new Gate({ codel: CODEL, gradient: GRADIENT, inFlight: 8 }), 1, slow, false],
    ['all have room', new Gate({ codel: CODEL, gradient: GRADIENT, inFlight: 8 }), 1, 100 * MICROSECOND, true],
  ];
  for (const [why, gate, underWay, waited, admits] of rows) {
    for (let ms = 0; ms < 300; ms++) gate.admits(underWay, waited, ms * MILLISECOND);
    assert.is(gate.admits(underWay, waited, 300 * MILLISECOND), admits, why);
  }
});

test.run();
