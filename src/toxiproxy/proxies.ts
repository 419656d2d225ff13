/** What the control API controls. Toxiproxy's word for a link is "proxy", and so it is in this folder. */
import type { LinkEvent } from '../link/link-event.ts';
import type { Link, ToxicOptions } from '../link/link.ts';

/** A link that has a name, and ends. Its toxics are changed on the link itself, at once. */
export interface ControlledProxy {
  readonly name: string;
  /** `host:port` where clients connect; as it was given until it has listened for the first time. */
  readonly listen: string;
  readonly upstream: string;
  /** While false connects are refused, and no connection is open. */
  readonly enabled: boolean;
  readonly link: Link;
  /** Where clients connect whose connections toxics choose by `sources`; null: everybody connects at `listen`. */
  readonly sources: ReadonlyMap<string, string> | null;
  /** Clients for whom no connection to the upstream came about. */
  readonly failures: number;
}

export interface ProxySpec {
  readonly name: string;
  /** `host:port`; '': any free port of 127.0.0.1. */
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
  readonly toxics: readonly ToxicOptions[];
  readonly sources: ReadonlyMap<string, string> | null;
}

/** What is absent stays as it is. */
export type ProxyChange = Partial<Pick<ProxySpec, 'listen' | 'upstream' | 'enabled'>>;

/** Hears of what has happened on a proxy's link; must not change it. */
export type ProxyWatcher = (proxy: Pick<ControlledProxy, 'name'>, event: LinkEvent) => void;

/**
 * All calls throw `ApiError`s, or a `LinkError` where toxics are at fault. Those that return promises wait for ports to
 * be bound, and never for a connection.
 */
export interface Proxies {
  /** In the order in which they were made. */
  all(): readonly ControlledProxy[];
  find(name: string): ControlledProxy | undefined;
  /** With its toxics, or, after an error, not at all. */
  create(spec: ProxySpec): Promise<ControlledProxy>;
  /** As `create`, in the place of one of the same name; one that is the same already stays as it is. */
  createOrReplace(spec: ProxySpec): Promise<ControlledProxy>;
  /** A new `listen` or `upstream` closes all connections; toxics stay. After an error it is disabled. */
  update(name: string, change: ProxyChange): Promise<ControlledProxy>;
  /** Closes all connections. */
  remove(name: string): Promise<void>;
  /** All enabled, and without toxics. */
  reset(): Promise<void>;
  /** Returns what ends the watch. */
  watch(watcher: ProxyWatcher): () => void;
}
