/**
 * A meta command's line, with memcached 1.6.18's ideas of what is wrong with it:
 *
 *   ms <key> <datalen> <flag>*        mg|md|ma <key> <flag>*        me <key> [b]        mn
 *
 * A flag is a letter with its token right behind it. Positions are those of the borrowed buffer.
 */
import { decodeBase64 } from './base64-key.ts';
import { KEY_BYTES_MAX } from './binary-header.ts';
import type { Bytes } from './bytes.ts';
import { parseDecimal, U64 } from './decimal.ts';

const SPACE = 0x20;
const NOTHING = new Uint8Array(0);
/** Command, key and flags. */
export const META_TOKENS_MAX = 19;
/** Command, key and length of `ms`. */
const NAMED_TOKENS = 3;
const BAD_FORMAT = 'CLIENT_ERROR bad command line format';
const BAD_TOKEN = 'CLIENT_ERROR bad token in command line format';
const ERROR_OF_FLAG: ReadonlyMap<string, string> = new Map([
  ['J', 'CLIENT_ERROR invalid numeric initial value'],
  ['D', 'CLIENT_ERROR invalid numeric delta value'],
  // memcached says nothing of its own about this one.
  ['F', BAD_FORMAT],
]);

/** The second letters of the commands. */
export const Meta = { get: 0x67, set: 0x73, delete: 0x64, arithmetic: 0x61, noop: 0x6e, debug: 0x65 } as const;

export const Flag = {
  base64: 0x62,
  cas: 0x63,
  clientFlags: 0x66,
  fetched: 0x68,
  key: 0x6b,
  lastAccess: 0x6c,
  quiet: 0x71,
  size: 0x73,
  timeToLive: 0x74,
  noUpdate: 0x75,
  value: 0x76,
  compareCas: 0x43,
  delta: 0x44,
  setClientFlags: 0x46,
  invalidate: 0x49,
  initial: 0x4a,
  hint: 0x4c,
  mode: 0x4d,
  vivify: 0x4e,
  opaque: 0x4f,
  path: 0x50,
  recache: 0x52,
  setTimeToLive: 0x54,
} as const;
const KNOWN: ReadonlySet<number> = new Set(Object.values(Flag));

export class MetaLine {
  /** The second letter; 0: no meta command. */
  command = 0;
  /** Tokens, the command among them. */
  count = 0;
  /** What to answer instead of doing anything, '' for nothing. */
  error = '';
  /** It is about the flags. */
  flagsAreWrong = false;
  /** Decoded, if it was sent in base64. */
  key: Uint8Array = NOTHING;
  keyStart = 0;
  keyEnd = 0;
  keyIsBase64 = false;
  /** The first of the flags among the tokens. */
  flagsFrom = 2;
  readonly flags: Record<'compareCas' | 'delta' | 'initial', U64> = {
    compareCas: new U64(),
    delta: new U64(),
    initial: new U64(),
  };
  /** Of `ms`: the length of the data block. */
  bytes = 0;
  clientFlags = 0;
  /** Seconds as sent. */
  timeToLive = 0;
  vivify = 0;
  recache = 0;
  /** A letter; 0: none was given. */
  mode = 0;
  private buf: Uint8Array = NOTHING;
  private readonly starts = new Int32Array(META_TOKENS_MAX + 1);
  private readonly ends = new Int32Array(META_TOKENS_MAX + 1);
  private readonly seen = new Uint8Array(128);
  private readonly decoded = new Uint8Array(KEY_BYTES_MAX);

  /** buf[start, end) is the line, without CR and LF. */
  parse(buf: Uint8Array, start: number, end: number): void {
    this.buf = buf;
    this.error = '';
    this.flagsAreWrong = false;
    this.split(start, end);
    const { starts, ends } = this;
    this.command = ends[0]! - starts[0]! === 2 ? buf[starts[0]! + 1]! : 0;
    this.flagsFrom = this.command === Meta.set ? 3 : 2;
    this.key = buf;
    this.keyIsBase64 = false;
    this.keyStart = starts[1]!;
    this.keyEnd = ends[1]!;
    if (this.command === Meta.noop) return;
    if (this.command === Meta.debug) return this.parseDebug();
    if (this.count < 2) this.error = 'ERROR';
    else if (this.keyEnd - this.keyStart > KEY_BYTES_MAX) this.error = BAD_FORMAT;
    else if (this.command === Meta.set && this.count === 2) this.error = BAD_FORMAT;
    else if (this.count > META_TOKENS_MAX) {
      this.error = `CLIENT_ERROR options flags ${this.command === Meta.get ? 'are ' : ''}too long`;
    } else if (this.command === Meta.set && this.parseBytes() < 0) this.error = BAD_FORMAT;
    else {
      this.parseFlags();
      this.flagsAreWrong = this.error !== '';
    }
  }

  /** Whether the flag was given. Of a line without an error. */
  has(flag: number): boolean {
    return this.seen[flag] === 1;
  }

