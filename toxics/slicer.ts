import { msToNanos, number, wholeNumber } from '../src/link/attributes.ts';
import { InvalidAttributes } from '../src/link/errors.ts';
import { defineToxic } from '../src/link/toxic.ts';
import { Draws } from './draws.ts';

/**
 * Cuts bytes into slices that leave one after the other, the first at once.
 *
 * - `average_size`, B, at least 1: each slice has average_size +- size_variation bytes, uniform, or what is left.
 * - `size_variation`, B, less than average_size. 0: all alike.
 * - `delay`, MICROseconds, between a slice and the next, also to that of the next bytes. 0: the slices leave together,
 *   and the other side may read them as one.
 */
export const slicer = defineToxic({
  type: 'slicer',
  attributes: { average_size: wholeNumber(), size_variation: wholeNumber(), delay: number() },
  check({ average_size, size_variation }) {
    if (average_size < 1) throw new InvalidAttributes('average_size', 'a whole number >= 1', average_size);
    if (size_variation < average_size) return;
    throw new InvalidAttributes('size_variation', `less than average_size, ${average_size}`, size_variation);
  },
  /** When slices left. */
  state: () => new Draws(),
  shape(now, out, { attributes, state, rng }) {
    const { average_size, size_variation, delay } = attributes;
    const variation = size_variation > 0 ? Math.floor(rng.uniform() * (2 * size_variation + 1)) - size_variation : 0;
    out.take = Math.min(out.take, average_size + variation);
    const { latest } = state;
    if (latest + msToNanos(delay / 1000) > now) out.at = latest + msToNanos(delay / 1000);
    state.record(out.take, out.at);
  },
  rewind(_now, bytes, { state }) {
    state.forget(bytes);
  },
});
