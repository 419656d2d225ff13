import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { COMMAND_NAMES } from './command-names.ts';
import { matches, type Match, type Message } from './message.ts';

function message(command: string, keys: readonly string[], credential: string | null): Message {
  return { command, keys, credential, luck: new Map() };
}

test('a match asks for what it names', () => {
  const get = message('get', ['user:7', 'user:8'], 'alice');
  const stats = message('stats', [], null);
  const rows: readonly [why: string, match: Match, of: Message, matches: boolean][] = [
    ['nothing is asked for', {}, stats, true],
    ['the command', { command: 'get' }, get, true],
    ['not a part of its name', { command: 'ge' }, get, false],
    ['one of several', { command: ['set', 'get'] }, get, true],
    ['none of several', { command: ['set', 'gets'] }, get, false],
    ['of no command', { command: [] }, get, false],
    ['a whole key', { key: 'user:8' }, get, true],
    ['not a part of one', { key: 'user:' }, get, false],
    ['a beginning', { key: 'user:*' }, get, true],
    ['an end', { key: '*:7' }, get, true],
    ['a middle', { key: '*ser*' }, get, true],
    ['any key', { key: '*' }, get, true],
    ['but there is none', { key: '*' }, stats, false],
    ['several stars', { key: 'u*e*:*' }, get, true],
    ['in order', { key: '*:*u*' }, get, false],
    ['no byte is used twice', { key: 'user:7*7' }, get, false],
    ['nothing is magic but the star', { key: 'user:.' }, get, false],
    ['the user', { credential: 'al*' }, get, true],
    ['another user', { credential: 'bob' }, get, false],
    ['nobody', { credential: '*' }, stats, false],
    ['all of it', { command: 'get', key: 'user:*', credential: 'alice' }, get, true],
    ['all but one', { command: 'get', key: 'page:*', credential: 'alice' }, get, false],
  ];
  for (const [why, match, of, expected] of rows) assert.is(matches(match, of), expected, why);
});

test('a pattern of many stars takes no long time', () => {
  const long = message('get', ['a'.repeat(250)], null);
  assert.not(matches({ key: `${'*a'.repeat(100)}b` }, long));
});

test('commands have the names that a match may ask for', () => {
  for (const name of ['get', 'gats', 'flush_all', 'mg', 'me', 'noop', 'auth', 'mechs', 'quit']) {
    assert.ok(COMMAND_NAMES.includes(name), name);
  }
  assert.not(COMMAND_NAMES.includes('bget'), 'is read as get');
  assert.is(new Set(COMMAND_NAMES).size, COMMAND_NAMES.length);
});

test.run();
