import type { Shaper } from './shaper.ts';
import type { Nanos } from './world.ts';

/** What lies between two nodes; `src/link` implements it. The world asks it once per connection. */
export interface Hop {
  /** One-way base latency of data, FIN and the handshake: a connect costs twice this. Whole ns, >= 0. */
  readonly latency: Nanos;
  /** Asked when a connect is tried. `refuse`: answered by RST · `drop`: the SYN vanishes and is tried again after 1, 3, 7 s. */
  connect(now: Nanos): ConnectVerdict;
  /** The connection stands: gives the shapers of its two directions. `reset` ends it from outside (link goes down). */
  open(connection: HopConnection): HopShapers;
}

export interface ConnectVerdict {
  readonly fate: 'pass' | 'refuse' | 'drop';
  /** Added to the handshake. */
  readonly delay: Nanos;
}

/** Handed to the hop, so that it can act on a live connection. */
export interface HopConnection {
  /** Ends both directions with FIN (after what is under way) or at once with RST. */
  close(by: 'end' | 'reset'): void;
}

export interface HopShapers {
  /** From the connecting side to the accepting side. */
  readonly upstream: Shaper;
  readonly downstream: Shaper;
  /** Where the live world counts what passes. */
  readonly traffic?: HopTraffic;
  /** The connection is gone. */
  closed(): void;
}

/** Bytes that entered a direction, and that left it: what is held lies between, what was dropped never leaves. */
export interface HopTraffic {
  readonly upstream: { received: number; sent: number };
  readonly downstream: { received: number; sent: number };
}
