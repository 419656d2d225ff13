import { choice, msToNanos, number } from '../src/link/attributes.ts';
import { defineToxic } from '../src/link/toxic.ts';

/**
 * Ends a connection so long after the toxic met it: when it was opened, or, when it was open already, when the toxic came.
 * Bytes pass until then. Removing the toxic, or a longer time, lifts the close.
 *
 * - `time`, ms. 0: at once.
 * - `by`: `end`, FIN behind what has left · `reset`, RST.
 */
export const limitTime = defineToxic({
  type: 'limit_time',
  attributes: { time: number(), by: choice(['end', 'reset'], 'end') },
  state: (now) => ({ met: now }),
  closes(out, { attributes, state }) {
    out.closeAt = state.met + msToNanos(attributes.time);
    out.closeBy = attributes.by;
  },
});
