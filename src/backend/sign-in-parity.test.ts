/** The same SASL frames to memcached with `-S` and to ours. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as encode from '../protocol/binary-encode.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { writeAuth } from '../protocol/sasl.ts';
import { Credentials } from '../tenancy/credentials.ts';
import { createLiveWorld } from '../world/live/live-world.ts';
import { SECOND, type CloseReason } from '../world/world.ts';
import { missingPrograms, startMemcached } from './memcached.case.ts';
import { TestNode } from './node.case.ts';
import { Peer } from './peer.case.ts';

const PASSWORD = 'secret';
const LAST_OPAQUE = 0x7a7a7a7a;
const ANSWER_LIMIT_MS = 10_000;

type Write = (out: Bytes, user: string) => void;

const KEY = Buffer.from('PLAINkey');
const auth =
  (password: string, mechanism = 'PLAIN'): Write =>
  (out, user) =>
    writeAuth(out, mechanism, user, password, 1);
const simple =
  (opcode: number): Write =>
  (out) =>
    encode.writeSimple(out, opcode, 2);
const get: Write = (out) => encode.writeGet(out, KEY, 5, 8, 3);
/** An AUTH or STEP without credentials, or with a part of them. */
const bare =
  (opcode: number, bytes: number): Write =>
  (out) =>
    encode.writeConcat(out, opcode, KEY, 0, 5, KEY, 5, 5 + bytes, 0, 0, 4);
const stepWith =
  (password: string): Write =>
  (out, user) => {
    const value = Buffer.from(`\0${user}\0${password}`);
    encode.writeConcat(out, Opcode.step, KEY, 0, 5, value, 0, value.length, 0, 0, 5);
  };

const ROWS: readonly [why: string, ...frames: Write[]][] = [
  ['the mechanisms', simple(Opcode.mechs)],
  ['the version', simple(Opcode.version)],
  ['right', auth(PASSWORD), get],
  ['wrong', auth('wrong'), auth(PASSWORD), get],
  ['nobody', (out) => writeAuth(out, 'PLAIN', 'nobody', PASSWORD, 1)],
  ['the name of the mechanism in small letters', auth(PASSWORD, 'plain')],
  ['no NUL', bare(Opcode.auth, 3)],
  ['in two steps', bare(Opcode.auth, 0), stepWith(PASSWORD), get],
  ['in two steps, wrong', bare(Opcode.auth, 0), stepWith('wrong'), stepWith(PASSWORD)],
  ['a step without a start', stepWith(PASSWORD)],
  ['a step after the sign-in ends it', auth(PASSWORD), stepWith(PASSWORD), get],
  ['a failed one too', auth(PASSWORD), auth('wrong'), get],
  ['so does asking for the mechanisms', auth(PASSWORD), simple(Opcode.mechs), get],
  ['a get before it', get, auth(PASSWORD)],
  ['noop before it', simple(Opcode.noop)],
  ['stats before it', simple(Opcode.stat)],
  ['quit before it', simple(Opcode.quit)],
  ['what nobody knows before it', simple(0x77)],
  ['a malformed get before it', simple(Opcode.get)],
  ['the mechanisms with a key', (out) => encode.writeKeyed(out, Opcode.mechs, KEY, 0, 3, 0, 0, 6)],
  ['no mechanism', (out) => encode.writeConcat(out, Opcode.auth, KEY, 0, 0, KEY, 0, 3, 0, 0, 7)],
];

function framesOf([, ...frames]: (typeof ROWS)[number], user: string): Buffer {
  const out = new Bytes();
  for (const write of frames) write(out, user);
  encode.writeSimple(out, Opcode.version, LAST_OPAQUE);
  return Buffer.from(out.buf.subarray(0, out.length));
}

/** Settles when the last frame is answered, or the connection closed. */
class Visitor extends Peer {
  onSettled: (() => void) | null = null;

  override onData(buf: Buffer, start: number, end: number): number {
    super.onData(buf, start, end);
    if (this.heard.includes('zzzz')) this.onSettled?.();
    return end;
  }

  override onClose(why: CloseReason): void {
    super.onClose(why);
    this.onSettled?.();
  }
}

async function theirs(): Promise<string[]> {
  const real = await startMemcached({ sasl: { user: 'alice', password: PASSWORD } });
  const world = createLiveWorld({ seed: 1 });
  try {
    const heard: string[] = [];
    for (const row of ROWS) {
      const visitor = new Visitor(world, real.address);
      visitor.say(framesOf(row, real.user ?? ''));
      await new Promise<void>((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`${row[0]}: expected an answer`)), ANSWER_LIMIT_MS);
        visitor.onSettled = () => {
          clearTimeout(limit);
          resolve();
        };
      });
      heard.push(visitor.heard);
      visitor.socket.reset();
    }
    return heard;
  } finally {
    await world.close();
    await real.stop();
  }
}

function ours(): string[] {
  const admission = new Credentials();
  admission.add('alice@cluster', PASSWORD);
  const node = new TestNode({ admission });
  return ROWS.map((row) => {
    const peer = node.peer().say(framesOf(row, 'alice@cluster'));
    node.pass(SECOND / 10);
    return peer.heard;
  });
}

const name = 'memcached with -S says the same';
const missing = missingPrograms({ sasl: true });
if (missing.length > 0 && process.env['BROWNOUT_PEERS'] !== 'required') {
  test.skip(name);
  console.log(`skip: ${name}: not installed: ${missing.join(', ')}`);
} else {
  test(name, async () => {
    const [expected, heard] = [await theirs(), ours()];
    ROWS.forEach(([why], i) => assert.is(heard[i], expected[i], why));
  });
}

test.run();
