import { BadInput } from '../scenario/errors.ts';
import { isLoopback } from '../world/live/look-up.ts';
import { descriptorLimit } from '../world/live/descriptors.ts';
import type { ListenOptions } from './memcached-options.ts';
import { serverText } from './server-address.ts';

/** Descriptors of the process that are no connections. */
const OTHER_FILES = 40;

/** Resolves with where it listens. Rejects with `BadInput` where the user asked for what the system refuses. */
export async function listening(
  { host, port }: Pick<ListenOptions, 'host' | 'port'>,
  start: (onReady: (error: Error | null) => void) => void,
  address: () => string,
): Promise<string> {
  const error = await new Promise<Error | null>((resolve) => start(resolve));
  if (error !== null) throw inPlainWords(error, host, port);
  const bound = address();
  // The world knows a wildcard by an address that can be connected to.
  return serverText({ host, port: Number(bound.slice(bound.lastIndexOf(':') + 1)) });
}

/** What should be known before anybody connects. */
export function listenWarnings({ host, maxConnections }: ListenOptions, signsIn: boolean, sockets = 1): string[] {
  const warnings: string[] = [];
  if (!isLoopback(host) && !signsIn) {
    warnings.push(`whoever can reach ${host} can read and write here, for nobody has to sign in (-S or -Y)`);
  }
  const limit = descriptorLimit();
  if (maxConnections * sockets + OTHER_FILES > limit) {
    warnings.push(`${maxConnections} connections need more than the ${limit} descriptors of this process (ulimit -n)`);
  }
  return warnings;
}

function inPlainWords(error: Error, host: string, port: number): Error {
  const code = 'code' in error ? error.code : undefined;
  const at = serverText({ host, port });
  switch (code) {
    case 'EADDRINUSE':
      return new BadInput(`-p: expected a port that nobody listens on, got ${at}, which is in use`);
    case 'EACCES':
    case 'EPERM':
      return new BadInput(`-p: expected a port that this user may listen on, got ${port}`);
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return new BadInput(`-l: expected an address of this machine, got ${host}`);
    default:
      return error;
  }
}
