/** What no client should send, by the hundred thousand and by the seed: for codecs, and for whole nodes. */
import { HEADER, putHeader, putU32, REPLY_MAGIC, REQUEST_MAGIC } from './binary-header.ts';
import { Draws } from './collect.case.ts';
import type { Protocol } from './message.ts';
import { Opcode } from './opcodes.ts';
import { conversation, textCommand } from './valid.case.ts';

export interface Malformed {
  readonly seed: string;
  readonly kind: string;
  readonly bytes: Buffer;
  /** Sent in pieces that end here; none: in one piece. */
  readonly cuts: readonly number[];
  /** Sent behind a sign-in, where there is one. */
  readonly signedIn: boolean;
}

type Kind = (draws: Draws) => Buffer;

const KINDS: Readonly<Record<string, Kind>> = {
  noise: (draws) => draws.bytes(1 + draws.below(300)),
  'binary noise': (draws) => Buffer.concat([Buffer.from([REQUEST_MAGIC]), draws.bytes(draws.below(300))]),
  'flipped bits': flipped,
  'a changed byte': (draws) => changed(draws, conversation(draws, draws.pick(PROTOCOLS))),
  'binary lengths': binaryLengths,
  'text lengths': textLengths,
  'key too long': keyTooLong,
  'endless line': endlessLine,
  'text debris': textDebris,
  'any opcode': anyOpcode,
  'meta commands in frames': metaInFrames,
};
const PROTOCOLS: readonly Protocol[] = ['text', 'binary'];
const LENGTHS = [0, 1, 2, 8, 20, 24, 250, 251, 255, 0xffff, 0x10000, (8 << 20) + 1, 0x7fffffff, 0x80000000, 0xffffffff];
const NUMBERS = [
  ...[
    '-1',
    '0',
    '00',
    '1',
    '2',
    '+1',
    '0x10',
    '1e3',
    '1.5',
    'one',
    '',
    '65536',
    '8388609',
    '1048577',
    '2147483645',
    '2147483646',
  ],
  ...[
    '2147483647',
    '2147483648',
    '4294967295',
    '4294967296',
    '18446744073709551615',
    '18446744073709551616',
    '9'.repeat(60),
  ],
];
const COMMANDS = [
  ...['get', 'gets', 'gat', 'gats', 'set', 'add', 'replace', 'append', 'prepend', 'cas', 'delete', 'incr', 'decr'],
  ...['touch', 'version', 'stats', 'verbosity', 'mg', 'ms', 'md', 'ma', 'mn', 'me', 'GET', 'gett', '', 'bget'],
  ...[
    'lru tune',
    'lru mode',
    'lru temp_ttl',
    'lru_crawler',
    'lru_crawler crawl',
    'lru_crawler metadump',
    'slabs reassign',
  ],
  ...['slabs automove', 'extstore', 'cache_memlimit', 'shutdown', 'watch', 'refresh_certs', 'debugtime', 'misbehave'],
  ...['stats detail', 'stats cachedump', 'stats sizes', 'stats items', 'stats slabs', 'stats reset', 'stats conns'],
];
const PIECES = ['\r', '\n', '\r\n', '\0', ' ', '\t', '\x80', '\xff', 'a', 'noreply', '-', '%s%n', '=', '\x7f', 'q'];

/** Input n of a stream of them. Every fourth cuts a conversation off, at each offset in turn. */
export class MalformedInputs {
  private readonly name: string;
  private n = 0;
  private cutting: Buffer = Buffer.alloc(0);
  private cutAt = 0;

  /** The name is the seed: the same name gives the same inputs. */
  constructor(name: string) {
    this.name = name;
  }

  next(): Malformed {
    const n = this.n++;
    const draws = new Draws(this.name, n);
    const kind = n % 4 === 0 ? 'cut short' : draws.pick(Object.keys(KINDS));
    const bytes = n % 4 === 0 ? this.cut(draws) : KINDS[kind]!(draws);
    return { seed: draws.seed, kind, bytes, cuts: cutsOf(draws, bytes.length), signedIn: draws.below(2) === 0 };
  }

  take(count: number): Malformed[] {
    return Array.from({ length: count }, () => this.next());
  }

  private cut(draws: Draws): Buffer {
    if (this.cutAt >= this.cutting.length) {
      this.cutting = conversation(draws, draws.pick(PROTOCOLS));
      this.cutAt = 0;
    }
    return this.cutting.subarray(0, this.cutAt++);
  }
}

/** What a failure says: enough to send it again. */
export function describe({ seed, kind, bytes, cuts, signedIn }: Malformed): string {
  const where = cuts.length === 0 ? 'in one piece' : `cut at ${cuts.join(', ')}`;
  return `${kind}, seed ${seed}, ${where}${signedIn ? ', signed in' : ''}: ${bytes.toString('hex')}`;
}

function cutsOf(draws: Draws, length: number): number[] {
  if (length < 2 || draws.below(2) === 0) return [];
  if (length < 40 && draws.below(8) === 0) return Array.from({ length: length - 1 }, (_, i) => i + 1);
  const cuts = Array.from({ length: 1 + draws.below(3) }, () => 1 + draws.below(length - 1));
  return [...new Set(cuts)].sort((a, b) => a - b);
}

function flipped(draws: Draws): Buffer {
  const bytes = conversation(draws, draws.pick(PROTOCOLS));
  for (let left = 1 + draws.below(8); left > 0; left--) {
    const at = draws.below(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << draws.below(8));
  }
  return bytes;
}

