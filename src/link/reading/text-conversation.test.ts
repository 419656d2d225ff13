import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { overhear } from './overhear.case.ts';
import { check } from './rows.case.ts';

const K = 'k'.repeat(250);
const STATS = 'STAT pid 1~STAT version 1~END~';
const TOO_MANY = 'ERROR Too many open connections~';
const MEMORY = 'SERVER_ERROR out of memory~';

test('each command is read by its name and keys, and its reply is its own', () => {
  const two = 'VALUE a 0 3 9~END~VALUE c 1 0 8~~END~';
  const large = `>set a 0 0 ${9 << 20}~${'x'.repeat(9 << 20)}~get b~`;
  check([
    ['a miss', '>get a~ | <END~', 'get a: END~'],
    ['several keys are one message', `>gets a  b c~ | <${two}`, `gets a b c: ${two}`],
    ['keys come behind the time', '>gat 10 a b~ | <END~', 'gat a b: END~'],
    ['an old name of get', '>bget a~ | <END~', 'get a: END~'],
    ['the value is no command', '>set a 0 1 7~get b~~ | <STORED~', 'set a: STORED~'],
    ['a cas', '>cas a 0 0 1 7~x~ | <EXISTS~', 'cas a: EXISTS~'],
    ['the longest key', `>append ${K} 0 0 1~x~ | <NOT_STORED~`, `append ${K}: NOT_STORED~`],
    ['a number', '>incr a 1~ | <13~', 'incr a: 13~'],
    ['a number made shorter', '>decr a 1~ | <9 ~', 'decr a: 9 ~'],
    ['a delete', '>delete a~ | <NOT_FOUND~', 'delete a: NOT_FOUND~'],
    ['a touch', '>touch a 5~ | <TOUCHED~', 'touch a: TOUCHED~'],
    ['no keys', '>flush_all 10~ | <OK~', 'flush_all: OK~'],
    ['a topic is no key', `>stats items~ | <${STATS}`, `stats: ${STATS}`],
    ['items are listed', '>stats cachedump 1 1~ | <ITEM a [1 b; 0 s]~END~', 'stats: ITEM a [1 b; 0 s]~END~'],
    ['a reset is one line', '>stats reset~ | <RESET~', 'stats: RESET~'],
    ['a version', '>version~ | <VERSION 1.6.18~', 'version: VERSION 1.6.18~'],
    ['verbosity', '>verbosity 1~ | <OK~', 'verbosity: OK~'],
    ['nothing is said to quit', '>quit~', 'quit:'],
    ['an error ends any reply', `>get a~ | <${MEMORY}`, `get a: ${MEMORY}`],
    ['spaces in front', '>  get a ~ | <END~', 'get a: END~'],
    ['a bare line feed', '>get a\n | <END~', 'get a: END~'],
    ['too large, and swallowed', `${large} | <${MEMORY}END~`, `set a: ${MEMORY} | get b: END~`],
  ]);
});

