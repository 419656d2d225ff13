import { defineCommand, type ArgsDef, type CommandDef } from 'citty';
import { KEY_HASHES, type KeyHashName } from '../../proxy/hash.ts';
import { Proxy, type ProxyOptions } from '../../proxy/proxy.ts';
import { BadInput } from '../../scenario/errors.ts';
import { POLICY_NAMES } from '../../scenario/policy-schema.ts';
import { resolvePolicy } from '../../scenario/resolve-policy.ts';
import { Credentials } from '../../tenancy/credentials.ts';
import { lookUp } from '../../world/live/look-up.ts';
import { SECOND } from '../../world/world.ts';
import { checkArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Cli } from '../environment.ts';
import { listening, listenWarnings } from '../listening.ts';
import { INSTEAD, LISTEN_ARGS, listenOptions, REPEATABLE, whole } from '../memcached-options.ts';
import { parseServer, serverText, type ServerAddress } from '../server-address.ts';
import { standby } from '../standby.ts';
import { whoMaySignIn } from '../who-may-sign-in.ts';

const RULES = {
  repeatable: REPEATABLE,
  rest: true,
  instead: new Map([
    ...INSTEAD,
    ...['m', 'memory-limit', 'I', 'max-item-size', 'F', 'disable-flush-all'].map(
      (name) => [name, 'it is a matter of the backends'] as const,
    ),
  ]),
};
const HASHES = Object.keys(KEY_HASHES) as KeyHashName[];

const args = {
  backend: {
    type: 'positional',
    required: true,
    description: 'host:port of each backend, in an order that all proxies share',
  },
  ...LISTEN_ARGS,
  hash: { type: 'enum', options: HASHES, description: 'How keys are hashed (default: one_at_a_time)' },
  policy: {
    type: 'enum',
    options: [...POLICY_NAMES],
    description: 'What becomes of a sick backend (default: none)',
  },
  'ejected-keys': {
    type: 'enum',
    options: ['rehash', 'miss-fast'],
    description: "What becomes of an ejected backend's keys (default: rehash)",
  },
  'connections-per-backend': { type: 'string', description: 'Pipelined connections (default: 1)', valueHint: 'num' },
} as const satisfies ArgsDef;

/** Who has connected and not signed in by then is dropped. */
const DROP_AFTER = 5 * SECOND;

/** One proxy before backends that somebody else serves. */
export function proxyCommand({ stdout, stderr }: Cli): Command {
  const warn = (text: string): unknown => stderr.write(`brownout: warning: ${text}\n`);
  const definition = defineCommand({
    meta: { name: 'proxy', description: 'Serves one proxy before memcached backends until Ctrl-C' },
    args,
    async run({ rawArgs, args: given }): Promise<number> {
      const backends = parseBackends(checkArguments(args, rawArgs, RULES).get('backend') ?? []);
      const options = listenOptions(given);
      const connections = whole(given['connections-per-backend'] ?? '1', '--connections-per-backend', 1, 1000);
      const admission = whoMaySignIn(given, warn);
      listenWarnings(options, admission !== null).forEach(warn);
      await Promise.all(backends.map(known));
      return standby({ allowHosts: backends.map(({ host }) => host) }, async (world) => {
        const proxy = new Proxy({
          ...options,
          world,
          name: 'proxy',
          address: 'proxy',
          backends: backends.map(serverText).map((address) => ({ name: address, address })),
          hash: given.hash ?? 'one_at_a_time',
          cpuCost: 0,
          connectionsPerBackend: connections,
          authentication: admission === null ? null : FREE_SIGN_IN,
          admission: admission ?? new Credentials(),
          policy: (seat) => resolvePolicy({ name: given.policy ?? 'none' }, seat),
          ejectedKeys: given['ejected-keys'] ?? 'rehash',
        });
        const at = await listening(
          options,
          (onReady) => proxy.start(onReady),
          () => proxy.address,
        );
        const who = admission === null ? '' : ', for those who sign in';
        const behind = backends.length === 1 ? '1 backend' : `${backends.length} backends`;
        stdout.write(`proxy of ${behind} listens on ${at}${who} (pid ${process.pid}); Ctrl-C stops it\n`);
        return () => given.verbose === true && stderr.write(`${summary(proxy)}\n`);
      });
    },
  });
  // citty's own type of any command; `run` is only ever called with these args.
  return { args, rules: RULES, definition: definition as unknown as CommandDef };
}

const FREE_SIGN_IN: ProxyOptions['authentication'] = {
  time: 0,
  servers: Infinity,
  skipClosed: false,
  dropAfter: DROP_AFTER,
};

function parseBackends(given: readonly string[]): ServerAddress[] {
  const backends = given.map((text) => parseServer(text, 'backend'));
  const twice = backends.map(serverText).find((address, i, all) => all.indexOf(address) < i);
  if (twice !== undefined) throw new BadInput(`backend: expected each once, got ${twice} twice`);
  return backends;
}

/** A name that nobody knows is better said now than with every request. */
async function known({ host }: ServerAddress): Promise<void> {
  await lookUp(host).catch(() => {
    throw new BadInput(`backend: expected a host that can be looked up, got ${host}, which nobody knows`);
  });
}

function summary(proxy: Proxy): string {
  const { counters } = proxy;
  return [
    `connections ${proxy.accepted} (turned away ${proxy.turnedAway})`,
    `requests ${counters.requests}`,
    `routed ${counters.routed}`,
    `failed for a backend's sake ${counters.backendFailures}`,
    `ejections ${proxy.ejections.length}`,
  ].join(', ');
}
