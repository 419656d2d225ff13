import type { Rng } from '../world/world.ts';

/** Facebook's ETC pool (Atikoglu et al., SIGMETRICS 2012): how often values of 0..14 bytes occur. */
const ETC_SMALL = [
  0.00536, 0.00047, 0.1782, 0.09239, 0.00018, 0.0274, 0.00065, 0.00606, 0.00023, 0.00837, 0.00837, 0.08989, 0.00092,
  0.00326, 0.0198,
] as const;
/** Longer ones: a generalised Pareto distribution. */
const ETC_LOCATION = 15;
const ETC_SCALE = 214.476;
const ETC_SHAPE = 0.348238;
/** memcached's limit of an item, less its overhead. */
const VALUE_BYTES_MAX = (1 << 20) - 512;

/** A value's length from the ETC distribution, in bytes. */
export function etcValueBytes(rng: Rng): number {
  let u = rng.uniform();
  for (const [bytes, p] of ETC_SMALL.entries()) {
    if (u < p) return bytes;
    u -= p;
  }
  return Math.min(VALUE_BYTES_MAX, Math.floor(rng.pareto(ETC_LOCATION, ETC_SCALE, ETC_SHAPE)));
}
