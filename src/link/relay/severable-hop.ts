import { Bag, type Bagged } from '../../world/bag.ts';
import type { ConnectVerdict, Hop, HopConnection, HopShapers, HopTraffic } from '../../world/hop.ts';
import type { Shaper } from '../../world/shaper.ts';
import type { Nanos } from '../../world/world.ts';

/** A hop whose open connections can be ended all at once, whatever its toxics hold. */
export class SeverableHop implements Hop {
  readonly #inner: Hop;
  readonly #passages = new Bag<Passage>();

  constructor(inner: Hop) {
    this.#inner = inner;
  }

  get latency(): Nanos {
    return this.#inner.latency;
  }

  connect(now: Nanos): ConnectVerdict {
    return this.#inner.connect(now);
  }

  open(connection: HopConnection): HopShapers {
    const passage = new Passage(connection, this.#inner.open(connection), this.#passages);
    this.#passages.add(passage);
    return passage;
  }

  /** FIN in both directions, behind what is under way. */
  sever(): void {
    for (const { connection } of this.#passages.all()) connection.close('end');
  }
}

class Passage implements HopShapers, Bagged {
  bagIndex = -1;
  readonly connection: HopConnection;
  readonly upstream: Shaper;
  readonly downstream: Shaper;
  readonly traffic?: HopTraffic;
  readonly #inner: HopShapers;
  readonly #open: Bag<Passage>;

  constructor(connection: HopConnection, inner: HopShapers, open: Bag<Passage>) {
    this.connection = connection;
    this.upstream = inner.upstream;
    this.downstream = inner.downstream;
    if (inner.traffic !== undefined) this.traffic = inner.traffic;
    this.#inner = inner;
    this.#open = open;
  }

  closed(): void {
    this.#open.delete(this);
    this.#inner.closed();
  }
}
