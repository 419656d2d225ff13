import type { Rng } from '../world/world.ts';
import type { AttributeRules, Attributes } from './attributes.ts';
import { matches, type Match, type Message } from './reading/message.ts';
import type { Stream, ToxicDefinition } from './toxic.ts';

export interface ToxicOptions {
  readonly type: string;
  /** Unique on the link, over both streams. @default `${type}_${stream}` */
  readonly name?: string;
  /** @default 'downstream' */
  readonly stream?: Stream;
  /** The share of connections, or of requests, that it applies to: >= 1 all, <= 0 none. @default 1 */
  readonly toxicity?: number;
  /**
   * Whether the toxicity is decided once for each connection and stays, or anew for each request; a reply has the luck of
   * its request. By request the link reads the memcached protocol. @default 'connection'
   */
  readonly toxicityPer?: 'connection' | 'request';
  /**
   * Only requests like this, or the replies to them: the link reads the memcached protocol. Bytes that it cannot read, and
   * the FIN, are not concerned. @default all bytes
   */
  readonly match?: Match;
  /** Open connections that it applies to at once; one that came too late keeps its luck. Range 1.. @default Infinity */
  readonly maxActive?: number;
  /** The named sources whose connections it applies to. @default all */
  readonly sources?: readonly string[];
  /** By their wire names, such as `{ latency: 100, jitter: 20 }` (ms). What is absent has the toxic's default. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export type ToxicUpdate = Pick<ToxicOptions, 'toxicity' | 'attributes'>;

/** A toxic as it stands on a link, for who asks. */
export interface Toxic extends Required<Pick<ToxicOptions, 'name' | 'type' | 'stream' | 'toxicity'>> {
  readonly attributes: Attributes<AttributeRules>;
  readonly toxicityPer?: 'request';
  readonly match?: Match;
  readonly maxActive?: number;
  readonly sources?: readonly string[];
}

type Fixed = Pick<ToxicOptions, 'toxicityPer' | 'match' | 'maxActive' | 'sources'>;

/** A toxic on its link: one object for all connections, so an update reaches them at once. */
export class PlacedToxic {
  readonly name: string;
  readonly stream: Stream;
  readonly definition: ToxicDefinition;
  readonly rng: Rng;
  readonly shared: unknown;
  toxicity: number;
  attributes: Attributes<AttributeRules>;
  /** Connections that it applies to now, and how many it may. */
  active = 0;
  readonly maxActive: number;
  readonly perRequest: boolean;
  /** It has to know what the bytes say. */
  readonly reads: boolean;
  /** Connections, and bytes, that it was asked about so far. */
  connections = 0;
  bytes = 0;
  readonly #fixed: Fixed;

  constructor(
    { name, stream, definition, rng }: Pick<PlacedToxic, 'name' | 'stream' | 'definition' | 'rng'>,
    { toxicity, attributes }: Pick<PlacedToxic, 'toxicity' | 'attributes'>,
    fixed: Fixed,
  ) {
    this.name = name;
    this.stream = stream;
    this.definition = definition;
    this.rng = rng;
    this.toxicity = toxicity;
    this.attributes = attributes;
    this.#fixed = fixed;
    this.maxActive = fixed.maxActive ?? Infinity;
    this.perRequest = fixed.toxicityPer === 'request';
    this.reads = this.perRequest || fixed.match !== undefined;
    this.shared = definition.shared?.();
  }

  /** Whether connections of this source are its affair. */
  concerns(source: string): boolean {
    return this.#fixed.sources?.includes(source) ?? true;
  }

  /** Whether a connect from there is its affair: decided for each. */
  meetsConnect(source: string): boolean {
    if (this.definition.connect === undefined || !this.concerns(source)) return false;
    return this.toxicity >= 1 || this.rng.uniform() < this.toxicity;
  }

  /** Whether it has anything to say of bytes, or of when a connection ends. */
  get shapes(): boolean {
    const { shape, shapeEnd, closes } = this.definition;
    return (shape ?? shapeEnd ?? closes) !== undefined;
  }

  /** Whether this message is its affair. Decided once: what is asked about again has the luck it had. */
  chooses(message: Message): boolean {
    const decided = message.luck.get(this);
    if (decided !== undefined) return decided;
    const { match } = this.#fixed;
    const chosen =
      (match === undefined || matches(match, message)) &&
      (!this.perRequest || this.toxicity >= 1 || this.rng.uniform() < this.toxicity);
    message.luck.set(this, chosen);
    return chosen;
  }

  view(): Toxic {
    const { name, definition, stream, toxicity, attributes } = this;
    const { toxicityPer, match, maxActive, sources } = this.#fixed;
    return {
      name,
      type: definition.type,
      stream,
      toxicity,
      attributes,
      ...(toxicityPer === 'request' && { toxicityPer }),
      ...(match && { match }),
      ...(maxActive !== undefined && { maxActive }),
      ...(sources && { sources }),
    };
  }
}