function changed(draws: Draws, bytes: Buffer): Buffer {
  bytes[draws.below(bytes.length)] = draws.below(256);
  return bytes;
}

function header(draws: Draws, opcode: number, keyBytes: number, extras: number, body: number): Buffer {
  const bytes = Buffer.alloc(HEADER);
  const magic = draws.below(20) === 0 ? REPLY_MAGIC : REQUEST_MAGIC;
  putHeader(bytes, 0, magic, opcode, keyBytes, extras, draws.below(3), body, draws.u32(), 0, draws.below(3));
  return bytes;
}

/** One length of a frame, or all of them, are not what follows. */
function binaryLengths(draws: Draws): Buffer {
  const before = draws.below(2) === 0 ? conversation(draws, 'binary') : Buffer.alloc(0);
  const [key, extras, body] = [draws.pick(LENGTHS), draws.pick(LENGTHS), draws.pick(LENGTHS)];
  const all = draws.below(3) === 0;
  const frame = header(
    draws,
    draws.below(0x28),
    all || draws.below(2) === 0 ? key & 0xffff : 1,
    all || draws.below(2) === 0 ? extras & 0xff : draws.pick([0, 4, 8, 20]),
    body,
  );
  return Buffer.concat([before, frame, draws.bytes(draws.below(120)), conversation(draws, 'binary')]);
}

function textLengths(draws: Draws): Buffer {
  const command = draws.pick(COMMANDS);
  const numbers = Array.from({ length: draws.below(6) }, () => draws.pick(NUMBERS));
  const noreply = draws.below(4) === 0 ? ['noreply'] : [];
  const data = draws.below(2) === 0 ? `${'d'.repeat(draws.below(12))}\r\n` : '';
  const line = [command, draws.pick(['a', 'counter', '']), ...numbers, ...noreply].join(' ');
  return Buffer.concat([Buffer.from(`${line}\r\n${data}`, 'latin1'), conversation(draws, 'text')]);
}

function keyTooLong(draws: Draws): Buffer {
  const bytes = draws.pick([251, 252, 300, 1000, 2100, 5000]);
  if (draws.below(2) === 0) {
    const line = `${draws.pick(COMMANDS)} ${'k'.repeat(bytes)} 0 0 1\r\n1\r\n`;
    return Buffer.concat([Buffer.from(line), conversation(draws, 'text')]);
  }
  const extras = draws.pick([0, 4, 8, 20]);
  const frame = Buffer.concat([header(draws, draws.below(0x28), bytes, extras, bytes + extras), draws.bytes(extras)]);
  return Buffer.concat([frame, Buffer.alloc(bytes, 'k'), conversation(draws, 'binary')]);
}

function endlessLine(draws: Draws): Buffer {
  const unit = draws.pick(['x', ' ', 'get a ', 'a ', '\0', '\r', '\xff']);
  const start = draws.pick(['', 'get ', 'set a ', 'gat 0 ', 'mg a ', 'stats ', 'ms a 5 ']);
  const most = draws.below(20) === 0 ? 70_000 : 5000;
  return Buffer.from(start + unit.repeat(Math.ceil((1 + draws.below(most)) / unit.length)), 'latin1');
}

/** Pieces of commands in any order. */
function textDebris(draws: Draws): Buffer {
  const pieces: string[] = [];
  for (let left = 1 + draws.below(30); left > 0; left--) {
    const from = draws.pick([COMMANDS, NUMBERS, PIECES, PIECES]);
    pieces.push(draws.pick(from) + draws.pick([' ', ' ', '', '\r\n']));
  }
  return Buffer.from(pieces.join('') + draws.pick(['', '\r\n']), 'latin1');
}

/** A frame whose lengths agree with each other, of any opcode there may be. */
function anyOpcode(draws: Draws): Buffer {
  const frames: Buffer[] = [];
  for (let left = 1 + draws.below(4); left > 0; left--) {
    const extras = draws.bytes(draws.pick([0, 0, 4, 8, 20, draws.below(30)]));
    const key = Buffer.alloc(draws.pick([0, 1, 1, 5, 250]), 'k');
    const value = draws.bytes(draws.pick([0, 0, draws.below(40)]));
    // Beyond the 32nd second of 1970, and negative when signed.
    if (extras.length === 4 && draws.below(2) === 0) putU32(extras, 0, 0xffffffff);
    const body = extras.length + key.length + value.length;
    frames.push(header(draws, draws.below(256), key.length, extras.length, body), extras, key, value);
  }
  return Buffer.concat(frames);
}

/** Text in frames, whole, cut off or none: what it says ends where its frame does, whatever comes behind. */
function metaInFrames(draws: Draws): Buffer {
  const frames = Array.from({ length: 1 + draws.below(6) }, () => {
    const key = Buffer.from(draws.pick(['', 'a', 'counter']));
    const whole = draws.pick([
      textCommand(draws),
      `${draws.pick(COMMANDS)} a ${draws.pick(PIECES)}`,
      'ms a 1\r\n1\r\n',
    ]);
    const text = Buffer.from(draws.pick([whole, '', ' ', '\r\n', whole.slice(0, draws.below(whole.length))]), 'latin1');
    return Buffer.concat([header(draws, Opcode.meta, key.length, 0, key.length + text.length), key, text]);
  });
  return Buffer.concat([...frames, conversation(draws, 'binary')]);
}
