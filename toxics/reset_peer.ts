import { msToNanos, number } from '../src/link/attributes.ts';
import { defineToxic, type Close } from '../src/link/toxic.ts';

/**
 * Swallows the first bytes, or the FIN, and all that follow, and resets the connection with RST so long after the first.
 * A connection that was open when the toxic came is reset in the same way once it says something.
 *
 * - `timeout`, ms. 0: at once. Another value moves the RST, still counted from the first bytes.
 *
 * An RST that is announced comes also when the toxic is removed meanwhile: what it swallowed is lost.
 */
export const resetPeer = defineToxic({
  type: 'reset_peer',
  attributes: { timeout: number() },
  state: () => ({ first: Infinity }),
  shape(now, out, { state }) {
    state.first = Math.min(state.first, now);
    out.fate = 'drop';
  },
  shapeEnd(now, out, { state }) {
    state.first = Math.min(state.first, now);
    out.fate = 'drop';
  },
  closes(out, { attributes, state }) {
    reset(out, state.first + msToNanos(attributes.timeout));
  },
  leave(_now, out, { attributes, state }) {
    reset(out, state.first + msToNanos(attributes.timeout));
  },
});

function reset(out: Close, at: number): void {
  out.closeAt = at;
  out.closeBy = 'reset';
}
