import { defineCommand, type ArgsDef, type CommandDef } from 'citty';
import { Cluster } from '../../cluster/cluster.ts';
import { chosenScenario } from '../../scenario/chosen.ts';
import { BadInput } from '../../scenario/errors.ts';
import { loadScenario } from '../../scenario/load.ts';
import { readAssignment } from '../../scenario/override.ts';
import { resolveScenario } from '../../scenario/resolve.ts';
import { didYouMean, oneOf } from '../../scenario/words.ts';
import { checkArguments } from '../arguments.ts';
import { clusterJson, clusterVariables, type Door } from '../cluster-text.ts';
import type { Command } from '../command.ts';
import type { Cli } from '../environment.ts';
import { PASSWORD_VARIABLE, USER_VARIABLE } from '../sign-in.ts';
import { standby } from '../standby.ts';
import { unpredictable } from '../unpredictable.ts';

const RULES = { repeatable: ['set'], secret: ['password'] };
const USER = 'brownout';

const args = {
  scenario: {
    type: 'positional',
    required: true,
    description: 'A built-in id (brownout list), or a path to a .ts, .js, .json or .yaml file',
  },
  set: { type: 'string', description: 'Changes a value of the scenario; repeatable', valueHint: 'path=value' },
  seed: {
    type: 'string',
    description: 'Same seed, same passwords of caches (default: nobody can guess it)',
    valueHint: 'text',
  },
  user: {
    type: 'string',
    alias: 'u',
    description: `Who may sign in, where the proxies ask (default: ${USER_VARIABLE}, or ${USER})`,
    valueHint: 'name',
  },
  password: {
    type: 'string',
    alias: 'p',
    description: `With what (default: ${PASSWORD_VARIABLE}, or one that nobody can guess)`,
    valueHint: 'text',
  },
  cache: { type: 'string', description: 'Prints the variables of this cache only', valueHint: 'name' },
  json: { type: 'boolean', description: 'Prints JSON instead of variables' },
} as const satisfies ArgsDef;

/** A scenario's cluster for real clients: no workloads, and nothing befalls it. */
export function clusterCommand(cli: Cli): Command {
  const { stdout, stderr } = cli;
  const definition = defineCommand({
    meta: { name: 'cluster', description: "Keeps a scenario's cluster up for real clients until Ctrl-C" },
    args,
    async run({ rawArgs, args: given }): Promise<number> {
      const changes = (checkArguments(args, rawArgs, RULES).get('set') ?? []).map(readAssignment);
      const { id, data } = await loadScenario(given.scenario, cli.scenarios);
      const { cluster: plan } = resolveScenario(chosenScenario(data, { variants: [], changes }, id), 1);
      const named = given.user !== undefined || given.password !== undefined;
      if (named && plan.proxy.authentication === null) {
        throw new BadInput(`-u and -p: expected proxies that ask for a sign-in, but those of ${id} do not`);
      }
      if (named && plan.tenants !== null) {
        throw new BadInput(
          `-u and -p: expected a cluster without caches: those of ${id} have credentials of their own`,
        );
      }
      if (given.cache !== undefined && plan.tenants === null) {
        throw new BadInput(`--cache: expected a scenario with caches, but ${id} has none`);
      }
      const seed = given.seed === undefined ? unpredictable() : String(given.seed);
      return standby({ seed }, async (world) => {
        const cluster = new Cluster(world, plan);
        const doors = doorsOf(cluster, plan.proxy.authentication !== null, given);
        await started(cluster);
        const facts = {
          scenario: id,
          pid: process.pid,
          proxies: cluster.proxies.map(({ name, address }) => ({ name, address })),
          backends: cluster.backends.map(({ name, address, listener }) => ({
            name,
            address: listener?.address ?? address,
          })),
          doors,
        };
        // What somebody else's backend holds is not ours to know.
        const emptiness = (plan.external?.size ?? 0) === 0 ? 'all empty' : 'our own ones empty';
        stdout.write(given.json ? clusterJson(facts) : clusterVariables(facts));
        stderr.write(
          `brownout: ${id} is up: ${count(cluster.proxies, 'proxy', 'proxies')} before ` +
            `${count(cluster.backends, 'backend', 'backends')}, ${emptiness} (pid ${process.pid}); Ctrl-C stops it\n`,
        );
        return () => undefined;
      });
    },
  });
  // citty's own type of any command; `run` is only ever called with these args.
  return { args, rules: RULES, definition: definition as unknown as CommandDef };
}

interface Choice {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly cache?: string | undefined;
}

/** Who may come in. Makes the one credential of clusters without caches. */
function doorsOf(cluster: Cluster, signsIn: boolean, given: Choice): Door[] {
  const { tenants } = cluster;
  if (!signsIn) return [{ cache: null, signIn: null }];
  if (tenants === null) {
    const user = given.user ?? (process.env[USER_VARIABLE] || USER);
    const password = given.password ?? (process.env[PASSWORD_VARIABLE] || unpredictable());
    cluster.credentials.add(user, password);
    return [{ cache: null, signIn: { user, password } }];
  }
  const caches = tenants.directory.caches();
  const names = caches.map(({ name }) => name);
  if (given.cache !== undefined && !names.includes(given.cache)) {
    const guess = didYouMean(given.cache, names);
    throw new BadInput(`--cache: expected ${oneOf(names)}, got ${JSON.stringify(given.cache)}${guess}`);
  }
  return caches
    .filter(({ name }) => given.cache === undefined || name === given.cache)
    .map(({ name, primary }) => ({
      cache: name,
      signIn: { user: primary, password: tenants.passwordOf(primary) },
    }));
}

/** Resolves when every node listens. */
async function started(cluster: Cluster): Promise<void> {
  const error = await new Promise<(Error & { code?: string }) | null>((resolve) => cluster.start(resolve));
  if (error === null) return;
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
  throw new BadInput(`cluster.ports: expected ports that nobody listens on, got ${error.message}`);
}

function count(nodes: readonly unknown[], one: string, many: string): string {
  return `${nodes.length} ${nodes.length === 1 ? one : many}`;
}
