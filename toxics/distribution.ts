import { exp, log, normalBelow } from '../src/world/math.ts';

export const DISTRIBUTIONS = ['uniform', 'normal', 'lognormal', 'pareto'] as const;

export interface Distribution {
  readonly distribution: (typeof DISTRIBUTIONS)[number];
  /** The median, > 0. */
  readonly p50: number;
  /** The 99th percentile, >= p50. */
  readonly p99: number;
}

/** The standard normal distribution's 99th percentile. */
const Z99 = 2.3263478740408408;
const LOG_50 = log(50);

/**
 * The value that is as far up in the distribution as `z` is in the standard normal one: z = 0 gives p50, z = 2.326 gives
 * p99. With u = Phi(z):
 *
 *   uniform    p50 + (2u - 1) (p99 - p50) / 0.98           since 0.99 lies 0.98 of the half width above the middle
 *   normal     p50 + z (p99 - p50) / 2.326
 *   lognormal  p50 (p99 / p50)^(z / 2.326)
 *   pareto     p50 (2 (1 - u))^-s, s = log(p99 / p50) / log 50: never below p50 / 2^s, and a tail without moments when
 *              s >= 1, that is, when p99 is 50 times p50
 *
 * What uniform and normal have below 0 is 0, which moves neither p50 nor p99.
 */
export function quantile({ distribution, p50, p99 }: Distribution, z: number): number {
  switch (distribution) {
    case 'uniform':
      return Math.max(0, p50 + ((2 * normalBelow(z) - 1) / 0.98) * (p99 - p50));
    case 'normal':
      return Math.max(0, p50 + (z / Z99) * (p99 - p50));
    case 'lognormal':
      return p50 * exp((z / Z99) * (log(p99) - log(p50)));
    case 'pareto':
      return p50 * exp(-((log(p99) - log(p50)) / LOG_50) * log(2 * normalBelow(-z)));
  }
}
