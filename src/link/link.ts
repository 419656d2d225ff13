import { Bag, type Bagged } from '../world/bag.ts';
import type { ConnectVerdict, Hop, HopConnection, HopShapers } from '../world/hop.ts';
import type { CloseBy } from '../world/shaper.ts';
import type { Nanos, Rng } from '../world/world.ts';
import { defaultAttributes, mergeAttributes, type AttributeRules, type Attributes } from './attributes.ts';
import { InvalidAttributes, ToxicExists, ToxicNotFound, UnknownToxicType } from './errors.ts';
import { LinkShaper, type InstalledToxic } from './link-shaper.ts';
import type { Stream, ToxicDefinition } from './toxic.ts';

export interface LinkOptions {
  readonly from: string;
  readonly to: string;
  /** One-way base latency in whole ns; a connect costs twice this. @default 0 */
  readonly latency?: Nanos;
  /** The types of toxic that may be added. */
  readonly toxics: readonly ToxicDefinition[];
  /** Gives the random stream of this name; asked once for each name of a toxic, `link/<from>/<to>/<name>`. */
  readonly rng: (stream: string) => Rng;
}

export interface ToxicOptions {
  readonly type: string;
  /** Unique on the link, over both streams. @default `${type}_${stream}` */
  readonly name?: string;
  /** @default 'downstream' */
  readonly stream?: Stream;
  /** The share of connections that it applies to: >= 1 all, <= 0 none. Decided once per connection. @default 1 */
  readonly toxicity?: number;
  /** By their wire names, such as `{ latency: 100, jitter: 20 }` (ms). What is absent has the toxic's default. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export type ToxicUpdate = Pick<ToxicOptions, 'toxicity' | 'attributes'>;

export interface Toxic {
  readonly name: string;
  readonly type: string;
  readonly stream: Stream;
  readonly toxicity: number;
  readonly attributes: Attributes<AttributeRules>;
}

/**
 * The hop between two nodes, with a chain of toxics for each direction. All changes reach open connections at once. A
 * close that a toxic has announced comes, also when the toxic changes meanwhile.
 */
export class Link implements Hop {
  readonly from: string;
  readonly to: string;
  readonly latency: Nanos;
  readonly #types: ReadonlyMap<string, ToxicDefinition>;
  readonly #rng: (stream: string) => Rng;
  /** Kept when a toxic goes: one of the same name that comes later does not repeat its draws. */
  readonly #streams = new Map<string, Rng>();
  /** In the order in which they were added, which is the order of each chain. */
  readonly #toxics = new Map<string, Placed>();
  readonly #connections = new Bag<LinkConnection>();
  #down = false;

  constructor(options: LinkOptions) {
    this.from = options.from;
    this.to = options.to;
    this.latency = options.latency ?? 0;
    this.#types = new Map(options.toxics.map((definition) => [definition.type, definition]));
    this.#rng = options.rng;
  }

  /** Open connections. */
  get connections(): number {
    return this.#connections.size;
  }

  get down(): boolean {
    return this.#down;
  }

