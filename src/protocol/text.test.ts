import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Bytes } from './bytes.ts';
import { property, repliesOf, requestsOf, type Draws } from './collect.case.ts';
import { Status, Verb } from './message.ts';
import * as encode from './text-encode.ts';
import { TextReplyParser } from './text-reply.ts';
import { TextRequestParser } from './text-request.ts';
import { TEXT_VERBS } from './text-verbs.ts';

const STORAGE = [Verb.set, Verb.add, Verb.replace, Verb.append, Verb.prepend, Verb.cas] as const;

interface Expected {
  verb: Verb;
  key?: Buffer;
  value?: Buffer;
  quiet?: boolean;
  flags?: number;
  expiry?: number;
  cas?: number[];
  delta?: number[];
}

function line(bytes: number, e: Expected): string {
  return JSON.stringify({
    verb: e.verb,
    opcode: 0,
    quiet: e.quiet ?? false,
    withKey: false,
    key: e.key?.toString('latin1') ?? '',
    value: e.value?.toString('latin1') ?? '',
    flags: e.flags ?? 0,
    expiry: e.expiry ?? 0,
    cas: e.cas ?? [0, 0],
    delta: e.delta ?? [],
    initial: [],
    opaque: 0,
    ends: [true, true],
    bytes,
  });
}

function writeRandom(out: Bytes, verb: Verb, draws: Draws): string {
  const before = out.length;
  const key = draws.key();
  const value = draws.value();
  const flags = draws.u32();
  const expiry = draws.below(2) === 0 ? draws.u32() >>> 1 : -1 - draws.below(100);
  const [hi, lo] = [draws.u32(), draws.u32()];
  const quiet = draws.below(2) === 0;
  let expected: Expected = { verb, key };
  switch (verb) {
    case Verb.set:
    case Verb.add:
    case Verb.replace:
    case Verb.append:
    case Verb.prepend:
    case Verb.cas:
      encode.writeTextStorage(out, verb, key, 0, key.length, value, 0, value.length, flags, expiry, hi, lo, quiet);
      expected = { ...expected, value, flags, expiry, quiet, cas: verb === Verb.cas ? [hi, lo] : [0, 0] };
      break;
    case Verb.incr:
    case Verb.decr:
      encode.writeTextCounter(out, verb, key, 0, key.length, hi, lo, quiet);
      expected = { ...expected, delta: [hi, lo], quiet };
      break;
    case Verb.touch:
      encode.writeTextTouch(out, key, 0, key.length, expiry, quiet);
      expected = { ...expected, expiry, quiet };
      break;
    case Verb.gat:
    case Verb.gats:
      encode.writeTextGat(out, verb, key, 0, key.length, expiry);
      expected = { ...expected, expiry };
      break;
    default:
      encode.writeTextKeyed(out, verb, key, 0, key.length);
  }
  return line(out.length - before, expected);
}

const KEYED = [...STORAGE, Verb.get, Verb.gets, Verb.gat, Verb.gats, Verb.incr, Verb.decr, Verb.touch, Verb.delete];

test('every keyed command survives the round trip', () => {
  property('text-round-trip', 100, (draws) => {
    const out = new Bytes(16);
    const expected = KEYED.map((verb) => writeRandom(out, verb, draws));
    assert.equal(requestsOf(new TextRequestParser(), Buffer.from(out.buf.subarray(0, out.length))), expected);
  });
});

test('requests parse alike however the bytes are split', () => {
  property('text-split', 3, (draws) => {
    const out = new Bytes(16);
    for (let i = 0; i < 10; i++) {
      writeRandom(out, draws.pick(KEYED), draws);
      out.text(
        draws.pick(['get a b c\r\n', 'gats 5 x  y\r\n', 'bogus\r\n', 'set a 0 0 2\r\nabcd\r\n', 'ms k 2 T0\r\nhi\r\n']),
      );
    }
    const bytes = Buffer.from(out.buf.subarray(0, Math.min(out.length, 1500)));
    const whole = requestsOf(new TextRequestParser(), bytes);
    for (let cut = 0; cut <= bytes.length; cut++) {
      assert.equal(requestsOf(new TextRequestParser(), bytes, [cut]), whole, `cut at ${cut}`);
    }
    assert.equal(
      requestsOf(
        new TextRequestParser(),
        bytes,
        Array.from(bytes, (_, i) => i),
      ),
      whole,
      'byte by byte',
    );
  });
});

