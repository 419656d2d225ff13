import { msToNanos, wholeNumber } from '../src/link/attributes.ts';
import { defineToxic } from '../src/link/toxic.ts';

/**
 * Swallows the first bytes (or the FIN) and resets the connection with RST `timeout` ms after them. A connection that was
 * open when the toxic came is reset in the same way once it says something.
 */
export const resetPeer = defineToxic({
  type: 'reset_peer',
  attributes: { timeout: wholeNumber() },
  state: () => ({ first: Infinity }),
  shape(now, out, { attributes, state }) {
    state.first = Math.min(state.first, now);
    out.fate = 'drop';
    out.closeAt = state.first + msToNanos(attributes.timeout);
    out.closeBy = 'reset';
  },
  shapeEnd(now, out, toxic) {
    resetPeer.shape(now, out, toxic);
  },
});
