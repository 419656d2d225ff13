/**
 * The plugin point: what disturbs one direction of a link. A toxic decides, the pipe acts.
 *
 *     defineToxic({
 *       type: 'latency',
 *       attributes: { latency: wholeNumber() },
 *       shape(now, out, { attributes }) {
 *         out.at = now + msToNanos(attributes.latency);
 *       },
 *     });
 *
 * It sees no clock, no socket and no other toxic: `now` is when bytes enter this toxic, which is when they leave the one
 * before it, and may lie ahead of the world's time.
 */
import type { CloseBy, Verdict } from '../world/shaper.ts';
import type { Nanos, Rng } from '../world/world.ts';
import type { AttributeRules, Attributes } from './attributes.ts';

/** The direction: `upstream` from the connecting side to the accepting one · `downstream` back. */
export type Stream = 'upstream' | 'downstream';

export interface ToxicDefinition<R extends AttributeRules = AttributeRules, S = unknown> {
  /** The name in scenarios and on the wire: `reset_peer`. */
  readonly type: string;
  /** Attributes by their wire names, checked before they get here. */
  readonly attributes: R;
  /**
   * About the bytes that enter at `now`. `out` comes cleared: `take` is all of them (>= 1), `at` is `now`, they pass.
   * Take fewer and the rest is asked about next. After a change of the link, bytes that still wait are asked about again,
   * as of the `now` they had: what `state` keeps must bear that.
   */
  shape(now: Nanos, out: Verdict, toxic: ToxicContext<R, S>): void;
  /** About the FIN; `take` means nothing. @default it passes at once, behind the last bytes */
  shapeEnd?(now: Nanos, out: Verdict, toxic: ToxicContext<R, S>): void;
  /** Makes the state of one direction of one connection, when the toxic first applies to it. */
  state?(): S;
  /** The toxic is taken off a live connection: how that ends, if it has to. @default it lives on */
  leave?(toxic: ToxicContext<R, S>): CloseBy | null;
}

/** Of one toxic on one connection. */
export interface ToxicContext<R extends AttributeRules, S> {
  readonly attributes: Attributes<R>;
  readonly state: S;
  /** The toxic's own stream, shared by its connections. */
  readonly rng: Rng;
}

export function defineToxic<R extends AttributeRules, S = undefined>(
  definition: ToxicDefinition<R, S>,
): ToxicDefinition<R, S> {
  return definition;
}
