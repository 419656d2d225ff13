import { Bag } from '../world/bag.ts';
import type { ConnectVerdict, Hop, HopConnection, HopShapers, HopTraffic } from '../world/hop.ts';
import type { Nanos, Rng } from '../world/world.ts';
import { defaultAttributes, mergeAttributes, type AttributeRules, type Attributes } from './attributes.ts';
import { InvalidAttributes, ToxicExists, ToxicNotFound, UnknownToxicType } from './errors.ts';
import { LinkConnection, type ConnectionHost, type ToxicHit } from './link-connection.ts';
import type { LinkEvent } from './link-event.ts';
import { PlacedToxic, type Toxic, type ToxicOptions, type ToxicUpdate } from './placed-toxic.ts';
import type { ConnectDecision, ToxicDefinition } from './toxic.ts';

export type { Toxic, ToxicOptions, ToxicUpdate } from './placed-toxic.ts';

export interface LinkOptions {
  readonly from: string;
  readonly to: string;
  /** One-way base latency in whole ns; a connect costs twice this. @default 0 */
  readonly latency?: Nanos;
  /** The types of toxic that may be added. */
  readonly toxics: readonly ToxicDefinition[];
  /** Gives the random stream of this name; asked once for each name of a toxic, `link/<from>/<to>/<name>`. */
  readonly rng: (stream: string) => Rng;
  /** Hears of every change, when it has been made; must not change the link. */
  readonly onEvent?: (event: LinkEvent) => void;
}

/** An open connection, for who asks. */
export interface ConnectionView {
  readonly id: number;
  readonly source: string;
  readonly hits: readonly ToxicHit[];
}

/**
 * The hop between two nodes, with a chain of toxics for each direction. All changes reach open connections at once, and
 * wait for none of them.
 */
export class Link implements Hop, ConnectionHost {
  readonly from: string;
  readonly to: string;
  readonly latency: Nanos;
  /** Bytes of all connections so far; only the live world counts them. */
  readonly traffic: HopTraffic = { upstream: { received: 0, sent: 0 }, downstream: { received: 0, sent: 0 } };
  readonly #types: ReadonlyMap<string, ToxicDefinition>;
  readonly #rng: (stream: string) => Rng;
  readonly #onEvent: (event: LinkEvent) => void;
  /** Kept when a toxic goes: one of the same name that comes later does not repeat its draws. */
  readonly #streams = new Map<string, Rng>();
  /** In the order in which they were added, which is the order of each chain. */
  readonly #toxics = new Map<string, PlacedToxic>();
  readonly #connections = new Bag<LinkConnection>();
  #opened = 0;
  #down = false;

  constructor(options: LinkOptions) {
    this.from = options.from;
    this.to = options.to;
    this.latency = options.latency ?? 0;
    this.#types = new Map(options.toxics.map((definition) => [definition.type, definition]));
    this.#rng = options.rng;
    this.#onEvent = options.onEvent ?? (() => undefined);
  }

