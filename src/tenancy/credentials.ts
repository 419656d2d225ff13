import { sameSecret, type PlainCredentials } from '../protocol/sasl.ts';

/** Who may sign in. Passwords are compared in constant time and never leave this object. */
export class Credentials {
  readonly #passwords = new Map<string, Buffer>();

  add(user: string, password: string): void {
    this.#passwords.set(user, Buffer.from(password, 'utf8'));
  }

  admits(given: PlainCredentials): boolean {
    const expected = this.#passwords.get(given.user.toString('utf8'));
    // An unknown user costs the same comparison as a known one.
    return sameSecret(given.password, expected ?? NOBODY) && expected !== undefined;
  }
}

const NOBODY = Buffer.from('nobody');
