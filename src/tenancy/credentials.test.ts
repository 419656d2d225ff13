import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Credentials } from './credentials.ts';

const credentials = new Credentials();
credentials.add('alice', 'secret');
credentials.add('bob', 'other');
credentials.add('ålice', 'pass wörd');
credentials.add('empty', '');
credentials.add('constructor', 'x');

function admits(user: string, password: string | Buffer): boolean {
  return credentials.admit({ user: Buffer.from(user), password: Buffer.from(password) })?.user === user;
}

test('who is admitted', () => {
  const rows: readonly [why: string, user: string, password: string | Buffer, admitted: boolean][] = [
    ['right', 'alice', 'secret', true],
    ['another one', 'bob', 'other', true],
    ['the password of another user', 'alice', 'other', false],
    ['the user is told by case', 'Alice', 'secret', false],
    ['so is the password', 'alice', 'Secret', false],
    ['a part of the password', 'alice', 'secre', false],
    ['more than the password', 'alice', 'secret\0', false],
    ['no password', 'alice', '', false],
    ['an empty one that is right', 'empty', '', true],
    ['beyond ASCII', 'ålice', 'pass wörd', true],
    ['the same letters in another encoding', 'ålice', Buffer.from('pass wörd', 'latin1'), false],
    ['nobody', '', '', false],
    ['an unknown user with what it is compared to', 'mallory', 'nobody', false],
    ['a name that every object has', 'toString', '', false],
    ['such a name that was added', 'constructor', 'x', true],
    ['longer than any sign-in may be', 'alice', 'x'.repeat(5000), false],
  ];
  for (const [why, user, password, admitted] of rows) assert.is(admits(user, password), admitted, why);
});

test('a second password replaces the first', () => {
  const changing = new Credentials();
  const admitted = (password: string): boolean =>
    changing.admit({ user: Buffer.from('alice'), password: Buffer.from(password) }) !== null;
  changing.add('alice', 'old');
  changing.add('alice', 'new');
  assert.equal([admitted('old'), admitted('new')], [false, true]);
});

test('nothing that is printed tells a password', () => {
  assert.not(JSON.stringify(credentials).includes('secret'));
  assert.not(Object.values(credentials).some((value) => JSON.stringify(value).includes('secret')));
});

test.run();
