import { number } from '../src/link/attributes.ts';
import { defineToxic } from '../src/link/toxic.ts';
import { log } from '../src/world/math.ts';
import type { Rng } from '../src/world/world.ts';
import { Draws } from './draws.ts';

/**
 * Changes bytes on their way: length and order stay. Each of 255 ways to change a byte is as likely as another. TCP's
 * checksum finds nearly all of that: what comes through is what a broken box in between, or bad memory, makes.
 *
 * - `rate`, 0..1: the share of bytes that are changed, each by itself. 0: none. One in a thousand already changes every
 *   tenth request of 100 B, and half of its meaning: a length that is wrong lets a parser wait for bytes that never come.
 *
 * Held bytes are changed in the same way when they are asked about again, unless `rate` is another one.
 */
export const corrupt = defineToxic({
  type: 'corrupt',
  attributes: { rate: number(0, { to: 1 }) },
  state: () => ({ rate: 0, gap: Infinity, masks: new Draws() }),
  shape(_now, out, { attributes: { rate }, state, rng }) {
    if (rate !== state.rate) {
      state.rate = rate;
      state.masks = new Draws();
      // Without memory: the rest of the old gap says nothing about the new one.
      state.gap = gapOf(rate, rng);
    }
    if (rate === 0) return;
    const mask = state.masks.recall(out);
    if (!Number.isNaN(mask)) {
      out.flip = mask;
      state.masks.record(out.take, mask);
      return;
    }
    out.take = Math.min(out.take, state.gap);
    state.gap -= out.take;
    if (state.gap > 0) return state.masks.record(out.take, 0);
    out.flip = 1 + rng.below(255);
    state.gap = gapOf(rate, rng);
    // By itself: only whole is it the byte that is changed.
    if (out.take > 1) state.masks.record(out.take - 1, 0);
    state.masks.record(1, out.flip);
  },
  rewind(_now, bytes, { state }) {
    state.masks.rewind(bytes);
  },
});

/** Up to, and with, the next byte that is changed: geometric with mean 1 / rate, by inversion of an exponential draw. */
function gapOf(rate: number, rng: Rng): number {
  if (rate === 0) return Infinity;
  // -log(1 - rate), which for a small rate is lost in the rounding of 1 - rate.
  const hazard = rate < 1e-6 ? rate + (rate * rate) / 2 : -log(1 - rate);
  return 1 + Math.floor(rng.exponential(1) / hazard);
}
