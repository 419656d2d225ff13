import { PASSWORD_VARIABLE, USER_VARIABLE, type SignIn } from './sign-in.ts';

const SERVERS_VARIABLE = 'MEMCACHIER_SERVERS';

/** A way into a cluster. */
export interface Door {
  /** Null: there is one cache, which is everybody's. */
  readonly cache: string | null;
  /** Null: nobody has to sign in. */
  readonly signIn: SignIn | null;
}

export interface RunningCluster {
  readonly scenario: string;
  readonly pid: number;
  readonly proxies: readonly RunningNode[];
  readonly backends: readonly RunningNode[];
  readonly doors: readonly Door[];
}

interface RunningNode {
  readonly name: string;
  readonly address: string;
}

/** For a shell, as clients' libraries read them: a block for each cache. */
export function clusterVariables({ proxies, doors }: RunningCluster): string {
  const servers = proxies.map(({ address }) => address).join(',');
  const blocks = doors.map(({ cache, signIn }) => {
    const variables = [
      [SERVERS_VARIABLE, servers],
      ...(signIn === null
        ? []
        : [[USER_VARIABLE, signIn.user] as const, [PASSWORD_VARIABLE, signIn.password] as const]),
    ] as const;
    const lines = variables.map(([name, value]) => `${name}=${quoted(value)}\n`);
    return [...(cache === null ? [] : [`# cache ${cache}\n`]), ...lines].join('');
  });
  return blocks.join('\n');
}

/** For programs. */
export function clusterJson({ doors, ...cluster }: RunningCluster): string {
  const caches = doors.map(({ cache, signIn }) => ({ cache, ...signIn }));
  return `${JSON.stringify({ ...cluster, caches }, null, 2)}\n`;
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
