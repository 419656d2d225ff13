import { defineCommand, type ArgsDef, type CommandDef } from 'citty';
import { Backend } from '../../backend/server.ts';
import { check, type CheckOptions, type CheckReport } from '../../check/check.ts';
import { finding } from '../../check/findings.ts';
import { spanText } from '../../check/notes.ts';
import { badValue } from '../../scenario/errors.ts';
import { parseNanos } from '../../scenario/units.ts';
import { createLiveWorld } from '../../world/live/live-world.ts';
import { lookUp } from '../../world/live/look-up.ts';
import { MILLISECOND, SECOND, type Nanos, type World } from '../../world/world.ts';
import { checkJson, checkText } from '../check-text.ts';
import type { Command } from '../command.ts';
import type { Cli } from '../environment.ts';
import { EXIT_FAILED } from '../exit-codes.ts';
import { parseServer, serverText, type ServerAddress } from '../server-address.ts';
import { PASSWORD_VARIABLE, signInOf, USER_VARIABLE, type SignIn } from '../sign-in.ts';
import { unpredictable } from '../unpredictable.ts';

const RULES = { secret: ['password'] };

const args = {
  server: { type: 'positional', required: true, description: 'host:port (11211 where no port is said)' },
  user: { type: 'string', alias: 'u', description: `Signs in as (default: ${USER_VARIABLE})`, valueHint: 'name' },
  password: {
    type: 'string',
    alias: 'p',
    description: `Signs in with (default: ${PASSWORD_VARIABLE}, which others do not see in the list of processes)`,
    valueHint: 'text',
  },
  'sign-in': {
    type: 'boolean',
    description: 'Signs in when user and password are known',
    negativeDescription: 'Does not sign in, whatever the environment says',
  },
  timeout: { type: 'string', description: 'Of each step (default: 5s)', valueHint: 'duration' },
  json: { type: 'boolean', description: 'Prints JSON' },
} as const satisfies ArgsDef;

/** Goes through a client's handshake and says where it went wrong. */
export function checkCommand({ stdout }: Cli): Command {
  const definition = defineCommand({
    meta: { name: 'check', description: 'Tries a server step by step, and says where it went wrong and what to do' },
    args,
    async run({ args: given }): Promise<number> {
      const server = parseServer(given.server, 'server');
      const timeout = duration(given.timeout ?? '5s');
      const { user, password } = given;
      const signIn = given['sign-in'] === false ? null : signInOf({ user, password }, process.env);
      const report = await checked(server, signIn, timeout);
      stdout.write(given.json ? checkJson(report) : checkText(report, signIn?.user ?? null));
      return report.finding === null ? 0 : EXIT_FAILED;
    },
  });
  // citty's own type of any command; `run` is only ever called with these args.
  return { args, rules: RULES, definition: definition as unknown as CommandDef };
}

/** One handshake is no load: any host may be asked. */
async function checked(server: ServerAddress, credential: SignIn | null, timeout: Nanos): Promise<CheckReport> {
  const shownAddress = serverText(server);
  const host = await soon(lookUp(server.host), timeout).catch(() => null);
  if (host === null) {
    const facts = { step: 'connect', address: shownAddress, timeout: spanText(timeout) } as const;
    return { address: shownAddress, steps: [], finding: finding('unknown-host', facts), notes: [] };
  }
  const address = serverText({ host, port: server.port });
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  const world = createLiveWorld({ seed: unpredictable(), allowHosts: [host], onError: (error) => fail(error) });
  const asked = (options: Pick<CheckOptions, 'address' | 'node' | 'shownAddress' | 'credential'>) =>
    new Promise<CheckReport>((resolve) => check({ world, timeout, ...options }, resolve));
  try {
    await Promise.race([warmUp(world, asked), failed]);
    return await Promise.race([asked({ address, shownAddress, credential }), failed]);
  } finally {
    await world.close();
  }
}

/** A server of our own is checked first: what code takes the first time it runs is no time of the server. */
async function warmUp(
  world: World,
  asked: (options: { address: string; node: string; credential: null }) => Promise<unknown>,
): Promise<void> {
  const own = new Backend({ world, name: 'warm-up', serviceTime: { fixed: 0, exponential: 0 } });
  const error = await new Promise<Error | null>((resolve) => own.start(resolve));
  if (error === null) await asked({ address: own.address, node: 'warm-up of check', credential: null });
  own.crash();
}

function duration(text: string): Nanos {
  const timeout = parseNanos(/^\d+(?:\.\d+)?$/.test(text) ? `${text}s` : text);
  if (timeout !== null && timeout >= 10 * MILLISECOND && timeout <= 600 * SECOND) return timeout;
  throw badValue('--timeout', 'a duration from 10ms to 10m, such as 750ms or 5s', text);
}

/** A name server that does not answer is as good as none. */
async function soon<T>(promise: Promise<T>, timeout: Nanos): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), timeout / MILLISECOND);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
