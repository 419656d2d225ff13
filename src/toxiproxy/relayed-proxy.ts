import type { Link } from '../link/link.ts';
import { Relay } from '../link/relay.ts';
import type { World } from '../world/world.ts';
import { listenError, parseListen, settled } from './listen-address.ts';
import type { ControlledProxy, ProxyChange, ProxySpec } from './proxies.ts';

/** A link with the relay that is in force: another one for each place where it listens or where it connects to. */
export class RelayedProxy implements ControlledProxy {
  readonly name: string;
  readonly link: Link;
  #listen: string;
  #upstream: string;
  #enabled = false;
  /** Where each source's port was asked for, and where it is. */
  readonly #sources: Map<string, string> | null;
  #relay: Relay | null = null;
  #failuresBefore = 0;
  readonly #world: World;

  /** Disabled until it is started. */
  constructor(world: World, link: Link, { name, listen, upstream, sources }: ProxySpec) {
    this.#world = world;
    this.name = name;
    this.link = link;
    this.#listen = listen;
    this.#upstream = upstream;
    this.#sources = sources === null ? null : new Map(sources);
  }

  get listen(): string {
    return this.#listen;
  }

  get upstream(): string {
    return this.#upstream;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  get sources(): ReadonlyMap<string, string> | null {
    return this.#sources;
  }

  get failures(): number {
    return this.#failuresBefore + (this.#relay?.failures ?? 0);
  }

  /** Rejects with an `ApiError`; then it is disabled. */
  async start(): Promise<void> {
    if (this.#enabled) return;
    const places = [this.#listen, ...(this.#sources?.values() ?? [])].map(parseListen);
    this.#relay ??= this.#newRelay();
    const relay = this.#relay;
    this.link.down = false;
    const error = await new Promise<Error | null>((resolve) => relay.start(resolve));
    if (error !== null) {
      this.link.down = true;
      throw listenError(error, places);
    }
    this.#enabled = true;
    this.#listen = relay.address;
    for (const source of this.#sources?.keys() ?? []) this.#sources?.set(source, relay.addressOf(source));
  }

  /** Connections end; it waits for none of them. */
  stop(): void {
    if (!this.#enabled) return;
    this.#enabled = false;
    this.#relay?.stop();
    this.link.down = true;
  }

  /** Rejects with an `ApiError`; then it is disabled. */
  async change({
    listen = this.#listen,
    upstream = this.#upstream,
    enabled = this.#enabled,
  }: ProxyChange): Promise<void> {
    if (settled(listen) !== settled(this.#listen) || upstream !== this.#upstream) {
      this.stop();
      this.#listen = listen;
      this.#upstream = upstream;
      this.#failuresBefore = this.failures;
      this.#relay = null;
    }
    if (enabled) await this.start();
    else this.stop();
  }

  #newRelay(): Relay {
    const sources = [...(this.#sources ?? [])].map(([name, listen]) => ({ name, ...parseListen(listen) }));
    return new Relay({
      world: this.#world,
      name: nodeName(this.name),
      link: this.link,
      upstream: this.#upstream,
      ...parseListen(this.#listen),
      sources,
    });
  }
}

/** Sources stand behind a slash. */
function nodeName(name: string): string {
  return name.replaceAll('%', '%25').replaceAll('/', '%2F');
}
