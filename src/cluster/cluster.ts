import { TOXICS } from '../../toxics/index.ts';
import { Origin } from '../app/origin.ts';
import { Backend } from '../backend/server.ts';
import type { LinkEvent } from '../link/link-event.ts';
import { Link } from '../link/link.ts';
import { Status, Verb } from '../protocol/message.ts';
import { Proxy } from '../proxy/proxy.ts';
import { Ring } from '../proxy/ring.ts';
import { Credentials } from '../tenancy/credentials.ts';
import { EVERYTHING, type Grant } from '../tenancy/grant.ts';
import type { KeySpace } from '../workload/keys.ts';
import type { Cpu, Machine, World } from '../world/world.ts';
import { ExternalBackend, ExternalProxy } from './external.ts';
import { Externals, type Wanting } from './externals.ts';
import { FaultBox } from './faults.ts';
import type { BackendNode, External, ProxyNode } from './nodes.ts';
import { machineIndexOf, numberOf, type Change, type ClusterPlan, type Fault } from './plan.ts';
import { Tenants } from './tenants.ts';

/** Where the keys of a credential's holder are. */
export type KeyPlace = Pick<Grant, 'cache' | 'namespace'>;

/** Hears of all that happens on links. `byHand`: it was neither a fault nor a change that the cluster was told to make. */
export type LinkWatcher = (link: Link, event: LinkEvent, byHand: boolean) => void;

/** Machines, nodes and links by name, and what befalls them. */
export class Cluster {
  readonly proxies: readonly ProxyNode[];
  /** Those of the gutter come last. */
  readonly backends: readonly BackendNode[];
  readonly externals: Externals;
  /** The database behind the cache; null: there is none. */
  readonly origin: Origin | null;
  readonly machines: readonly Machine[];
  /** Whom the proxies admit where there are no tenants. */
  readonly credentials = new Credentials();
  readonly tenants: Tenants | null;
  readonly #world: World;
  readonly #nodesOn = new Map<string, string[]>();
  readonly #links = new Map<string, Link>();
  readonly #faults: FaultBox;
  readonly #ring: Ring;
  /** Backends that a key lives on. */
  readonly #replicas: number;
  readonly #watchers = new Set<LinkWatcher>();
  #corrupts = false;

  constructor(world: World, plan: ClusterPlan) {
    this.#world = world;
    const external = plan.external ?? new Map<string, External>();
    const proxyNames = numbered('proxy', plan.proxies);
    const backendNames = numbered('backend', plan.backends);
    const gutterNames = numbered('gutter', plan.gutter?.nodes ?? 0);
    this.machines = numbered('machine', plan.machines).map((name, i) => {
      const machine = world.machine({ name, cores: plan.cores, fileLimit: plan.fileLimit });
      const own = [...proxyNames, ...backendNames].filter((node) => !external.has(node));
      const nodes = own.filter((node) => machineIndexOf(node, plan.machines) === i);
      for (const node of nodes) machine.place(node);
      this.#nodesOn.set(name, nodes);
      return machine;
    });
    const { memoryLimit } = plan.backend;
    const tenants =
      plan.tenants &&
      new Tenants({ world, plan: plan.tenants, proxies: proxyNames, backends: plan.backends, memoryLimit });
    this.tenants = tenants;
    const caches = tenants?.shares ?? null;
    this.backends = [...backendNames, ...gutterNames].map((name, i) => {
      const outside = external.get(name);
      if (outside !== undefined) return new ExternalBackend(name, outside);
      const port = portOf(name, i < plan.backends ? plan.ports.backends : null);
      return new Backend({ world, name, ...port, ...plan.backend, caches });
    });
    tenants?.serve(this.backends.filter((backend) => backend instanceof Backend));
    const addresses = this.backends.map(({ name, address }) => {
      return { name, address, signIn: external.get(name)?.signIn ?? null };
    });
    const ring = (this.#ring = new Ring(
      backendNames.map((host) => ({ host })),
      { hash: plan.proxy.hash },
    ));
    this.#replicas = plan.proxy.replicas?.count ?? 1;
    this.proxies = proxyNames.map((name) => {
      const outside = external.get(name);
      if (outside !== undefined) return new ExternalProxy(name, outside, ring);
      return new Proxy({
        world,
        name,
        address: name,
        ...portOf(name, plan.ports.proxies),
        backends: addresses.slice(0, plan.backends),
        ...plan.proxy,
        ...(plan.gutter && { gutter: { backends: addresses.slice(plan.backends), ttl: plan.gutter.ttl } }),
        admission: tenants?.admission(name) ?? this.credentials,
      });
    });
    const outside = this.backends.filter((backend) => backend instanceof ExternalBackend);
    this.externals = new Externals(world, outside, this.#wanting());
    for (const proxy of this.proxies) {
      // What is between a node outside and the others is not ours.
      if (proxy instanceof Proxy) {
        for (const backend of this.backends) this.#join(proxy.name, backend, plan.latency.proxyToBackend);
      }
      for (const client of plan.clients) this.#join(client, proxy, plan.latency.clientToProxy);
    }
    this.origin = plan.origin ? new Origin(world, plan.origin.name, plan.origin) : null;
    for (const asker of plan.origin?.askers ?? []) this.#join(asker, this.origin!, plan.origin!.latency);
    this.#faults = new FaultBox(this);
  }

