/**
 * Ejects who is slow by the measure of its peers, however far below the timeout that is: the gray failure that counters
 * of failures never see.
 *
 *   p95 of a window > max(times x median of the peers' p95, floor), in so many windows running
 *
 * Windows end with the first word after their time. A request that is lost counts as one that took the timeout.
 */
import { bucketLow, bucketOf } from '../../measure/log-linear.ts';
import { MICROSECOND, type Nanos } from '../../world/world.ts';
import type { Policy, PolicySeat } from './policy.ts';
import { Terms, type TermsOptions } from './terms.ts';

export interface LatencyOutlierOptions {
  /** Silence that ends a connection, in ns. @default 1 s */
  readonly timeout: Nanos;
  /** In ns. @default 10 s */
  readonly window: Nanos;
  /** Fewer in a window say nothing, and end a series of slow windows. @default 100 */
  readonly requests: number;
  /** Slower than the peers' median by this factor. @default 5 */
  readonly times: number;
  /** Below this nobody is slow, in ns. @default 20 ms */
  readonly floor: Nanos;
  /** @default 3 */
  readonly windows: number;
  /** @default 30 s x n up to 300 s, jitter 10 s, at most 20 % */
  readonly terms: Omit<TermsOptions, 'growth' | 'easing'>;
}

/** Of the scale in µs: values are told apart to 3 %. */
const MAGNITUDE = 5;
/** 2^32 µs, more than an hour, and above. */
const LAST_BUCKET = bucketOf(2 * 0x80000000, MAGNITUDE);

export function latencyOutlier(options: LatencyOutlierOptions, seat: PolicySeat): Policy {
  const { timeout, window, requests: requestsMin, times, floor, windows } = options;
  const terms = new Terms({ ...options.terms, growth: 'linear', easing: Infinity }, seat);
  const samples = Array.from({ length: seat.backends }, () => new Samples());
  const slowWindows = new Array<number>(seat.backends).fill(0);
  let windowEnd: Nanos = 0;

  function endWindow(now: Nanos): void {
    const p95s = samples.map((each) => (each.count < requestsMin ? null : each.p95()));
    const isStale = now >= windowEnd + window;
    p95s.forEach((p95, backend) => {
      const usual = median(p95s.filter((other, i): other is number => i !== backend && other !== null));
      const isKnown = p95 !== null && usual !== null && !isStale;
      const isSlow = isKnown && p95 > Math.max(times * usual, floor);
      slowWindows[backend] = isSlow ? slowWindows[backend]! + 1 : 0;
      if (isKnown && !isSlow) terms.ease(backend);
      samples[backend]!.clear();
    });
    windowEnd = (Math.floor(now / window) + 1) * window;
  }

  function heardOf(backend: number, now: Nanos, latency: Nanos, requests: number): Nanos {
    if (now >= windowEnd) endWindow(now);
    terms.heardOf(backend, now);
    samples[backend]!.add(latency, requests);
    if (slowWindows[backend]! < windows) return 0;
    const until = terms.eject(backend, now);
    // Where too many are out already, it stays due.
    if (until > 0) {
      slowWindows[backend] = 0;
      samples[backend]!.clear();
    }
    return until;
  }

  return {
    timeout,
    answered: (backend, now, latency) => heardOf(backend, now, latency, 1),
    failed: (backend, now, _why, requests) => heardOf(backend, now, timeout, requests),
  };
}

/** A backend's latencies in the window at hand. */
class Samples {
  count = 0;
  readonly #buckets = new Uint32Array(LAST_BUCKET + 1);

  add(latency: Nanos, times: number): void {
    const bucket = latency === Infinity ? LAST_BUCKET : bucketOf(latency / MICROSECOND, MAGNITUDE);
    this.#buckets[Math.min(bucket, LAST_BUCKET)]! += times;
    this.count += times;
  }

  /** In ns, rounded down to its bucket; of at least one sample. */
  p95(): Nanos {
    let left = Math.ceil(this.count * 0.95);
    let bucket = 0;
    while ((left -= this.#buckets[bucket]!) > 0) bucket++;
    return bucketLow(bucket, MAGNITUDE) * MICROSECOND;
  }

  clear(): void {
    if (this.count > 0) this.#buckets.fill(0);
    this.count = 0;
  }
}

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
