/** The schema of what `failover.ts` declares; the part of a proxy's. */
import { decimal, duration, object, wholeNumber, word } from './values.ts';

const share = decimal({ from: 0, to: 1 }).exactOptional();

export const failover = {
  ejectedKeys: word('rehash', 'miss-fast', 'gutter').exactOptional(),
  gutter: object({
    nodes: wholeNumber({ from: 1, to: 64 }).exactOptional(),
    ttl: duration({ above: 0 }).exactOptional(),
  }).exactOptional(),
  failoverLimit: object({
    perSecond: decimal({ above: 0 }),
    burst: decimal({ from: 1 }).exactOptional(),
  }).exactOptional(),
  warmUp: object({ below: share, above: share, start: share }).exactOptional(),
};
