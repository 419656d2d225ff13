import { defineCommand, type ArgsDef, type CommandDef } from 'citty';
import { BACKEND_DEFAULTS } from '../../backend/options.ts';
import { Backend } from '../../backend/server.ts';
import { packageVersion } from '../../execute/version.ts';
import { badValue } from '../../scenario/errors.ts';
import type { LiveWorld } from '../../world/live/live-world.ts';
import type { Command } from '../command.ts';
import type { Cli } from '../environment.ts';
import { listening, listenWarnings } from '../listening.ts';
import { INSTEAD, itemBytes, LISTEN_ARGS, listenOptions, REPEATABLE, whole } from '../memcached-options.ts';
import { standby } from '../standby.ts';
import { whoMaySignIn } from '../who-may-sign-in.ts';

const RULES = { repeatable: REPEATABLE, instead: INSTEAD };

const args = {
  ...LISTEN_ARGS,
  'memory-limit': {
    type: 'string',
    alias: 'm',
    description: 'Memory for items, in MB (default: 64)',
    valueHint: 'num',
  },
  'max-item-size': {
    type: 'string',
    alias: 'I',
    description: 'The largest item, such as 512k (default: 1m)',
    valueHint: 'size',
  },
  'disable-flush-all': { type: 'boolean', alias: 'F', description: 'Nobody may flush' },
  version: { type: 'boolean', alias: 'V', description: 'Prints versions, and does not serve' },
} as const satisfies ArgsDef;

/** One backend, for people and tools that want a memcached. */
export function backendCommand({ stdout, stderr }: Cli): Command {
  const warn = (text: string): unknown => stderr.write(`brownout: warning: ${text}\n`);
  const definition = defineCommand({
    meta: { name: 'backend', description: 'Serves one memcached until Ctrl-C, by the letters of memcached itself' },
    args,
    async run({ args: given }): Promise<number> {
      if (given.version) {
        stdout.write(`brownout ${packageVersion()}, with the manners of memcached ${BACKEND_DEFAULTS.version}\n`);
        return 0;
      }
      const options = listenOptions(given);
      const memoryLimit = whole(given['memory-limit'] ?? '64', '-m', 1, 1 << 20) * (1 << 20);
      const itemLimit = itemBytes(given['max-item-size'] ?? '1m', '-I');
      if (itemLimit > memoryLimit / 2) throw badValue('-I', 'at most half of the memory (-m)', given['max-item-size']);
      const admission = whoMaySignIn(given, warn);
      listenWarnings(options, admission !== null).forEach(warn);
      const flushes = given['disable-flush-all'] !== true;
      return standby({}, async (world) => {
        const backend = newBackend(world, { ...options, memoryLimit, itemLimit, admission, flushes });
        const at = await listening(
          options,
          (onReady) => backend.start(onReady),
          () => backend.listener?.address ?? '',
        );
        const who = admission === null ? '' : ', for those who sign in';
        stdout.write(`memcached listens on ${at}${who} (pid ${process.pid}); Ctrl-C stops it\n`);
        return () => given.verbose === true && stderr.write(`${summary(backend)}\n`);
      });
    },
  });
  // citty's own type of any command; `run` is only ever called with these args.
  return { args, rules: RULES, definition: definition as unknown as CommandDef };
}

type Chosen = Pick<
  ConstructorParameters<typeof Backend>[0],
  'host' | 'port' | 'maxConnections' | 'backlog' | 'memoryLimit' | 'itemLimit' | 'admission' | 'flushes'
>;

function newBackend(world: LiveWorld, options: Chosen): Backend {
  return new Backend({
    ...options,
    world,
    name: 'backend',
    serviceTime: { fixed: 0, exponential: 0 },
    // Absolute expiries are meant in the time of the people outside.
    epochSeconds: Math.floor(Date.now() / 1000),
    pid: process.pid,
    // As memcached: who has not signed in may stay.
    signInWithin: Infinity,
  });
}

function summary({ counters, listener, store }: Backend): string {
  const { getHits, getMisses, cmdSet } = counters;
  return [
    `connections ${listener?.accepted ?? 0} (turned away ${listener?.turnedAway ?? 0})`,
    `gets ${getHits + getMisses} (hits ${getHits})`,
    `sets ${cmdSet}`,
    `items left ${store.items}`,
  ].join(', ');
}
