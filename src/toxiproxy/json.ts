/** JSON as Go reads and writes it, whose manners Toxiproxy's clients know. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** In the order in which they came, also those of the same name. */
export class JsonObject {
  readonly entries: readonly (readonly [string, Json])[];

  constructor(entries: readonly (readonly [string, Json])[]) {
    this.entries = entries;
  }
}

/** The text is no JSON; the message is Go's. */
export class JsonError extends Error {}

/** The first value of the text, which may have anything behind it. Throws `JsonError`. */
export function firstValue(text: string): Json {
  return new Reader(text).first();
}

/** Compact, and safe in a page. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (c) => `\\u${codeOf(c).padStart(4, '0')}`);
}

/** An object whose keys are given in their order, which JavaScript does not keep where they look like numbers. */
export function goObject(entries: Iterable<readonly [string, string]>): string {
  return `{${[...entries].map(([key, json]) => `${goJson(key)}:${json}`).join()}}`;
}

/** Deeper than what anybody means, and no deeper than the stack. */
const MAX_DEPTH = 500;
const LITERALS = { t: true, f: false, n: null } as const;
const ESCAPES = new Set('bfnrt\\/"');

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  first(): Json {
    this.#skipSpace();
    if (this.#at === this.#text.length) throw new JsonError('EOF');
    const value = this.#value();
    const isClosed = typeof value === 'string' || (typeof value === 'object' && value !== null);
    const next = this.#text[this.#at];
    if (!isClosed && next !== undefined && !/[ \t\r\n]/.test(next)) throw this.#unexpected('after top-level value');
    return value;
  }

  #value(): Json {
    this.#skipSpace();
    const c = this.#text[this.#at];
    switch (c) {
      case '{':
        return this.#nested(() => this.#object());
      case '[':
        return this.#nested(() => this.#array());
      case '"':
        return this.#string();
      case 't':
      case 'f':
      case 'n':
        return this.#literal(LITERALS[c]);
      default:
        if (c === '-' || isDigit(c)) return this.#number();
        throw this.#unexpected('looking for beginning of value');
    }
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new JsonError('exceeded max depth');
    this.#at++;
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): JsonObject {
    const entries: [string, Json][] = [];
    if (this.#takes('}')) return new JsonObject(entries);
    do {
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') throw this.#unexpected('looking for beginning of object key string');
      const key = this.#string();
      if (!this.#takes(':')) throw this.#unexpected('after object key');
      entries.push([key, this.#value()]);
    } while (this.#takes(','));
    if (!this.#takes('}')) throw this.#unexpected('after object key:value pair');
    return new JsonObject(entries);
  }

  #array(): Json[] {
    const values: Json[] = [];
    if (this.#takes(']')) return values;
    do values.push(this.#value());
    while (this.#takes(','));
    if (!this.#takes(']')) throw this.#unexpected('after array element');
    return values;
  }

  #string(): string {
    const start = this.#at++;
    for (let c; (c = this.#text[this.#at]) !== '"'; this.#at++) {
      if (c === undefined || c < ' ') throw this.#unexpected('in string literal');
      if (c === '\\') this.#escape();
    }
    this.#at++;
    // What was checked is a string to JSON.parse, too.
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #escape(): void {
    const c = this.#text[++this.#at];
    if (c === 'u') {
      for (let i = 0; i < 4; i++) {
        if (!/^[0-9a-fA-F]$/.test(this.#text[++this.#at] ?? '')) {
          throw this.#unexpected('in \\u hexadecimal character escape');
        }
      }
    } else if (c === undefined || !ESCAPES.has(c)) throw this.#unexpected('in string escape code');
  }

  #number(): number {
    const start = this.#at;
    if (this.#text[this.#at] === '-') this.#at++;
    // A number that begins with 0 ends there.
    if (this.#text[this.#at] === '0') this.#at++;
    else this.#digits('in numeric literal');
    if (this.#text[this.#at] === '.') {
      this.#at++;
      this.#digits('after decimal point in numeric literal');
    }
    if (/^[eE]$/.test(this.#text[this.#at] ?? '')) {
      this.#at++;
      if (/^[+-]$/.test(this.#text[this.#at] ?? '')) this.#at++;
      this.#digits('in exponent of numeric literal');
    }
    return Number(this.#text.slice(start, this.#at));
  }

  #digits(where: string): void {
    if (!isDigit(this.#text[this.#at])) throw this.#unexpected(where);
    while (isDigit(this.#text[this.#at])) this.#at++;
  }

  #literal<T>(value: T): T {
    const word = String(value);
    for (const c of word) {
      if (this.#text[this.#at] !== c) throw this.#unexpected(`in literal ${word} (expecting '${c}')`);
      this.#at++;
    }
    return value;
  }

  #takes(c: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== c) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    for (let c; (c = this.#text[this.#at]) === ' ' || c === '\n' || c === '\r' || c === '\t'; this.#at++);
  }

  #unexpected(where: string): JsonError {
    const c = this.#text[this.#at];
    return new JsonError(c === undefined ? 'unexpected EOF' : `invalid character ${quoted(c)} ${where}`);
  }
}

function isDigit(c: string | undefined): boolean {
  return c !== undefined && c >= '0' && c <= '9';
}

function quoted(c: string): string {
  if (c === "'") return "'\\''";
  if (c === '"') return `'"'`;
  if (c === '\x7f' || (c < ' ' && !'\n\r\t\b\f'.includes(c))) return `'\\x${codeOf(c).padStart(2, '0')}'`;
  return `'${JSON.stringify(c).slice(1, -1)}'`;
}

function codeOf(c: string): string {
  return c.charCodeAt(0).toString(16);
}
