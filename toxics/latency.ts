import { msToNanos, wholeNumber } from '../src/link/attributes.ts';
import { defineToxic } from '../src/link/toxic.ts';

/**
 * Delays bytes by `latency` +- `jitter` ms, uniform in [latency - jitter, latency + jitter), counted from when they
 * entered: bytes 30 ms apart arrive 30 ms apart. Order is kept, so jitter never lets bytes overtake. Connects are not
 * delayed, and the FIN only as far as the bytes before it.
 */
export const latency = defineToxic({
  type: 'latency',
  attributes: { latency: wholeNumber(), jitter: wholeNumber() },
  shape(now, out, { attributes, rng }) {
    let delay = msToNanos(attributes.latency);
    if (attributes.jitter > 0) {
      const jitter = msToNanos(attributes.jitter);
      delay += Math.floor(rng.uniform() * 2 * jitter) - jitter;
    }
    out.at = now + Math.max(0, delay);
  },
});
