import type { Address } from '../world.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A connect to a host that nobody allowed: a mistake of who wrote the address, so it throws. */
export class HostNotAllowedError extends Error {
  readonly code = 'host-not-allowed';

  constructor(host: string) {
    super(`host of a connection: expected loopback or one that is allowed by name, got ${host}`);
    this.name = 'HostNotAllowedError';
  }
}

/** `host:port` (`[::1]:11211` for IPv6); null for a logical name. `localhost` is 127.0.0.1: no look-up, no surprise. */
export function parseEndpoint(address: Address): Endpoint | null {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(address);
  if (match === null) return null;
  const port = Number(match[3]);
  if (port < 1 || port > 65535) throw new Error(`port of ${address}: expected 1..65535`);
  const host = match[1] ?? match[2]!;
  return { host: host === 'localhost' ? '127.0.0.1' : host, port };
}

/** Load goes to this machine only, unless somebody vouches for a host by name. */
export function assertAllowed(host: string, allowHosts: readonly string[]): void {
  if (/^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || allowHosts.includes(host)) return;
  throw new HostNotAllowedError(host);
}
