import { BadInput } from '../scenario/errors.ts';
import { Credentials } from '../tenancy/credentials.ts';
import { PWDB_VARIABLE } from './memcached-options.ts';
import { readUsers } from './users-file.ts';

export interface SignInArgs {
  readonly 'enable-sasl'?: boolean | undefined;
  readonly users?: string | undefined;
  readonly 'auth-file'?: string | undefined;
}

/** Null: nobody has to. `warn` hears what is not wrong enough to stop. Throws `BadInput`. */
export function whoMaySignIn(given: SignInArgs, warn: (text: string) => void): Credentials | null {
  const { users, 'auth-file': authFile, 'enable-sasl': sasl = false } = given;
  if (authFile !== undefined && (users !== undefined || sasl)) {
    throw new BadInput('-Y: expected alone, or --users in its place: both mean one list of users for SASL and text');
  }
  const fromEnvironment = sasl ? process.env[PWDB_VARIABLE] : undefined;
  const [path, where] =
    users !== undefined
      ? [users, '--users']
      : authFile !== undefined
        ? [authFile, '-Y']
        : [fromEnvironment, PWDB_VARIABLE];
  if (!path && !sasl) return null;
  if (!path)
    throw new BadInput(`-S: expected users, in --users FILE or in the file that ${PWDB_VARIABLE} names, got none`);
  const { users: all, warning } = readUsers(path, where);
  if (warning !== null) warn(warning);
  const credentials = new Credentials();
  for (const [user, password] of all) credentials.add(user, password);
  return credentials;
}
