import { sameSecret, type PlainCredentials } from '../protocol/sasl.ts';
import { EVERYTHING, type Admission, type Grant } from './grant.ts';

/**
 * The simplest admission: a list of users who share one cache and may do everything. Passwords are compared in constant
 * time and never leave this object.
 */
export class Credentials implements Admission {
  onVoid: ((grant: Grant) => void) | null = null;
  readonly #passwords = new Map<string, Buffer>();
  readonly #grants = new Map<string, Grant>();

  add(user: string, password: string): void {
    this.#passwords.set(user, Buffer.from(password, 'utf8'));
    this.#grants.set(user, { ...EVERYTHING, user });
  }

  admit(given: PlainCredentials): Grant | null {
    const user = given.user.toString('utf8');
    const expected = this.#passwords.get(user);
    // An unknown user costs the same comparison as a known one.
    const same = sameSecret(given.password, expected ?? NOBODY) && expected !== undefined;
    return same ? (this.#grants.get(user) ?? null) : null;
  }

  enter(_grant: Grant): boolean {
    return true;
  }

  leave(_grant: Grant): void {
    // No limits, nothing to count.
  }
}

const NOBODY = Buffer.from('nobody');
