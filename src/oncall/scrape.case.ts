/** Scrapes for tests: a cluster of so many backends, all well unless told otherwise. */
import { CoarseHistogram } from '../measure/coarse-histogram.ts';
import { MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import type { BackendReading, CustomerReading, ProxyReading, Scrape } from './reading.ts';

export const INTERVAL: Nanos = 10 * SECOND;

export function replies(count: number, latency: Nanos): CoarseHistogram {
  const histogram = new CoarseHistogram();
  for (let i = 0; i < count; i++) histogram.record(latency);
  return histogram;
}

export function backend(name: string, changes: Partial<BackendReading> = {}): BackendReading {
  const well = { requests: 1000, hits: 1000, misses: 0, busy: INTERVAL / 1000, outAt: 0 };
  return { name, ...well, replies: replies(1000, 0.2 * MILLISECOND), ...changes };
}

export function proxy(name: string, changes: Partial<ProxyReading> = {}): ProxyReading {
  return { name, requests: 1000, failures: 0, connections: 10, open: 100, signInsWaiting: 0, ...changes };
}

export interface ScrapeOptions {
  readonly at?: Nanos;
  readonly backends?: Readonly<Record<string, Partial<BackendReading>>>;
  readonly proxies?: Readonly<Record<string, Partial<ProxyReading>>>;
  readonly customers?: readonly CustomerReading[];
  /** @default 6 */
  readonly count?: number;
}

export function scrape({
  at = INTERVAL,
  backends = {},
  proxies = {},
  customers = [],
  count = 6,
}: ScrapeOptions): Scrape {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  return {
    at,
    span: INTERVAL,
    backends: numbers.map((i) => backend(`backend-${i}`, backends[`backend-${i}`])),
    proxies: numbers.map((i) => proxy(`proxy-${i}`, proxies[`proxy-${i}`])),
    customers,
  };
}