test('garbage never throws, and parses alike when split', () => {
  const words = [
    ...TEXT_VERBS.keys(),
    'noreply',
    '0',
    '1',
    '-1',
    '18446744073709551615',
    'x',
    ' ',
    '\r',
    '\n',
    '\r\n',
    '\0',
  ];
  property('text-garbage', 3000, (draws) => {
    const parts: Buffer[] = [];
    for (let i = 0; i < 30; i++) {
      parts.push(
        draws.below(10) === 0
          ? draws.bytes(draws.below(9))
          : Buffer.from(draws.pick(words) + ' '.repeat(draws.below(2))),
      );
    }
    const bytes = Buffer.concat(parts);
    const cut = draws.below(bytes.length);
    assert.equal(requestsOf(new TextRequestParser(), bytes, [cut]), requestsOf(new TextRequestParser(), bytes));
    const verb = draws.pick([...TEXT_VERBS.values()]);
    assert.equal(repliesOf(new TextReplyParser(), verb, bytes, [cut]), repliesOf(new TextReplyParser(), verb, bytes));
  });
});

const LONG = 'k'.repeat(251);
const FORMAT = 'bad 0 CLIENT_ERROR bad command line format';
const UNKNOWN = line(0, { verb: Verb.unknown });

/** What memcached 1.6.18 answers; `ERROR` is an unknown command, so that it is counted as one. */
const MALFORMED: readonly [bytes: string, ...answers: string[]][] = [
  ['\r\n', UNKNOWN],
  ['x\r\n', UNKNOWN],
  ['get\r\n', UNKNOWN],
  ['GET a\r\n', UNKNOWN],
  ['set a 0 0\r\n', UNKNOWN],
  ['set a 0 0 1 2 3\r\n', UNKNOWN],
  ['set a\0b 0 0 1\r\n', UNKNOWN],
  ['incr a\r\n', UNKNOWN],
  ['incr a 1 2 3\r\n', UNKNOWN],
  ['verbosity\r\n', UNKNOWN],
  ['flush_all 1 2 3\r\n', UNKNOWN],
  [`get a ${LONG}\r\n`, FORMAT],
  [`set ${LONG} 0 0 1\r\n`, FORMAT],
  ['set a x 0 1\r\n', FORMAT],
  ['set a 0 x 1\r\n', FORMAT],
  ['set a 0 0 x\r\n', FORMAT],
  ['set a 0 0 -1\r\n', FORMAT],
  ['set a 0 0 2147483647\r\n', FORMAT],
  ['set a 0 0 x noreply\r\n', 'bad 0 '],
  ['set a 0 0 1\r\n1234\r\n', 'bad 0 CLIENT_ERROR bad data chunk', UNKNOWN],
  ['cas a 0 0 1 x\r\n', FORMAT],
  ['cas a 0 0 1 99999999999999999999999\r\n', FORMAT],
  [`incr ${LONG} 1\r\n`, FORMAT],
  ['incr a x\r\n', 'bad 0 CLIENT_ERROR invalid numeric delta argument'],
  ['incr a 18446744073709551616\r\n', 'bad 0 CLIENT_ERROR invalid numeric delta argument'],
  ['touch a x\r\n', 'bad 0 CLIENT_ERROR invalid exptime argument'],
  ['gat x a\r\n', 'bad 0 CLIENT_ERROR invalid exptime argument'],
  ['flush_all x\r\n', 'bad 0 CLIENT_ERROR invalid exptime argument'],
  ['delete a 1\r\n', 'bad 0 CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]'],
  ['verbosity x\r\n', FORMAT],
  ['mg\r\n', UNKNOWN],
  ['ms a x\r\n', FORMAT],
  ['set a 0 0 1073741824\r\n', 'broken 0 SERVER_ERROR object too large for cache'],
  ['x'.repeat(3000), 'broken 0 '],
];