  /** Open connections. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Open connections, in the order in which they opened. */
  connectionList(): ConnectionView[] {
    return [...this.#connections.all()]
      .map(({ id, source, hits }) => ({ id, source, hits }))
      .sort((a, b) => a.id - b.id);
  }

  get down(): boolean {
    return this.#down;
  }

  /** While true connects are refused; setting it ends the open connections with FIN. */
  set down(down: boolean) {
    if (down === this.#down) return;
    this.#down = down;
    if (down) for (const connection of this.#connections.all()) connection.hop.close('end');
    this.#onEvent({ kind: down ? 'down' : 'up' });
  }

  /** Upstream ones first, each stream in the order of its chain. */
  get toxics(): Toxic[] {
    const all = [...this.#toxics.values()].map((toxic) => toxic.view());
    return [...all.filter((one) => one.stream === 'upstream'), ...all.filter((one) => one.stream === 'downstream')];
  }

  /** Throws `ToxicNotFound`. */
  toxic(name: string): Toxic {
    return this.#find(name).view();
  }

  /** Connections, and bytes, that a toxic has had to do with so far. Throws `ToxicNotFound`. */
  counts(name: string): { readonly connections: number; readonly bytes: number } {
    const { connections, bytes } = this.#find(name);
    return { connections, bytes };
  }

  /**
   * At the end of its stream's chain. Throws `UnknownToxicType`, `ToxicExists`, `InvalidAttributes`, in this order; then
   * nothing has changed.
   */
  addToxic({ type, stream = 'downstream', name = `${type}_${stream}`, ...rest }: ToxicOptions): Toxic {
    const definition = this.#types.get(type);
    if (definition === undefined) throw new UnknownToxicType(type, this.#types.keys());
    if (this.#toxics.has(name)) throw new ToxicExists(this.#label, name);
    const attributes = merged(definition, defaultAttributes(definition.attributes), rest.attributes);
    const toxicity = checkToxicity(rest.toxicity ?? 1);
    checkMaxActive(rest.maxActive ?? Infinity);
    const placed = new PlacedToxic(
      { name, stream, definition, rng: this.#stream(name) },
      { toxicity, attributes },
      rest,
    );
    this.#toxics.set(name, placed);
    for (const connection of this.#connections.all()) connection.add(placed);
    return this.#tell('added', placed);
  }

  /**
   * Attributes that are absent stay as they are. A connection keeps its luck: a larger toxicity adds connections, a
   * smaller one lets go of some. Throws `ToxicNotFound`, `InvalidAttributes`; then nothing has changed.
   */
  updateToxic(name: string, update: ToxicUpdate): Toxic {
    const placed = this.#find(name);
    const attributes = merged(placed.definition, placed.attributes, update.attributes);
    const toxicity = checkToxicity(update.toxicity ?? placed.toxicity);
    placed.attributes = attributes;
    placed.toxicity = toxicity;
    for (const connection of this.#connections.all()) connection.update(placed);
    return this.#tell('updated', placed);
  }

  /** What it held goes on at once. Throws `ToxicNotFound`. */
  removeToxic(name: string): void {
    const placed = this.#find(name);
    this.#toxics.delete(name);
    for (const connection of this.#connections.all()) connection.remove(placed);
    this.#tell('removed', placed);
  }

  /** Up, and without toxics. */
  reset(): void {
    this.down = false;
    for (const name of [...this.#toxics.keys()]) this.removeToxic(name);
  }

  connect(now: Nanos): ConnectVerdict {
    return this.#connect(now, '');
  }

  open(hop: HopConnection): HopShapers {
    return this.#open(hop, '');
  }

  /** This link, for connections of a named source: what toxics' `sources` choose by. */
  through(source: string): Hop {
    return {
      latency: this.latency,
      connect: (now) => this.#connect(now, source),
      open: (hop) => this.#open(hop, source),
    };
  }

  hit(connection: LinkConnection, { name, stream }: PlacedToxic): void {
    this.#onEvent({ kind: 'hit', connection: connection.id, toxic: name, stream });
  }

  closed(connection: LinkConnection): void {
    this.#connections.delete(connection);
    this.#onEvent({ kind: 'closed', connection: connection.id, source: connection.source });
  }

  #connect(now: Nanos, source: string): ConnectVerdict {
    if (this.#down) return REFUSE;
    let decision: ConnectDecision | null = null;
    for (const toxic of this.#toxics.values()) {
      if (!toxic.meetsConnect(source)) continue;
      decision ??= { fate: 'pass', delay: 0 };
      toxic.definition.connect?.(now, decision, toxic);
      if (decision.fate !== 'pass') break;
    }
    return decision ?? PASS;
  }

  #open(hop: HopConnection, source: string): HopShapers {
    const connection = new LinkConnection(hop, this, { id: ++this.#opened, source, down: this.#down });
    this.#connections.add(connection);
    this.#onEvent({ kind: 'opened', connection: connection.id, source });
    connection.begin(this.#toxics.values());
    return connection;
  }

  #tell(kind: 'added' | 'updated' | 'removed', placed: PlacedToxic): Toxic {
    const toxic = placed.view();
    this.#onEvent({ kind, toxic });
    return toxic;
  }

  #find(name: string): PlacedToxic {
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

function merged(
  definition: ToxicDefinition,
  current: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>> = {},
): Attributes<AttributeRules> {
  const attributes = mergeAttributes(definition.attributes, current, given);
  definition.check?.(attributes);
  return attributes;
}

function checkToxicity(toxicity: number): number {
  if (!Number.isFinite(toxicity)) throw new InvalidAttributes('toxicity', 'a number', toxicity);
  return toxicity;
}

function checkMaxActive(maxActive: number): void {
  if (maxActive === Infinity || (Number.isSafeInteger(maxActive) && maxActive >= 1)) return;
  throw new InvalidAttributes('maxActive', 'a whole number >= 1', maxActive);
}