test('meta commands', () => {
  check([
    ['a hit with its value', '>mg a v~ | <VA 2~~~', 'mg a: VA 2~~~'],
    ['a set', '>ms a 2 T0~hi~ | <HD~', 'ms a: HD~'],
    ['a key in base64', '>mg a2V5IGE= b~ | <EN~', 'mg key a: EN~'],
    ['no key', '>mn~ | <MN~', 'mn: MN~'],
    ['the others', '>md a~ma b~me c~ | <NF~HD~ME c exp=-1~', 'md a: NF~ | ma b: HD~ | me c: ME c exp=-1~'],
    ['silent until the barrier', '>mg a q~ms b 1 q~x~mn~ | <MN~', 'mg a: | ms b: | mn: MN~'],
    ['a key tells whose it is', '>mg a k q~mg b k q~mn~ | <HD kb~MN~', 'mg a: | mg b: HD kb~ | mn: MN~'],
    ['an opaque does', '>mg a O1 q v~mg a O2 v q~mg a~ | <VA 1 O2~x~HD~', 'mg a: | mg a: VA 1 O2~x~ | mg a: HD~'],
    ['a miss is not what a quiet one says', '>mg a q~mg b~ | <EN~', 'mg a: | mg b: EN~'],
    [
      'an error is taken for the loud one',
      `>ms a 1 q~x~mg b~mg c~ | <${MEMORY}EN~`,
      `ms a: | mg b: ${MEMORY} | mg c: EN~`,
    ],
    ['so is what may be either', '>mg a q v~mg b v~ | <VA 1~x~', 'mg a: | mg b: VA 1~x~'],
    ['but not what cannot', '>mg a q v~mg b q v~mn~ | <VA 1~x~MN~', 'mg a: VA 1~x~ | mg b: | mn: MN~'],
    ['or for the first, if there is none', `>ms a 1 q~x~ms b 1 q~x~ | <${MEMORY}`, `ms a: ${MEMORY} | ms b:`],
    ['a wrong flag is told', '>mg a q ?~mg b~ | <CLIENT_ERROR flag~HD~', 'mg a: CLIENT_ERROR flag~ | mg b: HD~'],
  ]);
});

test('replies are told apart where requests wait, or nothing is said to some', () => {
  check([
    [
      'in order',
      '>get a~set b 0 0 1~x~get c~ | <VALUE a 0 1~1~END~STORED~END~',
      'get a: VALUE a 0 1~1~END~ | set b: STORED~ | get c: END~',
    ],
    [
      'noreply is not waited for',
      '>set a 0 0 1 noreply~x~delete b noreply~incr c 1~ | <5~',
      'set a: | delete b: | incr c: 5~',
    ],
    [
      'an error all the same stands in for the next reply, and that is nobodys',
      '>set a 0 0 1 noreply~x~incr c 1~ | <ERROR~ | <5~ | >get d~ | <END~',
      'set a: | incr c: ERROR~ | get d: END~ | ?: 5~',
    ],
    [
      'what nobody knows is answered too',
      '>bogus~get a~set b 0 0 x~GET a~get b~ | <ERROR~END~CLIENT_ERROR line~ERROR~END~',
      'get a: END~ | get b: END~ | ?: ERROR~CLIENT_ERROR line~ERROR~',
    ],
    [
      'a data block of another length leaves a line of its own',
      '>set a 0 0 2~abcd~get a~ | <CLIENT_ERROR chunk~ERROR~END~',
      'set a: CLIENT_ERROR chunk~ | get a: END~ | ?: ERROR~',
    ],
    ['turned away', `<${TOO_MANY}`, `?: ${TOO_MANY}`],
    [
      'what does not fit is nobodys, and all that was asked until then is forgotten',
      '>get a~get b~ | <STORED~END~ | >get c~ | <END~',
      'get a: | get b: | get c: END~ | ?: STORED~END~',
    ],
    [
      'and stays forgotten',
      '>set a 0 0 1~x~ | <END~ | >get b~ | <END~ | >mg c q~set d 0 0 1~x~ | <STORED~',
      'set a: | get b: END~ | mg c: | set d: STORED~ | ?: END~',
    ],
  ]);
});

test('the first set is a sign-in if it is accepted', () => {
  const signIn = '>set alice 0 0 6~secret~';
  check([
    [
      'from the answer on',
      `${signIn} | >get a~ | <STORED~ | <END~ | >get b~`,
      'set alice: STORED~ | get a: END~ | get b @alice:',
    ],
    [
      'not if it is refused',
      `${signIn} | <CLIENT_ERROR no~ | >set b 0 0 1~x~ | <STORED~ | >get b~`,
      'set alice: CLIENT_ERROR no~ | set b: STORED~ | get b:',
    ],
    ['not with flags', '>set alice 1 0 6~secret~ | <STORED~ | >get b~', 'set alice: STORED~ | get b:'],
    [
      'not behind anything',
      `>bogus~ | <ERROR~ | ${signIn} | <STORED~ | >get b~`,
      'set alice: STORED~ | get b: | ?: ERROR~',
    ],
    ['a user is bytes', '>set \xc3\xbc 0 0 1~x~ | <STORED~ | >get b~', 'set \xc3\xbc: STORED~ | get b @\xc3\xbc:'],
  ]);
  check([['is it the first?', `${signIn} | <STORED~ | >get b~`, 'set alice: STORED~ | get b:']], { fresh: false });
});