  /** `onReady` hears null when every node listens, or the first error. */
  start(onReady: (error: Error | null) => void): void {
    let left = this.backends.length + this.proxies.length + (this.origin === null ? 0 : 1);
    let failed = false;
    const ready = (error: Error | null): void => {
      left--;
      if (failed) return;
      failed = error !== null;
      if (failed || left === 0) onReady(error);
    };
    for (const backend of this.backends) backend.start(ready);
    for (const proxy of this.proxies) proxy.start(ready);
    this.origin?.start(ready);
  }

  /** Stores the keys (the first of them) of our own backends where the proxies will look for them. Throws when one does not fit. */
  preload(keys: KeySpace, { cache, namespace }: KeyPlace = EVERYTHING, count: number = keys.count): void {
    for (let key = 0; key < count; key++) {
      const start = keys.start(key);
      const end = keys.end(key);
      const value = keys.value(key);
      const keyBytes = namespace.length + end - start;
      const item = Buffer.concat([namespace, keys.keys.subarray(start, end), value]);
      for (const backend of this.#holders(item, keyBytes)) {
        if (!(backend instanceof Backend)) continue;
        const store = backend.storeOf(cache)!;
        const status = store.put(Verb.set, item, 0, keyBytes, keyBytes, item.length, 0, 0, 0, 0, 0);
        if (status !== Status.ok) throw new Error(`preload: expected key ${key} to be stored, got status ${status}`);
      }
    }
  }

  /** Marks the keys that live on these backends, and where all of them live. */
  markFaulty(keys: KeySpace, backends: ReadonlySet<string>, { namespace }: KeyPlace = EVERYTHING): void {
    for (let key = 0; key < keys.count; key++) {
      const name = Buffer.concat([namespace, keys.keys.subarray(keys.start(key), keys.end(key))]);
      const holders = this.#holders(name, name.length);
      keys.home[key] = this.backends.indexOf(holders[0]!);
      keys.faulty[key] = holders.some((backend) => backends.has(backend.name)) ? 1 : 0;
    }
  }

  /** Returns what ends the fault; ending it twice does no harm. Throws a `LinkError`; then nothing has begun. */
  inject(fault: Fault): () => void {
    return this.#faults.inject(fault);
  }

  /** Throws a `LinkError`; then nothing has changed. */
  change(change: Change): void {
    this.#faults.change(change);
  }

