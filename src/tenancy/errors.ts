export type TenancyErrorCode =
  'unknown-cache' | 'cache-exists' | 'too-many-caches' | 'unknown-credential' | 'user-exists' | 'primary-credential';

/** All that can be wrong with what a customer asks for; branch on `code`. No message ever tells a password. */
export class TenancyError extends Error {
  readonly code: TenancyErrorCode;
  /** What was given, and what would have done: for guesses at what was meant. */
  readonly given: string;
  readonly known: readonly string[];

  constructor(code: TenancyErrorCode, message: string, given = '', known: readonly string[] = []) {
    super(message);
    this.name = 'TenancyError';
    this.code = code;
    this.given = given;
    this.known = known;
  }
}

export class UnknownCache extends TenancyError {
  constructor(name: string, known: readonly string[]) {
    super('unknown-cache', `expected a cache (${list(known)}), got ${JSON.stringify(name)}`, name, known);
  }
}

export class CacheExists extends TenancyError {
  constructor(name: string) {
    super('cache-exists', `expected a new cache, got ${JSON.stringify(name)}, which exists`, name);
  }
}

export class TooManyCaches extends TenancyError {
  constructor(most: number) {
    super('too-many-caches', `expected at most ${most} caches over the directory's life, for so many have numbers`);
  }
}

export class UnknownCredential extends TenancyError {
  constructor(cache: string, user: string, known: readonly string[]) {
    const message = `expected a credential of cache ${cache} (${list(known)}), got ${JSON.stringify(user)}`;
    super('unknown-credential', message, user, known);
  }
}

export class UserExists extends TenancyError {
  constructor(user: string, cache: string) {
    const why = `which cache ${cache} has: proxies find a cache by its user`;
    super('user-exists', `expected a new user, got ${JSON.stringify(user)}, ${why}`, user);
  }
}

export class PrimaryCredential extends TenancyError {
  constructor(user: string) {
    const message = `expected a credential that is not the cache's primary, got ${JSON.stringify(user)}: promote another first`;
    super('primary-credential', message, user);
  }
}

function list(known: readonly string[]): string {
  return known.join(', ') || 'there is none';
}
