import type { Directory, NewCredential } from './directory.ts';
import type { Admission, Grant } from './grant.ts';

export const MB = 1024 * 1024;
export const ROOMY = { memory: 100 * MB, connections: null };

/** A password that only this user has. */
export function credential(user: string, may: Partial<NewCredential> = {}): NewCredential {
  return { user, password: `${user}'s password`, ...may };
}

export function signIn(admission: Admission, user: string, password = `${user}'s password`): Grant | null {
  return admission.admit({ user: Buffer.from(user), password: Buffer.from(password) });
}

/** A directory with the cache `shop`, whose users are `old` (primary) and `reports`. */
export function shop(directory: Directory): number {
  const { number } = directory.createCache('shop', ROOMY, credential('old'));
  directory.addCredential('shop', credential('reports', { readOnly: true }));
  return number;
}
