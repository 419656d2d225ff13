import { msToNanos, number } from '../src/link/attributes.ts';
import { defineToxic } from '../src/link/toxic.ts';

/**
 * Delays connects, and nothing that is said afterwards.
 *
 * - `delay`, ms: more than the round trip that a connect costs anyway. 0: none.
 * - `jitter`, ms: added, uniform in [-jitter, jitter); a connect never takes less than its round trip.
 * - `drop`, 0..1: the share of connects that vanish as in a black hole. They are tried again after 1, 3, 7 s, each time
 *   with the same chance, so a little of it is seen as a delay of whole seconds, and 1 as a timeout. 0: none.
 */
export const slowConnect = defineToxic({
  type: 'slow_connect',
  attributes: { delay: number(), jitter: number(), drop: number(0, { to: 1 }) },
  connect(_now, out, { attributes, rng }) {
    if (attributes.drop > 0 && rng.uniform() < attributes.drop) {
      out.fate = 'drop';
      return;
    }
    const jitter = msToNanos(attributes.jitter);
    const more = jitter > 0 ? Math.floor(rng.uniform() * 2 * jitter) - jitter : 0;
    out.delay += Math.max(0, msToNanos(attributes.delay) + more);
  },
});
