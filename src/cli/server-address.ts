import { badValue } from '../scenario/errors.ts';

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

export const MEMCACHED_PORT = 11_211;

/** `host:port`, `host` (memcached's port), `[::1]:port`. Throws `BadInput`; `where` says what for. */
export function parseServer(text: string, where: string): ServerAddress {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/@,]+))(?::(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[3] ?? MEMCACHED_PORT);
  if (match === null || port < 1 || port > 65_535) {
    const expected = 'host:port, with a port from 1 to 65535 and IPv6 in brackets';
    throw badValue(where, text.includes(',') ? `one server, as ${expected}` : expected, text);
  }
  return { host: match[1] ?? match[2]!, port };
}

/** As addresses are written in a world, and in `MEMCACHIER_SERVERS`. */
export function serverText({ host, port }: ServerAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
