import { Counters } from '../backend/counters.ts';
import { newProxyCounters } from '../proxy/counters.ts';
import type { Ring } from '../proxy/ring.ts';
import type { BackendNode, External, ProxyNode } from './nodes.ts';

type Ready = (error: Error | null) => void;

/** What memcached calls the counters that we hold against others'. */
const COUNTED = { cmdGet: 'cmd_get', cmdSet: 'cmd_set', getHits: 'get_hits', getMisses: 'get_misses' } as const;
const EVICTIONS = 'evictions';

/** A memcached that somebody else runs: known by what it says of itself, from the first time it was asked. */
export class ExternalBackend implements BackendNode {
  readonly name: string;
  readonly address: string;
  readonly signIn: External['signIn'];
  readonly listener = null;
  readonly running = true;
  #before: ReadonlyMap<string, string> | null = null;
  #now: ReadonlyMap<string, string> = new Map();

  constructor(name: string, { address, signIn }: External) {
    this.name = name;
    this.address = address;
    this.signIn = signIn;
  }

  /** Its statistics, in the order of time; the first are those it begins with. */
  observe(stats: ReadonlyMap<string, string>): void {
    this.#before ??= stats;
    this.#now = stats;
  }

  get lifetime(): Counters {
    const counters = new Counters();
    for (const [counter, stat] of Object.entries(COUNTED)) {
      // Its keys are names of counters.
      counters[counter as keyof typeof COUNTED] = this.#since(stat);
    }
    return counters;
  }

  get evictions(): number {
    return this.#since(EVICTIONS);
  }

  start(onReady?: Ready): void {
    onReady?.(null);
  }

  crash(): void {
    throw new Error(`${this.name}: expected a node of our own, for nobody can crash an external one`);
  }

  #since(stat: string): number {
    return Number(this.#now.get(stat) ?? 0) - Number(this.#before?.get(stat) ?? 0);
  }
}

/** A router that somebody else runs: clients connect to it, and nothing is known of what it does. */
export class ExternalProxy implements ProxyNode {
  readonly name: string;
  readonly address: string;
  readonly signIn: External['signIn'];
  readonly counters = newProxyCounters();
  readonly accepted = 0;
  readonly turnedAway = 0;
  readonly connections = 0;
  readonly waiting = 0;
  readonly backlog = 0;
  readonly synsDropped = 0;
  readonly authentication = null;
  readonly ejections = [];
  readonly #ring: Ring;

  /** `ring`: as ours would have it. */
  constructor(name: string, { address, signIn }: External, ring: Ring) {
    this.name = name;
    this.address = address;
    this.signIn = signIn;
    this.#ring = ring;
  }

  home(key: Uint8Array, start: number, end: number): number {
    return this.#ring.locate(key, start, end);
  }

  start(onReady: Ready): void {
    onReady(null);
  }

  crash(): never {
    throw new Error(`${this.name}: expected a node of our own, for an external one can only be asked`);
  }

  hang(): void {
    this.crash();
  }

  recover(): void {
    this.crash();
  }

  eject(): void {
    this.crash();
  }

  readmit(): void {
    this.crash();
  }
}
