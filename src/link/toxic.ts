/**
 * The plugin point: what disturbs one direction of a link. A toxic decides, the pipe acts.
 *
 *     defineToxic({
 *       type: 'latency',
 *       attributes: { latency: number() },
 *       shape(now, out, { attributes }) {
 *         out.at = now + msToNanos(attributes.latency);
 *       },
 *     });
 *
 * It sees no clock, no socket and no other toxic: `now` is when bytes enter this toxic, which is when they leave the one
 * before it, and may lie ahead of the world's time.
 */
import type { ConnectVerdict } from '../world/hop.ts';
import { Verdict } from '../world/shaper.ts';
import type { Nanos, Rng } from '../world/world.ts';
import type { AttributeRules, Attributes } from './attributes.ts';

/** The direction: `upstream` from the connecting side to the accepting one · `downstream` back. */
export type Stream = 'upstream' | 'downstream';

export class ToxicVerdict extends Verdict {
  /** The connection ends in peace behind these bytes, when they have left. */
  endsBehind = false;

  override clear(now: Nanos, bytes: number): void {
    super.clear(now, bytes);
    this.endsBehind = false;
  }
}

/** When a connection has to end, and how. Infinity: it need not. */
export type Close = Pick<Verdict, 'closeAt' | 'closeBy'>;

/** What becomes of a connect; comes as passed without delay. */
export type ConnectDecision = { -readonly [K in keyof ConnectVerdict]: ConnectVerdict[K] };

export interface ToxicDefinition<R extends AttributeRules = AttributeRules, S = unknown, G = unknown> {
  /** The name in scenarios and on the wire: `reset_peer`. */
  readonly type: string;
  /** Attributes by their wire names, checked before they get here. */
  readonly attributes: R;
  /** What the rule of one attribute cannot say. Throws `InvalidAttributes`. */
  check?(attributes: Attributes<R>): void;
  /**
   * About the bytes that enter at `now`. `out` comes cleared: `take` is all of them (>= 1), `at` is `now`, they pass.
   * Take fewer and the rest is asked about next. @default all pass
   */
  shape?(now: Nanos, out: ToxicVerdict, toxic: ToxicContext<R, S, G>): void;
  /** About the FIN; `take` means nothing. @default it passes at once, behind the last bytes */
  shapeEnd?(now: Nanos, out: ToxicVerdict, toxic: ToxicContext<R, S, G>): void;
  /** About a connect through the link, whatever the toxic's stream. @default it passes */
  connect?(now: Nanos, out: ConnectDecision, toxic: Omit<ToxicContext<R, S, G>, 'state'>): void;
  /**
   * When the connection has to end for this toxic's sake, as things stand. Asked after each `shape`, and after each
   * change of the link: what it said before counts no more. @default it need not
   */
  closes?(out: Close, toxic: ToxicContext<R, S, G>): void;
  /** The toxic is taken off a live connection: whether, and when, that has to end. @default it lives on */
  leave?(now: Nanos, out: Close, toxic: ToxicContext<R, S, G>): void;
  /**
   * The link changed: the last `bytes` that this toxic was asked about are still held, and are about to be asked about
   * again as of when they entered. Takes back what the state counted of them.
   */
  rewind?(now: Nanos, bytes: number, toxic: ToxicContext<R, S, G>): void;
  /** Makes the state of one direction of one connection; `now` is when the toxic meets it. */
  state?(now: Nanos): S;
  /** Makes what all connections of the link share. */
  shared?(): G;
}

/** Of one toxic on one connection. */
export interface ToxicContext<R extends AttributeRules, S, G> {
  readonly attributes: Attributes<R>;
  readonly state: S;
  readonly shared: G;
  /** The toxic's own stream, shared by its connections. */
  readonly rng: Rng;
}

export function defineToxic<R extends AttributeRules, S = undefined, G = undefined>(
  definition: ToxicDefinition<R, S, G>,
): ToxicDefinition<R, S, G> {
  return definition;
}
