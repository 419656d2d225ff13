import { latency } from '../format.ts';

/** A latency of an axis, which is a round one: `10 ms`, and not `10.0 ms`. */
export function roundLatency(us: number): string {
  if (us === 0) return '0';
  return latency(us)
    .replace(/(\.\d*?)0+ /, '$1 ')
    .replace('. ', ' ');
}
