import type { ConnectVerdict, Hop, HopConnection, HopShapers } from '../hop.ts';
import type { Shaper, Verdict } from '../shaper.ts';
import type { Nanos } from '../world.ts';

type OnShape = (now: Nanos, bytes: number, out: Verdict, buf: Uint8Array, start: number) => void;

/** A shaper whose decisions a row sets, also while bytes are held. */
export class TestShaper implements Shaper {
  active = false;
  changed: (() => void) | null = null;
  onShape: OnShape = () => undefined;
  onEnd: (now: Nanos, out: Verdict) => void = () => undefined;
  onStanding: (now: Nanos, out: Verdict) => void = () => undefined;
  /** Bytes that were to be asked about again, so far. */
  rewound = 0;

  /** Shapes from now on, and what is held anew. */
  set(onShape: OnShape): void {
    this.active = true;
    this.onShape = onShape;
    this.changed?.();
  }

  sleep(): void {
    this.active = false;
    this.changed?.();
  }

  shape(now: Nanos, bytes: number, out: Verdict, buf: Uint8Array, start: number): void {
    this.onShape(now, bytes, out, buf, start);
  }

  shapeEnd(now: Nanos, out: Verdict): void {
    this.onEnd(now, out);
  }

  standing(now: Nanos, out: Verdict): void {
    this.onStanding(now, out);
  }

  rewind(_now: Nanos, bytes: number): void {
    this.rewound += bytes;
  }
}

/** A hop for one connection at a time. */
export class TestHop implements Hop {
  readonly latency: Nanos;
  readonly upstream = new TestShaper();
  readonly downstream = new TestShaper();
  verdict: ConnectVerdict = { fate: 'pass', delay: 0 };
  asked: Nanos[] = [];
  connection: HopConnection | null = null;
  opened = 0;
  closed = 0;

  constructor(latency: Nanos = 0) {
    this.latency = latency;
  }

  connect(now: Nanos): ConnectVerdict {
    this.asked.push(now);
    return this.verdict;
  }

  open(connection: HopConnection): HopShapers {
    this.opened++;
    this.connection = connection;
    return { upstream: this.upstream, downstream: this.downstream, closed: () => this.closed++ };
  }
}
