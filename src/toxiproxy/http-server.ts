import type { Proxies } from './proxies.ts';

export interface ToxiproxyOptions {
  readonly proxies: Proxies;
  /** The interface to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** 0: any that is free. @default 8474 */
  readonly port?: number;
}

export interface ToxiproxyServer {
  /** `host:port`. */
  readonly address: string;
  /** Ends all calls and subscriptions at once. The proxies stay as they are. */
  close(): Promise<void>;
}

/** Serves Toxiproxy's control API. Rejects with the system's error when it cannot listen. */
export function serveToxiproxy(_options: ToxiproxyOptions): Promise<ToxiproxyServer> {
  return Promise.reject(new Error('not there yet'));
}