  /** Of the token at this place. */
  flagAt(token: number): number {
    return this.buf[this.starts[token]!]!;
  }

  lengthOf(token: number): number {
    return this.ends[token]! - this.starts[token]!;
  }

  /** Says the token as it was sent. */
  echo(token: number, out: Bytes): void {
    out.append(this.buf, this.starts[token]!, this.ends[token]!);
  }

  private parseBytes(): number {
    return (this.bytes = parseDecimal(this.buf, this.starts[2]!, this.ends[2]!));
  }

  private parseDebug(): void {
    this.seen.fill(0);
    if (this.count < 2 || this.keyEnd - this.keyStart > KEY_BYTES_MAX) this.error = BAD_FORMAT;
    else if (this.count > 2 && this.ends[2]! - this.starts[2]! === 1 && this.flagAt(2) === Flag.base64) {
      if (!this.decodeKey()) this.error = BAD_FORMAT;
    }
  }

  private split(start: number, end: number): void {
    const { buf, starts, ends } = this;
    let count = 0;
    let at = start;
    for (;;) {
      while (at < end && buf[at] === SPACE) at++;
      if (at >= end) break;
      if (count <= META_TOKENS_MAX) starts[count] = at;
      while (at < end && buf[at] !== SPACE) at++;
      if (count <= META_TOKENS_MAX) ends[count] = at;
      count++;
    }
    this.count = count;
    // Where there are fewer tokens than the command has names for, those of the line before must not be read again.
    for (; count < NAMED_TOKENS; count++) starts[count] = ends[count] = end;
  }

  /** The last thing that is wrong is told, but an unknown flag and a second one of its kind end it. */
  private parseFlags(): void {
    const { seen, flags } = this;
    seen.fill(0);
    this.mode = 0;
    this.clientFlags = this.timeToLive = this.vivify = this.recache = 0;
    flags.compareCas.hi = flags.compareCas.lo = flags.initial.hi = flags.initial.lo = flags.delta.hi = 0;
    flags.delta.lo = 1;
    for (let token = this.flagsFrom; token < this.count; token++) {
      const flag = this.flagAt(token);
      if (flag >= 127 || seen[flag] === 1) {
        this.error = 'CLIENT_ERROR duplicate flag';
        return;
      }
      if (!KNOWN.has(flag)) {
        this.error = 'CLIENT_ERROR invalid flag';
        return;
      }
      seen[flag] = 1;
      if (!this.read(flag, token)) this.error = wrong(flag);
    }
  }

  private read(flag: number, token: number): boolean {
    switch (flag) {
      case Flag.base64:
        return this.decodeKey();
      case Flag.setTimeToLive:
        this.timeToLive = this.seconds(token);
        return this.valid;
      case Flag.vivify:
        this.vivify = this.seconds(token);
        return this.valid;
      case Flag.recache:
        this.recache = this.seconds(token);
        return this.valid;
      case Flag.setClientFlags:
        this.clientFlags = Math.max(0, this.decimal(token, 1)) >>> 0;
        return this.valid;
      case Flag.compareCas:
        return this.long(this.flags.compareCas, token);
      case Flag.delta:
        return this.long(this.flags.delta, token);
      case Flag.initial:
        return this.long(this.flags.initial, token);
      case Flag.mode:
        this.mode = this.buf[this.starts[token]! + 1]!;
        return this.ends[token]! - this.starts[token]! === 2;
      default:
        return true;
    }
  }

  /** Whether the number that was read last is one. */
  private valid = false;

  /** 32 bits of it are kept. */
  private seconds(token: number): number {
    const negative = this.buf[this.starts[token]! + 1] === 0x2d;
    const seconds = this.decimal(token, negative ? 2 : 1);
    return (negative ? -seconds : seconds) | 0;
  }

  private decimal(token: number, from: number): number {
    const value = parseDecimal(this.buf, this.starts[token]! + from, this.ends[token]!);
    this.valid = value >= 0;
    return value;
  }

  private long(number: U64, token: number): boolean {
    const start = this.starts[token]! + 1;
    const plus = this.buf[start] === 0x2b && start < this.ends[token]! ? 1 : 0;
    return number.parse(this.buf, start + plus, this.ends[token]!);
  }

  private decodeKey(): boolean {
    const bytes = decodeBase64(this.decoded, this.buf, this.keyStart, this.keyEnd);
    this.key = this.decoded;
    this.keyStart = 0;
    this.keyEnd = bytes;
    this.keyIsBase64 = true;
    return bytes > 0;
  }
}

function wrong(flag: number): string {
  if (flag === Flag.base64) return 'CLIENT_ERROR error decoding key';
  if (flag === Flag.mode) return 'CLIENT_ERROR incorrect length for M token';
  return ERROR_OF_FLAG.get(String.fromCharCode(flag)) ?? BAD_TOKEN;
}