  /** While true connects are refused; setting it ends the open connections with FIN. */
  set down(down: boolean) {
    this.#down = down;
    if (!down) return;
    for (const connection of this.#connections.all()) connection.hop.close('end');
  }

  /** Upstream ones first, each stream in the order of its chain. */
  get toxics(): Toxic[] {
    const all = [...this.#toxics.values()].map(view);
    return [...all.filter((one) => one.stream === 'upstream'), ...all.filter((one) => one.stream === 'downstream')];
  }

  /** Throws `ToxicNotFound`. */
  toxic(name: string): Toxic {
    return view(this.#find(name));
  }

  /** At the end of its stream's chain. Throws `UnknownToxicType`, `ToxicExists`, `InvalidAttributes`, in this order. */
  addToxic({ type, stream = 'downstream', name = `${type}_${stream}`, ...rest }: ToxicOptions): Toxic {
    const definition = this.#types.get(type);
    if (definition === undefined) throw new UnknownToxicType(type, this.#types.keys());
    if (this.#toxics.has(name)) throw new ToxicExists(this.#label, name);
    const { attributes: rules } = definition;
    const attributes = mergeAttributes(rules, defaultAttributes(rules), rest.attributes ?? {});
    const toxicity = checkToxicity(rest.toxicity ?? 1);
    const placed = { name, stream, definition, rng: this.#stream(name), toxicity, attributes };
    this.#toxics.set(name, placed);
    for (const connection of this.#connections.all()) connection[stream].add(placed);
    return view(placed);
  }

  /**
   * Attributes that are absent stay as they are. A connection keeps its luck: a larger toxicity adds connections, a
   * smaller one lets go of some. Throws `ToxicNotFound`, `InvalidAttributes`; then nothing has changed.
   */
  updateToxic(name: string, update: ToxicUpdate): Toxic {
    const placed = this.#find(name);
    const attributes = mergeAttributes(placed.definition.attributes, placed.attributes, update.attributes ?? {});
    const toxicity = checkToxicity(update.toxicity ?? placed.toxicity);
    placed.attributes = attributes;
    placed.toxicity = toxicity;
    this.#act((connection) => connection[placed.stream].update(placed));
    return view(placed);
  }

  /** What it held goes on at once. Throws `ToxicNotFound`. */
  removeToxic(name: string): void {
    const placed = this.#find(name);
    this.#toxics.delete(name);
    this.#act((connection) => connection[placed.stream].remove(placed));
  }

  /** Up, and without toxics. */
  reset(): void {
    this.down = false;
    for (const name of [...this.#toxics.keys()]) this.removeToxic(name);
  }

  connect(): ConnectVerdict {
    return this.#down ? REFUSE : PASS;
  }

  open(hop: HopConnection): HopShapers {
    const connection = new LinkConnection(hop, this.#connections, this.#down);
    for (const toxic of this.#toxics.values()) connection[toxic.stream].add(toxic);
    return connection;
  }

  #act(change: (connection: LinkConnection) => CloseBy | null): void {
    for (const connection of this.#connections.all()) {
      const end = change(connection);
      if (end !== null) connection.hop.close(end);
    }
  }

  #find(name: string): Placed {
    const placed = this.#toxics.get(name);
    if (placed === undefined) throw new ToxicNotFound(this.#label, name, this.#toxics.keys());
    return placed;
  }

  #stream(name: string): Rng {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      stream = this.#rng(`link/${this.from}/${this.to}/${name}`);
      this.#streams.set(name, stream);
    }
    return stream;
  }

  get #label(): string {
    return `link ${this.from} to ${this.to}`;
  }
}

const PASS: ConnectVerdict = { fate: 'pass', delay: 0 };
const REFUSE: ConnectVerdict = { fate: 'refuse', delay: 0 };

interface Placed extends InstalledToxic {
  readonly name: string;
  readonly stream: Stream;
}

class LinkConnection implements HopShapers, Bagged {
  bagIndex = -1;
  readonly hop: HopConnection;
  readonly upstream: LinkShaper;
  readonly downstream: LinkShaper;
  readonly #open: Bag<LinkConnection>;

  constructor(hop: HopConnection, open: Bag<LinkConnection>, down: boolean) {
    this.hop = hop;
    this.upstream = new LinkShaper(down);
    this.downstream = new LinkShaper(down);
    this.#open = open;
    open.add(this);
  }

  closed(): void {
    this.#open.delete(this);
  }
}

function view({ name, definition, stream, toxicity, attributes }: Placed): Toxic {
  return { name, type: definition.type, stream, toxicity, attributes };
}

function checkToxicity(toxicity: number): number {
  if (!Number.isFinite(toxicity)) throw new InvalidAttributes('toxicity', 'a number', toxicity);
  return toxicity;
}
