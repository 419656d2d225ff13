import { sameSecret } from '../protocol/sasl.ts';
import type { World } from '../world/world.ts';

/** A password that cannot be read again, printed or turned into JSON: it can only be compared, in constant time. */
export class Secret {
  readonly #bytes: Buffer;

  constructor(password: string) {
    this.#bytes = Buffer.from(password, 'utf8');
  }

  is(given: Uint8Array): boolean {
    return sameSecret(given, this.#bytes);
  }
}

const WORDS = 4;

/**
 * The password of a user whom nobody gave one: 128 bits of the seed, in hex. Scenarios hold no passwords; the same seed
 * gives the same ones, and other users' do not shift them.
 */
export function drawPassword(world: World, user: string): string {
  const rng = world.rng(`tenancy/password/${user}`);
  return Array.from({ length: WORDS }, () => rng.u32().toString(16).padStart(8, '0')).join('');
}
