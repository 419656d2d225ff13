import { TOXICS } from '../../toxics/index.ts';
import type { LinkEvent } from '../link/link-event.ts';
import { Link } from '../link/link.ts';
import type { World } from '../world/world.ts';
import { proxyExists, proxyNotFound } from './errors.ts';
import { settled } from './listen-address.ts';
import type { ControlledProxy, Proxies, ProxyChange, ProxySpec, ProxyWatcher } from './proxies.ts';
import { RelayedProxy } from './relayed-proxy.ts';
import { scratchLink } from './scratch-link.ts';
import { toxicView } from './view.ts';

/** Where the connections of a relay's link come from, in the names of random streams. */
const FROM = 'clients';

/** Proxies that are relays: they listen, and connect to their upstreams. */
export class Relays implements Proxies {
  readonly #world: World;
  readonly #proxies = new Map<string, RelayedProxy>();
  /** The last change of each name that is not over: changes of one proxy come one after the other. */
  readonly #changing = new Map<string, Promise<unknown>>();
  readonly #watchers = new Set<ProxyWatcher>();
  /** Of these names watchers know that they are down, or gone. */
  readonly #down = new Set<string>();
  /** How many proxies of a name there have been: one that comes later does not repeat the draws of those before. */
  readonly #generations = new Map<string, number>();

  readonly #onUpstream: (proxy: Pick<ControlledProxy, 'name' | 'upstream'>) => void;

  /** `onUpstream` hears what proxies are to connect to. */
  constructor(world: World, onUpstream: (proxy: Pick<ControlledProxy, 'name' | 'upstream'>) => void = noop) {
    this.#world = world;
    this.#onUpstream = onUpstream;
  }

  all(): readonly ControlledProxy[] {
    return [...this.#proxies.values()];
  }

  find(name: string): ControlledProxy | undefined {
    return this.#proxies.get(name);
  }

  create(spec: ProxySpec): Promise<ControlledProxy> {
    return this.#inTurn(spec.name, () => {
      if (this.#proxies.has(spec.name)) throw proxyExists();
      return this.#make(spec);
    });
  }

  createOrReplace(spec: ProxySpec): Promise<ControlledProxy> {
    return this.#inTurn(spec.name, async () => {
      const present = this.#proxies.get(spec.name);
      if (present !== undefined && isSame(present, spec)) return present;
      return present === undefined ? this.#make(spec) : this.#replace(present, spec);
    });
  }

  update(name: string, change: ProxyChange): Promise<ControlledProxy> {
    return this.#inTurn(name, async () => {
      const proxy = this.#present(name);
      if (change.upstream !== undefined) this.#onUpstream({ name, upstream: change.upstream });
      await proxy.change(change);
      return proxy;
    });
  }

  remove(name: string): Promise<void> {
    return this.#inTurn(name, () => {
      const proxy = this.#present(name);
      proxy.stop();
      this.#proxies.delete(name);
      this.#forget(proxy);
    });
  }

  /** Goes on to the end; throws what went wrong first. */
  async reset(): Promise<void> {
    const resets = [...this.#proxies.values()].map((proxy) =>
      this.#inTurn(proxy.name, async () => {
        for (const { name } of proxy.link.toxics) proxy.link.removeToxic(name);
        if (this.#proxies.get(proxy.name) === proxy) await proxy.start();
      }),
    );
    const failed = (await Promise.allSettled(resets)).find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  watch(watcher: ProxyWatcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Where that fails the present one stays, without its connections. */
  async #replace(present: RelayedProxy, spec: ProxySpec): Promise<RelayedProxy> {
    const { enabled } = present;
    // It may hold the port that the new one is to have.
    present.stop();
    try {
      return await this.#make(spec, present);
    } catch (error) {
      if (enabled) await present.start().catch(noop);
      throw error;
    }
  }

  async #make(spec: ProxySpec, replaced: RelayedProxy | null = null): Promise<RelayedProxy> {
    const { name } = spec;
    // Nobody hears of what comes to nothing.
    let early: LinkEvent[] | null = [];
    const link = new Link({
      from: FROM,
      to: name,
      toxics: TOXICS,
      rng: this.#rngOf(name),
      onEvent: (event) => {
        if (early === null) this.#tell(name, event);
        else early.push(event);
      },
    });
    for (const toxic of spec.toxics) link.addToxic(toxic);
    const proxy = new RelayedProxy(this.#world, link, spec);
    if (spec.enabled) await proxy.start();
    else link.down = true;
    this.#proxies.set(name, proxy);
    this.#onUpstream(proxy);
    if (replaced !== null) this.#forget(replaced);
    const heard = early;
    early = null;
    if (spec.enabled && this.#down.has(name)) this.#tell(name, { kind: 'up' });
    for (const event of heard) this.#tell(name, event);
    return proxy;
  }

  /** Its toxics go with it, and what they held with its connections. */
  #forget({ name, link }: ControlledProxy): void {
    for (const toxic of link.toxics) this.#tell(name, { kind: 'removed', toxic });
  }

  #tell(name: string, event: LinkEvent): void {
    if (event.kind === 'down') this.#down.add(name);
    if (event.kind === 'up') this.#down.delete(name);
    for (const watcher of this.#watchers) watcher({ name }, event);
  }

  #present(name: string): RelayedProxy {
    const proxy = this.#proxies.get(name);
    if (proxy === undefined) throw proxyNotFound();
    return proxy;
  }

  #rngOf(name: string): World['rng'] {
    const generation = (this.#generations.get(name) ?? 0) + 1;
    this.#generations.set(name, generation);
    return (stream) => this.#world.rng(generation === 1 ? stream : `${stream}/${generation}`);
  }

  async #inTurn<T>(name: string, job: () => T | Promise<T>): Promise<T> {
    const done = (this.#changing.get(name) ?? Promise.resolve()).then(job);
    const over = done.then(noop, noop);
    this.#changing.set(name, over);
    try {
      return await done;
    } finally {
      if (this.#changing.get(name) === over) this.#changing.delete(name);
    }
  }
}

/** Where the specification says nothing of toxics or sources, these may be any. */
function isSame({ listen, upstream, link, sources }: ControlledProxy, spec: ProxySpec): boolean {
  if (settled(listen) !== settled(spec.listen) || upstream !== spec.upstream) return false;
  if (spec.sources !== null && sources === null) return false;
  if (spec.toxics.length === 0) return true;
  const wanted = scratchLink(spec.name);
  for (const toxic of spec.toxics) wanted.addToxic(toxic);
  return shown(wanted) === shown(link);
}

function shown({ toxics }: Link): string {
  return JSON.stringify(toxics.map((toxic) => toxicView(toxic)));
}

function noop(): void {
  return undefined;
}
