import { Backend, type BackendOptions } from '../backend/server.ts';
import { Link } from '../link/link.ts';
import { Credentials } from '../tenancy/credentials.ts';
import { createVirtualWorld, type VirtualWorld } from '../world/virtual/virtual-world.ts';
import { MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import { Asker } from './asker.case.ts';
import { none } from './policies/none.ts';
import type { Policy, PolicySeat } from './policies/policy.ts';
import { Proxy, type ProxyOptions } from './proxy.ts';

export interface RigOptions {
  readonly seed?: string;
  readonly backends?: number;
  readonly proxies?: number;
  readonly backend?: Partial<BackendOptions>;
  readonly proxy?: Partial<Omit<ProxyOptions, 'policy' | 'authentication'>>;
  /** One for each proxy. @default none */
  readonly policy?: (seat: PolicySeat) => Policy;
  /** What is left out: 1 ms, infinitely many, looks at nobody, drops after 5 s. @default null: no sign-in */
  readonly authentication?: Partial<NonNullable<ProxyOptions['authentication']>> | null;
  /** One way, on every link. @default 0 */
  readonly latency?: Nanos;
}

/** Backends and proxies in a virtual world. Nothing takes time that was not asked to. */
export class Rig {
  readonly world: VirtualWorld;
  readonly backends: readonly Backend[];
  readonly proxies: readonly Proxy[];
  readonly credentials = new Credentials();
  readonly #latency: Nanos;

  constructor(options: RigOptions = {}) {
    const world = (this.world = createVirtualWorld({ seed: options.seed ?? 'proxy' }));
    this.#latency = options.latency ?? 0;
    this.credentials.add('user', 'secret');
    const serviceTime = { fixed: 0, exponential: 0 };
    this.backends = names('backend', options.backends ?? 2).map(
      (name) => new Backend({ serviceTime, ...options.backend, world, name }),
    );
    this.proxies = names('proxy', options.proxies ?? 1).map(
      (name) =>
        new Proxy({
          world,
          name,
          address: name,
          backends: this.backends.map((backend) => ({ name: backend.name, address: backend.address })),
          hash: 'one_at_a_time',
          cpuCost: 0,
          connectionsPerBackend: 1,
          maxConnections: Infinity,
          admission: this.credentials,
          ejectedKeys: 'rehash',
          ...options.proxy,
          policy: options.policy ?? none,
          authentication: options.authentication ? { ...SIGN_IN, ...options.authentication } : null,
        }),
    );
    for (const proxy of this.proxies) for (const { name } of this.backends) this.link(proxy.name, name);
    for (const backend of this.backends) backend.start();
    for (const proxy of this.proxies) proxy.start(fail);
    this.pass(MILLISECOND);
  }

  get proxy(): Proxy {
    return this.proxies[0]!;
  }

  get now(): Nanos {
    return this.world.clock.now();
  }

  pass(duration: Nanos = SECOND): void {
    this.world.run(this.now + duration);
  }

  /** At this time from now. */
  after(duration: Nanos, body: () => void): void {
    this.world.clock.at(this.now + duration, { fire: body });
  }

  /** With the rig's latency. */
  link(from: string, to: string): Link {
    const link = new Link({ from, to, latency: this.#latency, toxics: [], rng: (name) => this.world.rng(name) });
    this.world.net.setHop(from, to, link);
    return link;
  }

  /** A client that is connected, on a node of its own if it is named. */
  asker(proxy = 0, node = 'client'): Asker {
    const { name } = this.proxies[proxy]!;
    this.link(node, name);
    const asker = new Asker(this.world, name, node);
    this.pass(2 * this.#latency + 1);
    return asker;
  }

  /** A key that this backend holds while none is ejected; others for other n. */
  keyOn(backend: number, n = 0): string {
    for (let i = 0, found = 0; ; i++) {
      const key = `key:${i}`;
      if (this.home(key) === backend && found++ === n) return key;
    }
  }

  home(key: string): number {
    return this.proxy.home(Buffer.from(key), 0, key.length);
  }

  /** Puts the key where it belongs; the proxy sees nothing of it. */
  put(key: string, value: string): void {
    const peer = new Asker(this.world, this.backends[this.home(key)]!.address, 'loader').ask('set', { key, value });
    while (peer.lines.length === 0) this.pass(MILLISECOND);
    peer.socket.reset();
  }

  /** Requests that the backend was asked, whatever became of them. */
  gets(backend: number): number {
    return this.backends[backend]!.counters.cmdGet;
  }
}

const SIGN_IN = { time: MILLISECOND, servers: Infinity, skipClosed: false, dropAfter: 5 * SECOND };

function names(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${kind}-${i + 1}`);
}

function fail(error: Error | null): void {
  if (error !== null) throw error;
}

/** Times as whole milliseconds since then; throws when one is none. */
export function sinceMs(start: Nanos, times: readonly Nanos[]): number[] {
  return times.map((t) => {
    if ((t - start) % MILLISECOND !== 0) throw new Error(`expected whole ms, got ${t - start} ns`);
    return (t - start) / MILLISECOND;
  });
}
