import { wholeNumber } from '../src/link/attributes.ts';
import { defineToxic } from '../src/link/toxic.ts';

/**
 * Passes so many bytes of each connection in this direction, cut where the last one is, then ends the connection (FIN).
 *
 * - `bytes`, counted from when the toxic met the connection. 0: the first byte ends it, and does not pass. Another value
 *   keeps the count; when more than that has passed, the next byte ends the connection.
 *
 * Bytes beyond wait, and are lost with the connection, unless a larger limit comes first.
 */
export const limitData = defineToxic({
  type: 'limit_data',
  attributes: { bytes: wholeNumber() },
  /** `waiting`: bytes beyond · `over`: when one came that has nothing to wait behind. */
  state: () => ({ passed: 0, waiting: 0, endsBehind: false, over: Infinity }),
  shape(now, out, { attributes, state }) {
    const room = attributes.bytes - state.passed;
    if (room > 0) {
      out.take = Math.min(out.take, room);
      state.passed += out.take;
      out.endsBehind = state.endsBehind = state.passed === attributes.bytes;
      return;
    }
    out.at = Infinity;
    state.waiting += out.take;
    if (!state.endsBehind) state.over = Math.min(state.over, now);
  },
  closes(out, { state }) {
    out.closeAt = state.over;
  },
  rewind(_now, bytes, { state }) {
    const waiting = Math.min(state.waiting, bytes);
    state.waiting -= waiting;
    state.passed = Math.max(0, state.passed - (bytes - waiting));
    state.endsBehind = false;
    state.over = Infinity;
  },
});
