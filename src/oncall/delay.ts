import type { Nanos, Rng } from '../world/world.ts';

/** One way in which something may come. */
export interface DelayPart {
  /** How often it comes in this way, 0..1. What the parts leave of 1 never comes. */
  readonly share: number;
  /** In ns. */
  readonly median: Nanos;
  /** The standard deviation of the delay's logarithm. */
  readonly sigma: number;
}

/** How long something takes: drawn from a mixture of lognormals, or given (Infinity: never) where a replay pins it. */
export type Delay =
  | { readonly kind: 'mixture'; readonly parts: readonly DelayPart[] }
  | { readonly kind: 'given'; readonly delay: Nanos };

/** A pinned draw. Takes nothing from the random stream. */
export function given(delay: Nanos): Delay {
  return { kind: 'given', delay };
}

/** Whole ns; Infinity: it never comes. */
export function drawDelay(delay: Delay, rng: Rng): Nanos {
  if (delay.kind === 'given') return delay.delay;
  let left = rng.uniform();
  for (const { share, median, sigma } of delay.parts) {
    if (left < share) return Math.round(rng.lognormal(median, sigma));
    left -= share;
  }
  return Infinity;
}
