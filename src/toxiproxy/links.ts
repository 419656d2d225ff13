import type { LinkEvent } from '../link/link-event.ts';
import type { Link } from '../link/link.ts';
import { fixedProxies, proxyNotFound } from './errors.ts';
import type { ControlledProxy, Proxies, ProxyChange, ProxySpec, ProxyWatcher } from './proxies.ts';

/** What there is of them: a running scenario's cluster. */
export interface LinkHolder {
  readonly links: readonly Link[];
  /** Returns what ends the watch. */
  watch(watcher: (link: Link, event: LinkEvent) => void): () => void;
}

/**
 * The links between the nodes of a running scenario, each named by its ends, `proxy-1:backend-2`. Toxics, and whether they
 * are enabled, may change; the links themselves are fixed.
 */
export class Links implements Proxies {
  readonly #holder: LinkHolder;
  readonly #proxies: ReadonlyMap<string, FixedProxy>;

  constructor(holder: LinkHolder) {
    this.#holder = holder;
    this.#proxies = new Map(holder.links.map((link) => [linkName(link), new FixedProxy(link)]));
  }

  all(): readonly ControlledProxy[] {
    return [...this.#proxies.values()];
  }

  find(name: string): ControlledProxy | undefined {
    return this.#proxies.get(name);
  }

  create({ name }: ProxySpec): Promise<ControlledProxy> {
    return Promise.reject(fixedProxies(name));
  }

  createOrReplace({ name, listen, upstream, toxics }: ProxySpec): Promise<ControlledProxy> {
    const proxy = this.find(name);
    const same = proxy?.listen === listen && proxy.upstream === upstream && toxics.length === 0;
    return same ? Promise.resolve(proxy) : Promise.reject(fixedProxies(name));
  }

  update(name: string, change: ProxyChange): Promise<ControlledProxy> {
    const proxy = this.#proxies.get(name);
    if (proxy === undefined) return Promise.reject(proxyNotFound());
    const { listen = proxy.listen, upstream = proxy.upstream, enabled = proxy.enabled } = change;
    if (listen !== proxy.listen || upstream !== proxy.upstream) return Promise.reject(fixedProxies(name));
    proxy.link.down = !enabled;
    return Promise.resolve(proxy);
  }

  remove(name: string): Promise<void> {
    return Promise.reject<void>(this.#proxies.has(name) ? fixedProxies(name) : proxyNotFound());
  }

  reset(): Promise<void> {
    for (const { link } of this.#proxies.values()) link.reset();
    return Promise.resolve();
  }

  watch(watcher: ProxyWatcher): () => void {
    return this.#holder.watch((link, event) => watcher({ name: linkName(link) }, event));
  }
}

class FixedProxy implements ControlledProxy {
  readonly name: string;
  readonly link: Link;
  readonly sources = null;
  /** Its ends know. */
  readonly failures = 0;

  constructor(link: Link) {
    this.name = linkName(link);
    this.link = link;
  }

  get listen(): string {
    return this.link.from;
  }

  get upstream(): string {
    return this.link.to;
  }

  get enabled(): boolean {
    return !this.link.down;
  }
}

function linkName({ from, to }: Link): string {
  return `${from}:${to}`;
}
