import { choice, msToNanos, number } from '../src/link/attributes.ts';
import { InvalidAttributes } from '../src/link/errors.ts';
import { defineToxic, type ToxicVerdict } from '../src/link/toxic.ts';
import { normalBelow } from '../src/world/math.ts';
import type { Rng } from '../src/world/world.ts';
import { DISTRIBUTIONS, quantile } from './distribution.ts';
import { Draws } from './draws.ts';

/**
 * Delays bytes, counted from when they entered: bytes 30 ms apart arrive 30 ms apart. Order is kept, so a short delay
 * never lets bytes overtake: what a connection sends faster than the delays differ arrives later than drawn. Connects are
 * not delayed (`slow_connect` does), and the FIN only as far as the bytes before it.
 *
 * - `latency`, ms: of all bytes. 0: none.
 * - `jitter`, ms: added, uniform in [-jitter, jitter); no delay is negative. 0: none.
 * - `p50`, `p99`, ms: instead of jitter a draw from `distribution` (uniform, normal, lognormal, pareto) with these
 *   percentiles is added; `latency` is what it has at least. 0, for both: no such draw.
 * - `correlation`, 0..1: of neighbouring draws of a connection. The draws are correlated on the normal scale (a Gaussian
 *   copula: z = c z' + sqrt(1 - c^2) n), so the distribution stays what was asked for. 1: each connection has one delay
 *   for good. 0: independent.
 *
 * Bytes that are held while attributes change keep their luck: the same place in the new distribution.
 */
export const latency = defineToxic({
  type: 'latency',
  attributes: {
    latency: number(),
    jitter: number(),
    distribution: choice(DISTRIBUTIONS, 'uniform'),
    p50: number(),
    p99: number(),
    correlation: number(0, { to: 1 }),
  },
  check({ jitter, distribution, p50, p99 }) {
    if (p50 === 0 && p99 > 0) throw new InvalidAttributes('p50', 'a number > 0 beside p99', p50);
    if (p99 < p50) throw new InvalidAttributes('p99', `at least p50, ${p50}`, p99);
    if (p50 > 0 && jitter > 0) throw new InvalidAttributes('jitter', '0 beside p50 and p99', jitter);
    if (p50 > 0 || distribution === 'uniform') return;
    throw new InvalidAttributes('p50', `a number > 0, and p99, for the distribution ${distribution}`, p50);
  },
  state: () => new Luck(),
  shape(now, out, { attributes, state, rng }) {
    const { p50, correlation } = attributes;
    let delay = msToNanos(attributes.latency);
    if (p50 > 0) delay += msToNanos(quantile(attributes, state.normal(out, correlation, rng)));
    else if (attributes.jitter > 0) {
      const jitter = msToNanos(attributes.jitter);
      const u = correlation > 0 ? normalBelow(state.normal(out, correlation, rng)) : state.uniform(out, rng);
      delay += Math.floor(u * 2 * jitter) - jitter;
    }
    out.at = now + Math.max(0, delay);
  },
  rewind(_now, bytes, { state }) {
    state.draws.rewind(bytes);
  },
});

/** What was drawn for one direction of a connection. */
class Luck {
  draws = new Draws();
  #kind: 'uniform' | 'normal' = 'uniform';
  /** The latest; NaN: none so far. */
  #z = NaN;

  uniform(out: ToxicVerdict, rng: Rng): number {
    let u = this.#recall(out, 'uniform');
    if (Number.isNaN(u)) u = rng.uniform();
    this.draws.record(out.take, u);
    return u;
  }

  normal(out: ToxicVerdict, correlation: number, rng: Rng): number {
    let z = this.#recall(out, 'normal');
    if (Number.isNaN(z)) z = this.#z = this.#next(correlation, rng.normal(0, 1));
    this.draws.record(out.take, z);
    return z;
  }

  #recall(out: ToxicVerdict, kind: 'uniform' | 'normal'): number {
    if (kind !== this.#kind) {
      this.#kind = kind;
      this.draws = new Draws();
    }
    return this.draws.recall(out);
  }

  #next(correlation: number, fresh: number): number {
    if (Number.isNaN(this.#z)) return fresh;
    return correlation * this.#z + Math.sqrt(1 - correlation * correlation) * fresh;
  }
}
