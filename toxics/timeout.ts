import { msToNanos, number } from '../src/link/attributes.ts';
import { defineToxic } from '../src/link/toxic.ts';

/**
 * Drops all bytes, and closes the connection (FIN) so long after the first that it dropped, however many follow.
 *
 * - `timeout`, ms. 0: it never closes: a black hole, through which only a FIN comes; otherwise a FIN waits for the close.
 *   Another value moves the close of connections that lost something already, still counted from the first bytes.
 *
 * Once removed it closes the connections that lost bytes, since their ends no longer agree on what was said.
 */
export const timeout = defineToxic({
  type: 'timeout',
  attributes: { timeout: number() },
  state: () => ({ droppedFirst: Infinity }),
  shape(now, out, { state }) {
    // The minimum, since bytes that wait are asked about again, perhaps as of an earlier time.
    state.droppedFirst = Math.min(state.droppedFirst, now);
    out.fate = 'drop';
  },
  shapeEnd(now, out, { attributes, state }) {
    if (attributes.timeout === 0) return;
    state.droppedFirst = Math.min(state.droppedFirst, now);
    // Held, not dropped: the close itself sends a FIN through here.
    out.at = Math.max(now, state.droppedFirst + msToNanos(attributes.timeout));
  },
  closes(out, { attributes, state }) {
    if (attributes.timeout > 0) out.closeAt = state.droppedFirst + msToNanos(attributes.timeout);
  },
  leave(now, out, { state }) {
    if (state.droppedFirst < Infinity) out.closeAt = now;
  },
});
