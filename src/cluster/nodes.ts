import type { Backend } from '../backend/server.ts';
import type { Proxy } from '../proxy/proxy.ts';

/** What a cluster asks of a backend, whoever runs it. */
export type BackendNode = Pick<
  Backend,
  'name' | 'address' | 'listener' | 'lifetime' | 'evictions' | 'running' | 'start' | 'crash'
>;

/** What a cluster asks of a proxy, whoever runs it. */
export type ProxyNode = Pick<
  Proxy,
  | 'name'
  | 'address'
  | 'counters'
  | 'accepted'
  | 'turnedAway'
  | 'connections'
  | 'waiting'
  | 'backlog'
  | 'synsDropped'
  | 'authentication'
  | 'ejections'
  | 'home'
  | 'start'
  | 'crash'
  | 'hang'
  | 'recover'
  | 'eject'
  | 'readmit'
>;

/** A node that somebody else runs. */
export interface External {
  /** `host:port`. */
  readonly address: string;
  /** Null: it asks for none. */
  readonly signIn: { readonly user: string; readonly password: string } | null;
}
