import { msToNanos, number } from '../src/link/attributes.ts';
import { defineToxic } from '../src/link/toxic.ts';

/** Delays the FIN, and nothing else, by `delay` ms, counted from when it entered. 0: not at all. */
export const slowClose = defineToxic({
  type: 'slow_close',
  attributes: { delay: number() },
  shapeEnd(now, out, { attributes }) {
    out.at = now + msToNanos(attributes.delay);
  },
});
