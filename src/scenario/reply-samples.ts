import type { Cluster } from '../cluster/cluster.ts';
import { CoarseHistogram } from '../measure/coarse-histogram.ts';
import { round } from '../measure/round.ts';
import { Proxy } from '../proxy/proxy.ts';

/** Of a backend's replies, in µs, a value per window; null: none came. */
export interface ReplySeries {
  readonly p50: (number | null)[];
  readonly p99: (number | null)[];
}

/** What all proxies have measured of a backend's replies so far. A proxy that somebody else runs tells us nothing. */
export function repliesOf(proxies: Cluster['proxies'], backend: number): CoarseHistogram {
  const replies = new CoarseHistogram();
  for (const proxy of proxies) if (proxy instanceof Proxy) replies.add(proxy.meter.latencies[backend]!);
  return replies;
}

/** The proxies' own meters, read at the end of each window: a window's replies are the difference of two readings. */
export class ReplySamples {
  /** By number of backend, then of gutter. */
  readonly backends: readonly ReplySeries[];
  readonly #proxies: Cluster['proxies'];
  /** At the last window's end. */
  #last: readonly CoarseHistogram[];

  constructor({ proxies, backends }: Pick<Cluster, 'proxies' | 'backends'>) {
    this.#proxies = proxies;
    this.backends = backends.map(() => ({ p50: [], p99: [] }));
    this.#last = backends.map(() => new CoarseHistogram());
  }

  sample(): void {
    const now = this.backends.map((_, i) => repliesOf(this.#proxies, i));
    this.backends.forEach(({ p50, p99 }, i) => {
      const replies = now[i]!.since(this.#last[i]!);
      const us = (q: number): number | null => (replies.count === 0 ? null : round(replies.quantile(q) / 1000, 1));
      p50.push(us(0.5));
      p99.push(us(0.99));
    });
    this.#last = now;
  }
}
