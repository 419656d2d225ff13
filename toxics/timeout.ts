import { msToNanos, wholeNumber } from '../src/link/attributes.ts';
import { defineToxic } from '../src/link/toxic.ts';

/**
 * Drops all bytes, and closes the connection `timeout` ms after the first that it dropped, however many follow. With
 * `timeout` 0 it never closes: a black hole, through which only a FIN comes; otherwise a FIN waits for the close. Once
 * removed it closes the connections that lost bytes, since their ends no longer agree on what was said.
 */
export const timeout = defineToxic({
  type: 'timeout',
  attributes: { timeout: wholeNumber() },
  state: () => ({ droppedFirst: Infinity }),
  shape(now, out, { attributes, state }) {
    // The minimum, since bytes that wait are asked about again, perhaps as of an earlier time.
    state.droppedFirst = Math.min(state.droppedFirst, now);
    out.fate = 'drop';
    if (attributes.timeout > 0) out.closeAt = state.droppedFirst + msToNanos(attributes.timeout);
  },
  shapeEnd(now, out, toxic) {
    if (toxic.attributes.timeout === 0) return;
    timeout.shape(now, out, toxic);
    // Held, not dropped: the close itself sends a FIN through here.
    out.fate = 'pass';
    out.at = Math.max(now, out.closeAt);
  },
  leave: ({ state }) => (state.droppedFirst < Infinity ? 'end' : null),
});
