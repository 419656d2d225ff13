/** Options that memcached has too, under its own names and letters, where they mean the same here. */
import type { ArgsDef } from 'citty';
import { badValue } from '../scenario/errors.ts';
import { isAddress } from '../world/live/look-up.ts';
import { MEMCACHED_PORT } from './server-address.ts';

export const PWDB_VARIABLE = 'MEMCACHED_SASL_PWDB';

/** Of backends and proxies. */
export const LISTEN_ARGS = {
  listen: { type: 'string', alias: 'l', description: 'Address to listen on (default: 127.0.0.1)', valueHint: 'addr' },
  port: { type: 'string', alias: 'p', description: 'Port; 0 or -1: any (default: 11211)', valueHint: 'num' },
  'conn-limit': {
    type: 'string',
    alias: 'c',
    description: 'Connections; more are told so and closed (default: 1024)',
    valueHint: 'num',
  },
  'listen-backlog': {
    type: 'string',
    alias: 'b',
    description: 'Connections that may wait to be accepted (default: 1024)',
    valueHint: 'num',
  },
  'enable-sasl': {
    type: 'boolean',
    alias: 'S',
    description: `Clients must sign in, by SASL or by text: as --users or ${PWDB_VARIABLE} say`,
  },
  users: { type: 'string', description: 'Lines of user:password; implies -S', valueHint: 'file' },
  'auth-file': {
    type: 'string',
    alias: 'Y',
    description: 'The same, as memcached names it',
    valueHint: 'file',
  },
  verbose: { type: 'boolean', alias: 'v', description: 'Says at the end what it did' },
  threads: { type: 'string', alias: 't', description: 'Only 1', valueHint: 'num' },
  'udp-port': { type: 'string', alias: 'U', description: 'Only 0: there is no UDP', valueHint: 'num' },
} as const satisfies ArgsDef;

/** memcached repeats -v. */
export const REPEATABLE = ['verbose'];

/** What memcached takes and a node of ours does not. */
export const INSTEAD: ReadonlyMap<string, string> = new Map(
  (
    [
      ['unix-socket', 's', 'it listens on TCP: -l and -p'],
      ['unix-mask', 'a', 'it listens on TCP: -l and -p'],
      ['enable-shutdown', 'A', 'stop it with Ctrl-C or SIGTERM'],
      ['daemon', 'd', 'it stays in the foreground: put & behind it, or let a supervisor start it'],
      ['pidfile', 'P', 'the line that it prints says its pid'],
      ['enable-coredumps', 'r', 'ulimit -c says so'],
      ['user', 'u', 'start it as that user'],
      ['disable-evictions', 'M', 'it evicts; -m says how much it keeps'],
      ['lock-memory', 'k', 'its memory is not locked'],
      ['enable-largepages', 'L', 'the system chooses its pages'],
      ['license', 'i', 'see the package'],
      ['slab-growth-factor', 'f', 'it has no slabs: items take what they need'],
      ['slab-min-size', 'n', 'it has no slabs: items take what they need'],
      ['max-reqs-per-event', 'R', 'connections take turns by themselves'],
      ['disable-cas', 'C', 'items have their cas'],
      ['protocol', 'B', 'one port speaks both protocols'],
      ['disable-dumping', 'X', 'it dumps nothing'],
      ['disable-watch', 'W', 'it has no watch command'],
      ['memory-file', 'e', 'a restart begins cold'],
      ['enable-ssl', 'Z', 'put something before it that speaks TLS (stunnel, socat)'],
      ['extended', 'o', 'it has no extended options'],
    ] as const
  ).flatMap(([name, letter, advice]) => [
    [name, advice],
    [letter, advice],
  ]),
);

export interface ListenArgs {
  readonly listen?: string | undefined;
  readonly port?: string | undefined;
  readonly 'conn-limit'?: string | undefined;
  readonly 'listen-backlog'?: string | undefined;
  readonly threads?: string | undefined;
  readonly 'udp-port'?: string | undefined;
}

export interface ListenOptions {
  readonly host: string;
  /** 0: any. */
  readonly port: number;
  readonly maxConnections: number;
  readonly backlog: number;
}

/** Throws `BadInput`. */
export function listenOptions(given: ListenArgs): ListenOptions {
  const { listen = '127.0.0.1', port = String(MEMCACHED_PORT), threads = '1', 'udp-port': udp = '0' } = given;
  if (threads !== '1')
    throw badValue('-t', '1: one thread serves; more cores take more nodes, each on its port', threads);
  if (udp !== '0') throw badValue('-U', '0: there is no UDP', udp);
  const host = listen === 'localhost' ? '127.0.0.1' : listen;
  if (!isAddress(host)) throw badValue('-l', 'one address of this machine, such as 127.0.0.1 or 0.0.0.0', listen);
  return {
    host,
    port: port === '-1' ? 0 : whole(port, '-p', 0, 65_535),
    maxConnections: whole(given['conn-limit'] ?? '1024', '-c', 1, 1_000_000),
    backlog: whole(given['listen-backlog'] ?? '1024', '-b', 1, 1_000_000),
  };
}

export function whole(text: string, where: string, from: number, to: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= from && value <= to) return value;
  throw badValue(where, `a whole number from ${from} to ${to}`, text);
}

const BYTES_IN: Readonly<Record<string, number>> = { '': 1, k: 1 << 10, m: 1 << 20 };

/** `1m`, `512k`, `4096`: as memcached's -I. */
export function itemBytes(text: string, where: string): number {
  const [, digits, unit] = /^(\d{1,10})([km]?)$/i.exec(text) ?? [];
  const bytes = digits === undefined ? NaN : Number(digits) * (BYTES_IN[unit!.toLowerCase()] ?? NaN);
  if (bytes >= 1 << 10 && bytes <= 1 << 30) return bytes;
  throw badValue(where, 'a size from 1k to 1024m', text);
}
