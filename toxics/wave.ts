import { choice, msToNanos, number } from '../src/link/attributes.ts';
import { InvalidAttributes } from '../src/link/errors.ts';
import { defineToxic } from '../src/link/toxic.ts';
import { sinTurns } from '../src/world/math.ts';
import { MILLISECOND } from '../src/world/world.ts';

/** From -1 to 1, of the turn that has passed, 0 <= turn < 1. */
const SHAPES = {
  sine: sinTurns,
  saw: (turn: number) => 2 * turn - 1,
  square: (turn: number) => (turn < 0.5 ? 1 : -1),
  triangle: (turn: number) => 1 - 4 * Math.abs(((turn + 0.25) % 1) - 0.5),
};

/**
 * Delays bytes by a time that goes up and down: latency + amplitude * shape(t), t = (now / period + phase) mod 1, never
 * below 0. `now` is when they enter, counted from the start of the run, so all connections ride the same wave. Order is
 * kept: while it falls faster than time passes, bytes arrive together.
 *
 *   sine      sin(2 pi t): 0, 1, 0, -1 at t = 0, 1/4, 1/2, 3/4
 *   triangle  straight lines between the same points
 *   saw       from -1 up to 1, then down at once
 *   square    1 in the first half, -1 in the second
 *
 * - `latency`, ms: the middle. `amplitude`, ms: how far above and below. 0: constant.
 * - `period`, ms: of one turn, more than 0 with an amplitude.
 * - `phase`, 0..1: t at the start of the run.
 */
export const wave = defineToxic({
  type: 'wave',
  attributes: {
    shape: choice(['sine', 'saw', 'square', 'triangle'], 'sine'),
    latency: number(),
    amplitude: number(),
    period: number(),
    phase: number(0, { to: 1 }),
  },
  check({ amplitude, period }) {
    if (amplitude > 0 && period === 0) throw new InvalidAttributes('period', 'a number > 0 with an amplitude', period);
  },
  shape(now, out, { attributes: { shape, latency, amplitude, period, phase } }) {
    const turns = period > 0 ? (now % (period * MILLISECOND)) / (period * MILLISECOND) + phase : 0;
    const swing = amplitude > 0 ? SHAPES[shape](turns % 1) * amplitude : 0;
    out.at = now + msToNanos(Math.max(0, latency + swing));
  },
});
