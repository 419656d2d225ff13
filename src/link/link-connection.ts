import type { Bagged } from '../world/bag.ts';
import type { HopConnection, HopShapers, HopTraffic } from '../world/hop.ts';
import { LinkShaper } from './link-shaper.ts';
import type { PlacedToxic } from './placed-toxic.ts';
import { Conversation } from './reading/conversation.ts';
import type { StageHost } from './stage.ts';
import type { Stream } from './toxic.ts';

/** What a toxic has to do with a connection. */
export interface ToxicHit {
  readonly toxic: string;
  readonly stream: Stream;
  /** That it was asked about. */
  readonly bytes: number;
}

/** What a connection asks of its link. */
export interface ConnectionHost {
  readonly traffic: HopTraffic;
  hit(connection: LinkConnection, toxic: PlacedToxic): void;
  closed(connection: LinkConnection): void;
}

/** One connection through a link. */
export class LinkConnection implements HopShapers, StageHost, Bagged {
  bagIndex = -1;
  /** Counted from 1, in the order in which they opened. */
  readonly id: number;
  readonly source: string;
  readonly hop: HopConnection;
  readonly upstream: LinkShaper;
  readonly downstream: LinkShaper;
  readonly traffic: HopTraffic;
  readonly #host: ConnectionHost;
  #conversation: Conversation | null = null;

  constructor(
    hop: HopConnection,
    host: ConnectionHost,
    { id, source, down }: { id: number; source: string; down: boolean },
  ) {
    this.hop = hop;
    this.id = id;
    this.source = source;
    this.traffic = host.traffic;
    this.#host = host;
    this.upstream = new LinkShaper(down, this);
    this.downstream = new LinkShaper(down, this);
  }

  get hits(): ToxicHit[] {
    return [this.upstream, this.downstream].flatMap(({ stages }) =>
      stages
        .filter(({ wasHit }) => wasHit)
        .map(({ toxic: { name, stream }, bytes }) => ({ toxic: name, stream, bytes })),
    );
  }

  /** It stands: these toxics meet it. */
  begin(toxics: Iterable<PlacedToxic>): void {
    for (const toxic of toxics) this[toxic.stream].add(toxic);
    if (this.upstream.reads || this.downstream.reads) this.#read(new Conversation({ fresh: true }));
    this.upstream.refresh();
    this.downstream.refresh();
  }

  add(toxic: PlacedToxic): void {
    if (this[toxic.stream].add(toxic)) this.#changed(toxic.stream);
  }

  update(toxic: PlacedToxic): void {
    if (this[toxic.stream].update(toxic)) this.#changed(toxic.stream);
  }

  remove(toxic: PlacedToxic): void {
    if (this[toxic.stream].remove(toxic)) this.#changed(toxic.stream);
  }

  hit(toxic: PlacedToxic): void {
    this.#host.hit(this, toxic);
  }

  closed(): void {
    this.upstream.close();
    this.downstream.close();
    this.#host.closed(this);
  }

  /** Both directions are read as soon as a toxic of one has to know what is said. */
  #changed(stream: Stream): void {
    const reads = this.upstream.reads || this.downstream.reads;
    if (reads === (this.#conversation !== null)) return this[stream].refresh();
    this.#read(reads ? new Conversation({ fresh: false }) : null);
    this.upstream.refresh();
    this.downstream.refresh();
  }

  #read(conversation: Conversation | null): void {
    this.#conversation = conversation;
    this.upstream.reader = conversation?.upstream ?? null;
    this.downstream.reader = conversation?.downstream ?? null;
  }
}