  /** Returns what ends the watch. */
  watch(watcher: LinkWatcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Ends all faults that last, and what others did to links. */
  rollBack(): void {
    this.#faults.endAll();
  }

  link(from: string, to: string): Link {
    const link = this.#links.get(`${from} ${to}`);
    if (link === undefined) throw new Error(`link: expected one that exists, got ${from} to ${to}`);
    return link;
  }

  /** In the order in which they were made: each proxy's to the backends, then those of clients to it. */
  get links(): Link[] {
    return [...this.#links.values()];
  }

  /** What does the node's work: of the origin its servers. */
  cpu(node: string): Cpu {
    return node === this.origin?.name ? this.origin.station : this.#world.cpu(node);
  }

  proxy(name: string): ProxyNode | undefined {
    return this.proxies.find((proxy) => proxy.name === name);
  }

  backend(name: string): BackendNode | undefined {
    return this.backends.find((backend) => backend.name === name);
  }

  backendIndex(name: string): number {
    return this.backends.findIndex((backend) => backend.name === name);
  }

  /** A node's own name, or the names of the nodes on a machine. */
  nodesOf(name: string): string[] {
    return this.#nodesOn.get(name) ?? [name];
  }

  /** The machine of this name, or the one that the node runs on. */
  machineOf(name: string): Machine {
    return this.machines.find((machine) => machine.name === name || this.#nodesOn.get(machine.name)!.includes(name))!;
  }

  get hasExternalProxies(): boolean {
    return this.proxies.some((proxy) => proxy instanceof ExternalProxy);
  }

  /** Bytes may have been changed on their way. */
  get corrupts(): boolean {
    return this.#corrupts;
  }

  /** What clients connect to, one for each proxy: its name, or where it listens outside. */
  get servers(): string[] {
    return this.proxies.map((proxy) => (isOutside(proxy) ? proxy.address : proxy.name));
  }

  #join(from: string, to: BackendNode | ProxyNode | Origin, latency: number): void {
    const link: Link = new Link({
      from,
      to: to.name,
      latency,
      toxics: TOXICS,
      rng: (stream) => this.#world.rng(stream),
      onEvent: (event) => this.#heard(link, event),
    });
    this.#links.set(`${from} ${to.name}`, link);
    // Who is outside of the world is known there by his address.
    this.#world.net.setHop(from, isOutside(to) ? to.address : to.name, link);
  }

  #heard(link: Link, event: LinkEvent): void {
    const byHand = this.#faults.heard(link, event);
    if (event.kind === 'added' && event.toxic.type === 'corrupt') this.#corrupts = true;
    for (const watcher of this.#watchers) watcher(link, event, byHand);
  }

  /** The backends that the key lives on while none is ejected, its home first. */
  #holders(key: Buffer, end: number): BackendNode[] {
    const found: number[] = [];
    this.#ring.locateAll(key, 0, end, this.#replicas, found);
    return found.map((backend) => this.backends[backend]!);
  }

  /** Backends want the keys that are theirs; a router outside takes them all, and knows where to. */
  #wanting(): Wanting[] {
    const backends = this.backends.flatMap((node): Wanting[] => {
      if (!(node instanceof ExternalBackend)) return [];
      const wants = (key: Buffer): boolean => this.#holders(key, key.length).includes(node);
      return [{ name: node.name, external: node, wants }];
    });
    const proxies = this.proxies.flatMap((node): Wanting[] =>
      node instanceof ExternalProxy ? [{ name: node.name, external: node, wants: () => true }] : [],
    );
    return [...backends, ...proxies];
  }
}

function isOutside(node: BackendNode | ProxyNode | Origin): node is ExternalBackend | ExternalProxy {
  return node instanceof ExternalBackend || node instanceof ExternalProxy;
}

function numbered(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${kind}-${i + 1}`);
}

function portOf(name: string, first: number | null): { port?: number } {
  return first === null ? {} : { port: first + numberOf(name) - 1 };
}