test('a line that is longer than 8 KiB', () => {
  const keys = Array.from({ length: 2000 }, (_, i) => `key${i}`);
  const asked = `get ${keys.join(' ')}\r\n`;
  const answered = 'VALUE key1999 0 1\r\n1\r\nEND\r\n';
  const [long, next, ...others] = overhear([
    ['>', `${asked}get b\r\n`],
    ['<', `${answered}END\r\n`],
  ]);
  assert.is(long?.asked, asked);
  assert.is(long?.answered, answered);
  const known = long?.message?.keys ?? [];
  assert.equal(known, keys.slice(0, known.length), 'as many keys as came with the first 8 KiB');
  assert.ok(known.length > 900);
  assert.is(next?.answered, 'END\r\n');
  assert.is(others.length, 0);
  const junk = `>set ${'x'.repeat(9000)} | >y~`;
  check([
    ['is nonsense', `${junk} | >get a~ | <END~`, 'get a: END~ | ?:'],
    ['whatever is said to it', `${junk} | >get a~ | <STORED~ | <END~`, 'get a: END~ | ?: STORED~'],
  ]);
});

test('joining a conversation', () => {
  const value = 'VALUE a 0 1~1~END~';
  check(
    [
      ['at a command', `>get a~ | <${value}`, `get a: ${value}`],
      ['not at half a name', '>ge | >t a~ | >get b~ | <END~', 'get b: END~ | ?:'],
      ['not at what only begins like a name', '>getting on~ | >version~', 'version: | ?:'],
      [
        'at what only looks like one, until it does not any more',
        `>get this out\r | >\nof~ | >get a~ | <${value}`,
        `get this out: | get a: ${value} | ?:`,
      ],
      ['first comes what was asked before', `>x~ | >get a~ | <STORED~ | <${value}`, `get a: ${value} | ?: STORED~`],
      ['nobody asked for b', `>get a~ | <VALUE b 0 1~1~END~ | <${value}`, `get a: ${value} | ?: VALUE b 0 1~1~END~`],
      ['the rest of a reply', `<ue~END~ | >get a~ | <${value}`, `get a: ${value} | ?: ue~END~`],
      ['some are never answered', `>incr a 1~ | >get a~ | <${value}`, `incr a: | get a: ${value}`],
      [
        'nor are many, and then it takes its time',
        `>${'incr a 1~'.repeat(9)}get a~ | <${value} | <${value} | <${value}`,
        `${'incr a: | '.repeat(9)}get a: ${value} | ?: ${value}${value}`,
      ],
      [
        'a line that is no command ends it',
        `>get a~nonsense~get b~ | >get c~ | <${value}ERROR~ | <END~`,
        `get a: ${value} | get c: ERROR~ | ?: END~`,
      ],
    ],
    { fresh: false },
  );
});

test('thousands may wait, more are not remembered', () => {
  const count = 5000;
  const sets = Array.from({ length: count }, (_, i) => `set key${i} 0 0 1\r\nx\r\n`);
  const heard = overhear([
    ['>', sets.join('')],
    ['<', 'STORED\r\n'.repeat(count)],
    ['>', 'get a\r\n'],
    ['<', 'END\r\n'],
  ]);
  const stored = heard.filter(({ message, answered }) => message?.command === 'set' && answered === 'STORED\r\n');
  assert.is(stored.length, 4096);
  assert.is(heard.find(({ message }) => message?.command === 'get')?.answered, 'END\r\n');
  assert.is(heard.at(-1)?.message, null);
  assert.is(heard.at(-1)?.answered, 'STORED\r\n'.repeat(count - 4096));
});

test.run();
