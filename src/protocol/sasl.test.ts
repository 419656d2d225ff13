import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BinaryRequestParser } from './binary-request.ts';
import { Bytes } from './bytes.ts';
import { Parsed, Verb } from './message.ts';
import { decodePlain, encodePlain, sameSecret, writeAuth } from './sasl.ts';

function decoded(text: string): string[] | null {
  const body = Buffer.from(`pre${text}`);
  const plain = decodePlain(body, 3, body.length);
  return plain && [plain.user.toString(), plain.password.toString()];
}

test('PLAIN bodies', () => {
  assert.equal(decoded('\0alice\0secret'), ['alice', 'secret'], 'as most clients send it');
  assert.equal(decoded('alice\0alice\0secret'), ['alice', 'secret'], 'with an authzid, as libmemcached does');
  assert.equal(decoded('\0alice\0'), ['alice', ''], 'an empty password is for the server to refuse');
  assert.equal(decoded(encodePlain('ålice', 'pass wörd').toString()), ['ålice', 'pass wörd']);
  for (const bad of ['', 'alice', '\0alice', '\0\0secret', 'a\0\0c', '\0a\0b\0c', `\0a\0${'x'.repeat(2000)}`]) {
    assert.is(decoded(bad), null, JSON.stringify(bad.slice(0, 20)));
  }
});

test('secrets are the same only when all bytes are', () => {
  const same = (a: string, b: string): boolean => sameSecret(Buffer.from(a), Buffer.from(b));
  assert.ok(same('secret', 'secret'));
  assert.ok(same('', ''));
  for (const [a, b] of [
    ['secret', 'secreT'],
    ['secret', 'secret\0'],
    ['', 'x'],
    ['secret', 'secre'],
  ] as const) {
    assert.not(same(a, b), `${a} ${b}`);
  }
});

test('an AUTH request parses back', () => {
  const out = new Bytes();
  writeAuth(out, 'PLAIN', 'alice', 'secret', 7);
  const parser = new BinaryRequestParser();
  parser.over(out.buf, 0, out.length);
  assert.is(parser.next(), Parsed.message);
  const { verb, keyStart, keyEnd, valueStart, valueEnd, opaque } = parser.request;
  assert.equal([verb, opaque], [Verb.auth, 7]);
  assert.is(out.buf.toString('latin1', keyStart, keyEnd), 'PLAIN');
  assert.equal(decodePlain(out.buf, valueStart, valueEnd)?.password, Buffer.from('secret'));
});

test.run();
