export type LinkErrorCode = 'unknown-toxic-type' | 'toxic-exists' | 'toxic-not-found' | 'invalid-attributes';

/** All that can be wrong with what a user asks of a link; branch on `code`. */
export class LinkError extends Error {
  readonly code: LinkErrorCode;

  constructor(code: LinkErrorCode, message: string) {
    super(message);
    this.name = 'LinkError';
    this.code = code;
  }
}

export class UnknownToxicType extends LinkError {
  constructor(type: string, known: Iterable<string>) {
    super('unknown-toxic-type', `toxic type: expected one of ${[...known].join(', ')}, got ${JSON.stringify(type)}`);
  }
}

export class ToxicExists extends LinkError {
  constructor(link: string, name: string) {
    super('toxic-exists', `${link}: expected a new toxic name, got ${JSON.stringify(name)}, which exists`);
  }
}

export class ToxicNotFound extends LinkError {
  constructor(link: string, name: string, existing: Iterable<string>) {
    const expected = [...existing].join(', ') || 'no toxic at all';
    super('toxic-not-found', `${link}: expected the name of a toxic (${expected}), got ${JSON.stringify(name)}`);
  }
}

/** Also for toxicity. The message begins with the attribute: `latency: expected a whole number >= 0, got -1`. */
export class InvalidAttributes extends LinkError {
  constructor(attribute: string, expected: string, got: unknown) {
    super('invalid-attributes', `${attribute}: expected ${expected}, got ${shown(got)}`);
  }
}

/** Never calls the value's own code: a `toString` may throw. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}
