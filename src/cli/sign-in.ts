/** Who signs in: by options, or by the variables that MemCachier's clients read. */
import { BadInput } from '../scenario/errors.ts';

export const USER_VARIABLE = 'MEMCACHIER_USERNAME';
export const PASSWORD_VARIABLE = 'MEMCACHIER_PASSWORD';

export interface SignIn {
  readonly user: string;
  readonly password: string;
}

/** What an option does not say the environment does. Null: nobody signs in. No message shows a password. */
export function signInOf(
  given: { readonly user?: string | undefined; readonly password?: string | undefined },
  environment: Readonly<Record<string, string | undefined>>,
): SignIn | null {
  const user = given.user ?? environment[USER_VARIABLE];
  const password = given.password ?? environment[PASSWORD_VARIABLE];
  if (!user && !password) return null;
  if (!user) throw new BadInput(`password: expected a user beside it (-u or ${USER_VARIABLE}), got none`);
  if (!password) throw new BadInput(`user: expected a password beside it (-p or ${PASSWORD_VARIABLE}), got none`);
  if (user.includes('\0') || password.includes('\0')) {
    throw new BadInput('user and password: expected no NUL in them: it separates the two');
  }
  return { user, password };
}
