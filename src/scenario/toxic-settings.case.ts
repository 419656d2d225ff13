import type { ToxicAttributes } from './define.ts';

/** Attributes by which each type of toxic is felt; what is not here is felt as it is. */
export const TOXIC_SETTINGS: Readonly<Record<string, ToxicAttributes>> = {
  bandwidth: { rate: 20 },
  corrupt: { rate: 0.003 },
  latency: { p50: 5, p99: 900 },
  limit_data: { bytes: 2000 },
  limit_time: { time: 100 },
  loss: { loss: 0.2 },
  reset_peer: { timeout: 20 },
  slicer: { average_size: 50, size_variation: 20, delay: 100 },
  slow_close: { delay: 50 },
  slow_connect: { delay: 500, drop: 0.3 },
  timeout: { timeout: 300 },
  wave: { amplitude: 200, period: 1000 },
};
