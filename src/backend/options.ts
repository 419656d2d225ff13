import type { Admission, CacheShares } from '../tenancy/grant.ts';
import { SECOND, type Address, type Nanos, type World } from '../world/world.ts';

/** CPU time of one request: a fixed part and an exponentially distributed one of this mean (0: none is drawn). */
export interface ServiceTime {
  readonly fixed: Nanos;
  readonly exponential: Nanos;
}

export interface BackendOptions {
  readonly world: World;
  readonly name: string;
  /** Where it listens. @default its name */
  readonly address?: Address;
  /** Live world: the port; absent or 0 for an ephemeral one. */
  readonly port?: number;
  /** Live world: the interface. @default '127.0.0.1' */
  readonly host?: string;
  /** @default 10 us fixed */
  readonly serviceTime?: ServiceTime;
  /** Bytes of items. @default 64 MiB */
  readonly memoryLimit?: number;
  /** Bytes of one item with its overhead; up to 8 MiB. @default 1 MiB */
  readonly itemLimit?: number;
  /** More connections than that are accepted, told so and closed. @default 1024 */
  readonly maxConnections?: number;
  /** Connections that wait to be accepted. @default 1024 */
  readonly backlog?: number;
  /** Unix time, in seconds, at the start of the world: what absolute expiries are held against. @default 1577836800 */
  readonly epochSeconds?: number;
  /** @default '1.6.18', whose manners these are */
  readonly version?: string;
  /** Stats only. @default 1 */
  readonly pid?: number;
  /** Who may sign in, by SASL or by text. @default null: nobody has to */
  readonly admission?: Admission | null;
  /** Connections that have not signed in by then are dropped; Infinity: never. @default 5 s */
  readonly signInWithin?: Nanos;
  /** Tests may stop and move its clock by `debugtime`. @default false */
  readonly debugTime?: boolean;
  /** False: nobody may flush, whatever his grant says. @default true */
  readonly flushes?: boolean;
  /** The caches that share it; requests name theirs. @default null: there is one, with all the memory */
  readonly caches?: CacheShares | null;
}

export const BACKEND_DEFAULTS: Required<Omit<BackendOptions, 'world' | 'name' | 'address' | 'port' | 'host'>> = {
  serviceTime: { fixed: 10_000, exponential: 0 },
  memoryLimit: 64 << 20,
  itemLimit: 1 << 20,
  maxConnections: 1024,
  backlog: 1024,
  epochSeconds: 1_577_836_800,
  version: '1.6.18',
  pid: 1,
  admission: null,
  debugTime: false,
  signInWithin: 5 * SECOND,
  flushes: true,
  caches: null,
};

export type CompleteOptions = BackendOptions & typeof BACKEND_DEFAULTS;
