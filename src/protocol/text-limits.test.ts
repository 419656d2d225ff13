import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Parsed } from './message.ts';
import { TextRequestParser } from './text-request.ts';

test('numbers of too many digits, and a line with a NUL, mean what they mean to memcached', () => {
  const rows: readonly [why: string, line: string, flags: number, expiry: number, valueBytes: number][] = [
    ['flags of more than 32 bits', 'set k 4294967297 0 3', 1, 0, 3],
    ['flags of 64 bits', 'set k 18446744073709551615 0 3', 0xffff_ffff, 0, 3],
    ['a time of more than 32 bits', 'set k 0 4294967301 3', 0, 5, 3],
    ['a time of 63 bits', 'set k 0 9223372036854775807 3', 0, -1, 3],
    ['a time of 63 bits and a sign', 'set k 0 -9223372036854775807 3', 0, 1, 3],
    ['a length of more than 32 bits', 'set k 0 0 4294967299', 0, 0, 3],
    ['what follows a NUL is not looked at', 'set k 0 5 3\0 x y z', 0, 5, 3],
  ];
  for (const [why, line, flags, expiry, valueBytes] of rows) {
    const parser = new TextRequestParser();
    const bytes = Buffer.from(`${line}\r\nabc\r\n`, 'latin1');
    parser.over(bytes, 0, bytes.length);
    assert.is(parser.next(), Parsed.message, why);
    const { request } = parser;
    assert.equal(
      [request.flags, request.expiry, request.valueEnd - request.valueStart],
      [flags, expiry, valueBytes],
      why,
    );
  }
});

test('a line that does not end is waited for as long as it may be a get', () => {
  const rows: readonly [start: string, parsed: Parsed][] = [
    ['get ', Parsed.more],
    ['   gets ', Parsed.more],
    ['gat 0 ', Parsed.broken],
    ['set ', Parsed.broken],
    [' '.repeat(101) + 'get ', Parsed.broken],
  ];
  for (const [start, parsed] of rows) {
    const parser = new TextRequestParser();
    const bytes = Buffer.from(start.padEnd(2049, 'k'));
    parser.over(bytes, 0, bytes.length - 1);
    assert.is(parser.next(), Parsed.more, start);
    parser.over(bytes, 0, bytes.length);
    assert.is(parser.next(), parsed, start);
  }
});

test.run();