test('malformed commands get the answers of memcached', () => {
  const bytesOf = /"key.*/;
  for (const [bytes, ...answers] of MALFORMED) {
    const got = requestsOf(new TextRequestParser(), Buffer.from(bytes));
    const strip = (s: string): string => s.replace(bytesOf, '');
    assert.equal(got.map(strip), answers.map(strip), bytes.slice(0, 40));
  }
  assert.equal(
    requestsOf(new TextRequestParser(), Buffer.from(`get ${'x '.repeat(3000)}`)),
    [],
    'a long multi-get goes on',
  );
});

test('a multi-get is one request a key, with its ends marked', () => {
  const got = requestsOf(new TextRequestParser(), Buffer.from(' gets  aa b   c \r\n'));
  assert.equal(
    got.map((l) => [/"key":"(\w+)"/.exec(l)?.[1], /"ends":(\[.*?\])/.exec(l)?.[1]]),
    [
      ['aa', '[true,false]'],
      ['b', '[false,false]'],
      ['c', '[false,true]'],
    ],
  );
});

test('replies: what was asked decides what a line means', () => {
  const rows: readonly [verb: Verb, bytes: string, ...replies: unknown[][]][] = [
    [Verb.get, 'END\r\n', [Status.notFound, '', '', 0, true]],
    [Verb.get, 'VALUE k 7 2\r\nhi\r\nEND\r\n', [0, 'k', 'hi', 7, true]],
    [
      Verb.gets,
      'VALUE k 7 2 9\r\nhi\r\nVALUE l 0 5\r\nEND\r\n\r\nEND\r\n',
      [0, 'k', 'hi', 7, false],
      [0, 'l', 'END\r\n', 0, true],
    ],
    [
      Verb.get,
      'VALUE k 0 0\r\n\r\nSERVER_ERROR out of memory\r\n',
      [0, 'k', '', 0, false],
      [Status.outOfMemory, '', 'SERVER_ERROR out of memory', 0, true],
    ],
    [
      Verb.set,
      'STORED\r\nNOT_STORED\r\nEXISTS\r\n',
      [0, '', 'STORED', 0, true],
      [Status.notStored, '', 'NOT_STORED', 0, true],
      [Status.exists, '', 'EXISTS', 0, true],
    ],
    [
      Verb.incr,
      '18446744073709551615\r\n9 \r\nNOT_FOUND\r\n',
      [0, '', '18446744073709551615', 0, true],
      [0, '', '9 ', 0, true],
      [Status.notFound, '', 'NOT_FOUND', 0, true],
    ],
    [
      Verb.stats,
      'STAT version 1.6 x\r\nSTAT e\r\nEND\r\n',
      [0, 'version', '1.6 x', 0, false],
      [0, 'e', '', 0, false],
      [0, '', '', 0, true],
    ],
    [Verb.version, 'VERSION 1.6.18\r\n', [0, '', '1.6.18', 0, true]],
    [Verb.meta, 'VA 2 s\r\nhi\r\nEN\r\n', [0, '', 'hi', 0, true], [Status.notFound, '', 'EN', 0, true]],
    [
      Verb.delete,
      'ERROR Too many open connections\r\n',
      [Status.unknownCommand, '', 'ERROR Too many open connections', 0, true],
    ],
  ];
  for (const [verb, bytes, ...replies] of rows) {
    for (let cut = 0; cut <= bytes.length; cut++) {
      const got = repliesOf(new TextReplyParser(), verb, Buffer.from(bytes), [cut]).map((l) => {
        const [status, , , key, value, flags, , , last] = JSON.parse(l) as unknown[];
        return [status, key, value, flags, last];
      });
      assert.equal(got, replies, `${bytes} cut at ${cut}`);
    }
  }
  assert.equal(repliesOf(new TextReplyParser(), Verb.get, Buffer.from('STORED\r\n')), ['broken'], 'out of step');
});

test.run();
