/**
 * Which server holds a key: the weighted ketama continuum, point for point that of libmemcached and twemproxy.
 *
 *   0 ──●──────●───●────────●──── 2^32     a server owns about 160 points ●;
 *        \      \   \        \              a key belongs to the first point at or after its hash,
 *         b      a   c        b             past the last one to the first
 */
import { createHash } from 'node:crypto';
import { KEY_HASHES, type KeyHash, type KeyHashName } from './hash.ts';

export interface RingServer {
  /** Host or logical name. It is hashed into the server's points: another name means other keys. */
  readonly host: string;
  /** @default 11211, which ketama leaves out of the label */
  readonly port?: number;
  /** Share of the keys, relative to the others. Whole number >= 1. @default 1 */
  readonly weight?: number;
}

export interface RingOptions {
  /**
   * How keys are hashed; points are always MD5. `fnv1a_64` is twemproxy's default: keys that differ in their last one
   * or two characters land next to each other, so most of `page-10` .. `page-99` share a server.
   * @default 'fnv1a_64'
   */
  readonly hash?: KeyHashName;
}

const DEFAULT_PORT = 11211;
const POINTS_PER_SERVER = 160;
const POINTS_PER_DIGEST = 4;

export class Ring {
  readonly servers: readonly RingServer[];
  readonly #options: RingOptions;
  readonly #hash: KeyHash;
  /** Ascending; then one more at the very end, which every search meets, owned by the first point's server. */
  readonly #points: Uint32Array;
  readonly #owners: Int32Array;
  /** By the top bits of a hash: the first point of its bucket or after. With two buckets a point, a search is a step or two. */
  readonly #firsts: Uint32Array;
  readonly #shift: number;

  /** `ejected`: servers by index that are to get no keys; the others get the points they would have without these. */
  constructor(servers: readonly RingServer[], options: RingOptions = {}, ejected: Iterable<number> = []) {
    this.servers = servers;
    this.#options = options;
    this.#hash = KEY_HASHES[options.hash ?? 'fnv1a_64'];
    const points = continuum(servers, new Set(ejected));
    this.#points = Uint32Array.from([...points.map((point) => point.value), 0xffffffff]);
    this.#owners = Int32Array.from([...points.map((point) => point.server), points[0]?.server ?? -1]);
    this.#shift = Math.clz32(points.length | 1) - 1;
    this.#firsts = buckets(this.#points, this.#shift);
  }

  /** Points on the continuum. */
  get size(): number {
    return this.#points.length - 1;
  }

  /** The index of the server that holds the key buf[start, end); -1 when no server is left. Allocates nothing. */
  locate(buf: Uint8Array, start: number, end: number): number {
    const hash = this.#hash(buf, start, end) >>> 0;
    const points = this.#points;
    // Indices stay inside by construction: the last point is the largest hash.
    let i = this.#firsts[hash >>> this.#shift] as number;
    while ((points[i] as number) < hash) i++;
    return this.#owners[i] as number;
  }

  /**
   * The key's server and the next other ones from there on, up to `count`, into `out`; how many they are: fewer where
   * fewer are left. Allocates nothing.
   */
  locateAll(buf: Uint8Array, start: number, end: number, count: number, out: number[]): number {
    const hash = this.#hash(buf, start, end) >>> 0;
    const points = this.#points;
    let i = this.#firsts[hash >>> this.#shift] as number;
    while ((points[i] as number) < hash) i++;
    let found = 0;
    for (let left = this.size; left > 0 && found < count; left--, i = i + 1 < this.size ? i + 1 : 0) {
      const owner = this.#owners[i] as number;
      let known = 0;
      while (known < found && out[known] !== owner) known++;
      if (known === found) out[found++] = owner;
    }
    return found;
  }

  /** The ring once these servers are ejected (and only these); the others keep their indices. */
  without(ejected: Iterable<number>): Ring {
    return new Ring(this.servers, this.#options, ejected);
  }
}

interface Point {
  readonly value: number;
  readonly server: number;
}

function continuum(servers: readonly RingServer[], ejected: ReadonlySet<number>): Point[] {
  let liveServers = 0;
  let totalWeight = 0;
  servers.forEach((server, index) => {
    const weight = server.weight ?? 1;
    if (!Number.isInteger(weight) || weight < 1) {
      throw new RangeError(`ring: weight of ${server.host}: expected a whole number >= 1, got ${weight}`);
    }
    if (ejected.has(index)) return;
    liveServers++;
    totalWeight += weight;
  });
  const points: Point[] = [];
  servers.forEach((server, index) => {
    if (ejected.has(index)) return;
    const count = digestCount(server.weight ?? 1, totalWeight, liveServers);
    for (let i = 0; i < count; i++) {
      const digest = createHash('md5')
        .update(`${label(server)}-${i}`)
        .digest();
      for (let word = 0; word < POINTS_PER_DIGEST; word++) {
        points.push({ value: digest.readUInt32LE(word * 4), server: index });
      }
    }
  });
  return points.sort((a, b) => a.value - b.value);
}

/** `floor((float)(pct * 160 / 4 * (float)live + 1e-10))` with C's single precision after every step. */
function digestCount(weight: number, totalWeight: number, liveServers: number): number {
  const share = Math.fround(Math.fround(weight) / Math.fround(totalWeight));
  const perServer = Math.fround(Math.fround(share * POINTS_PER_SERVER) / POINTS_PER_DIGEST);
  return Math.floor(Math.fround(Math.fround(perServer * liveServers) + 1e-10));
}

function label(server: RingServer): string {
  const port = server.port ?? DEFAULT_PORT;
  return port === DEFAULT_PORT ? server.host : `${server.host}:${port}`;
}

function buckets(points: Uint32Array, shift: number): Uint32Array {
  const firsts = new Uint32Array((0xffffffff >>> shift) + 1);
  let i = 0;
  for (let bucket = 0; bucket < firsts.length; bucket++) {
    const lowest = (bucket << shift) >>> 0;
    while ((points[i] as number) < lowest) i++;
    firsts[bucket] = i;
  }
  return firsts;
}
