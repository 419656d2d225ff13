import { defineCommand, type ArgsDef, type CommandDef } from 'citty';
import { BadInput, badValue } from '../../scenario/errors.ts';
import { ApiError } from '../../toxiproxy/errors.ts';
import { serveToxiproxy, type ToxiproxyServer } from '../../toxiproxy/http-server.ts';
import type { ProxySpec } from '../../toxiproxy/proxies.ts';
import { Relays } from '../../toxiproxy/relays.ts';
import { isAddress, isLoopback } from '../../world/live/look-up.ts';
import type { LiveWorld } from '../../world/live/live-world.ts';
import { checkArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Cli } from '../environment.ts';
import { whole } from '../memcached-options.ts';
import { readProxiesFile } from '../proxies-file.ts';
import { RecordingFile } from '../recording-file.ts';
import { serverText } from '../server-address.ts';
import { standby } from '../standby.ts';
import { unpredictable } from '../unpredictable.ts';

const PORT = 8474;
const RULES = {
  repeatable: ['i-own-this-target'],
  instead: new Map([
    ['proxy-metrics', 'GET /metrics is always there'],
    ['runtime-metrics', 'GET /metrics is about proxies and toxics'],
  ]),
};

const args = {
  host: { type: 'string', description: 'Address that the API listens on (default: 127.0.0.1)', valueHint: 'addr' },
  port: { type: 'string', description: `Its port; 0: any (default: ${PORT})`, valueHint: 'num' },
  config: { type: 'string', description: "Proxies to begin with, as Toxiproxy's JSON", valueHint: 'file' },
  seed: { type: 'string', description: 'Same seed, same decisions of toxics', valueHint: 'text' },
  record: { type: 'string', description: 'Keeps what was done as a timeline, .yaml or .json', valueHint: 'file' },
  'i-own-this-target': {
    type: 'string',
    description: 'A host besides this machine that proxies may lead to; repeatable',
    valueHint: 'host',
  },
} as const satisfies ArgsDef;

/** Toxiproxy's control API, with relays of ours. */
export function toxiproxyCommand({ stdout, stderr }: Cli): Command {
  const warn = (text: string): unknown => stderr.write(`brownout: warning: ${text}\n`);
  const definition = defineCommand({
    meta: { name: 'toxiproxy', description: "Serves Toxiproxy's control API, and its proxies, until Ctrl-C" },
    args,
    async run({ rawArgs, args: given }): Promise<number> {
      const { config, seed = unpredictable() } = given;
      const options = {
        host: hostOf(given.host ?? '127.0.0.1'),
        port: whole(given.port ?? String(PORT), '--port', 0, 65_535),
        hosts: checkArguments(args, rawArgs, RULES).get('i-own-this-target') ?? [],
        config: config === undefined ? null : { file: config, proxies: readProxiesFile(config, '--config') },
        record: given.record === undefined ? null : new RecordingFile(given.record, '--record'),
        warn,
      };
      const { host, hosts, record } = options;
      if (!isLoopback(host)) warn(`whoever can reach ${host} can change proxies, and connect through new ones`);
      const servers: ToxiproxyServer[] = [];
      try {
        return await standby({ seed, allowHosts: hosts }, async (world) => {
          const { server, proxies } = await served(world, options);
          servers.push(server);
          const what = proxies === 0 ? 'toxiproxy' : `toxiproxy of ${proxies === 1 ? '1 proxy' : `${proxies} proxies`}`;
          stdout.write(`${what} listens on ${server.address} (pid ${process.pid}); Ctrl-C stops it\n`);
          stderr.write(`brownout: with --seed ${seed} toxics decide like this again\n`);
          return () => undefined;
        });
      } finally {
        for (const server of servers) await server.close();
        if (servers.length > 0) for (const text of record?.save() ?? []) stderr.write(`brownout: ${text}\n`);
      }
    },
  });
  // citty's own type of any command; `run` is only ever called with these args.
  return { args, rules: RULES, definition: definition as unknown as CommandDef };
}

interface Options {
  readonly host: string;
  readonly port: number;
  /** That proxies may lead to. */
  readonly hosts: readonly string[];
  readonly config: { readonly file: string; readonly proxies: readonly ProxySpec[] } | null;
  readonly record: RecordingFile | null;
  warn(text: string): void;
}

/** Resolves when everything listens. Rejects with `BadInput` where the system refuses what the user asked for. */
async function served(
  world: LiveWorld,
  { host, port, hosts, config, record, warn }: Options,
): Promise<{ server: ToxiproxyServer; proxies: number }> {
  const relays = new Relays(world, ({ name, upstream }) => {
    const stranger = strangerIn(upstream, hosts);
    if (stranger === null) return;
    warn(`proxy ${name}: its clients will be reset, for it leads to ${stranger}: --i-own-this-target ${stranger}`);
  });
  record?.watch(relays, world.clock);
  for (const spec of config?.proxies ?? []) {
    await relays.create(spec).catch((error: unknown) => {
      throw error instanceof ApiError
        ? new BadInput(`--config ${config?.file}: proxy ${spec.name}: ${error.message}`)
        : error;
    });
  }
  const server = await serveToxiproxy({ proxies: relays, host, port }).catch((error: NodeJS.ErrnoException) => {
    throw inPlainWords(error, host, port);
  });
  return { server, proxies: relays.all().length };
}

function hostOf(given: string): string {
  const host = given === 'localhost' ? '127.0.0.1' : given;
  if (isAddress(host)) return host;
  throw badValue('--host', 'one address of this machine, such as 127.0.0.1 or 0.0.0.0', given);
}

/** The host that nobody has vouched for. */
function strangerIn(upstream: string, hosts: readonly string[]): string | null {
  const host = /^\[?(.*?)\]?:\d+$/.exec(upstream)?.[1] ?? upstream;
  return host === 'localhost' || isLoopback(host) || hosts.includes(host) ? null : host;
}

function inPlainWords(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new BadInput(
        `--port: expected a port that nobody listens on, got ${serverText({ host, port })}, which is in use`,
      );
    case 'EACCES':
      return new BadInput(`--port: expected a port that this user may listen on, got ${port}`);
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return new BadInput(`--host: expected an address of this machine, got ${host}`);
    default:
      return error;
  }
}
