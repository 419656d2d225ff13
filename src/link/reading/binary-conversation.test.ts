import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Status } from '../../protocol/message.ts';
import { Opcode } from '../../protocol/opcodes.ts';
import { answer, ask } from './frames.case.ts';
import { label, overhear } from './overhear.case.ts';
import { check } from './rows.case.ts';

test('each opcode is read by the name of its command', () => {
  const rows: readonly [name: string, extras: number, keyed: boolean, opcodes: readonly Opcode[]][] = [
    ['get', 0, true, [Opcode.get, Opcode.getq, Opcode.getk, Opcode.getkq]],
    ['set', 8, true, [Opcode.set, Opcode.setq]],
    ['add', 8, true, [Opcode.add, Opcode.addq]],
    ['replace', 8, true, [Opcode.replace, Opcode.replaceq]],
    ['append', 0, true, [Opcode.append, Opcode.appendq]],
    ['prepend', 0, true, [Opcode.prepend, Opcode.prependq]],
    ['delete', 0, true, [Opcode.delete, Opcode.deleteq]],
    ['incr', 20, true, [Opcode.incr, Opcode.incrq]],
    ['decr', 20, true, [Opcode.decr, Opcode.decrq]],
    ['touch', 4, true, [Opcode.touch]],
    ['gat', 4, true, [Opcode.gat, Opcode.gatq, Opcode.gatk, Opcode.gatkq]],
    ['flush_all', 4, false, [Opcode.flush, Opcode.flushq]],
    ['quit', 0, false, [Opcode.quit, Opcode.quitq]],
    ['noop', 0, false, [Opcode.noop]],
    ['version', 0, false, [Opcode.version]],
    ['stats', 0, false, [Opcode.stat]],
    ['verbosity', 4, false, [Opcode.verbosity]],
    ['mechs', 0, false, [Opcode.mechs]],
  ];
  for (const [name, extras, keyed, opcodes] of rows) {
    for (const opcode of opcodes) {
      const request = ask(opcode, { extras, key: keyed ? 'a key' : '', opaque: 7 });
      const reply = answer(opcode, { opaque: 7 });
      check([[`opcode ${opcode}`, `>${request} | <${reply}`, `${name}${keyed ? ' a key' : ''}: ${reply}`]]);
    }
  }
});

test('replies find their requests by opcode and opaque', () => {
  const [get1, get2] = [ask(Opcode.get, { key: 'a', opaque: 1 }), ask(Opcode.get, { key: 'b', opaque: 2 })];
  const [hit1, hit2] = [1, 2].map((opaque) => answer(Opcode.get, { extras: 4, value: 'hit', opaque }));
  const get = (key: string): string => ask(Opcode.get, { key });
  const hit = (value: string): string => answer(Opcode.get, { extras: 4, value });
  const [noop, done] = [ask(Opcode.noop), answer(Opcode.noop)];
  const getq = (key: string, opaque = 0): string => ask(Opcode.getkq, { key, opaque });
  const hitq = (key: string, opaque = 0): string => answer(Opcode.getkq, { extras: 4, key, value: '1', opaque });
  const setq = ask(Opcode.setq, { extras: 8, key: 'a', opaque: 3 });
  const refused = answer(Opcode.setq, { status: Status.tooLarge, value: 'Too large.', opaque: 3 });
  const stats = ['pid', 'version', ''].map((key) => answer(Opcode.stat, { key, value: key })).join('');
  const unknown = answer(0x77, { status: Status.unknownCommand });
  const meta = answer(Opcode.meta, { value: 'EN!' });
  check([
    ['in order', `>${get1}${get2} | <${hit1}${hit2}`, `get a: ${hit1} | get b: ${hit2}`],
    ['out of order', `>${get1}${get2} | <${hit2}${hit1}`, `get a: ${hit1} | get b: ${hit2}`],
    [
      'one opaque for all',
      `>${get('a')}${get('b')} | <${hit('1')}${hit('2')}`,
      `get a: ${hit('1')} | get b: ${hit('2')}`,
    ],
    [
      'used again',
      `>${get('a')} | <${hit('1')} | >${get('b')} | <${hit('2')}`,
      `get a: ${hit('1')} | get b: ${hit('2')}`,
    ],
    [
      'quiet ones that miss say nothing',
      `>${getq('a')}${getq('b')}${getq('c')}${noop} | <${hitq('b')}${done}`,
      `get a: | get b: ${hitq('b')} | get c: | noop: ${done}`,
    ],
    [
      'nor do they later',
      `>${getq('a', 1)}${noop} | <${done} | >${getq('a', 1)}${noop} | <${hitq('a', 1)}${done}`,
      `get a: | noop: ${done} | get a: ${hitq('a', 1)} | noop: ${done}`,
    ],
    ['a quiet set complains', `>${setq}${noop} | <${refused}${done}`, `set a: ${refused} | noop: ${done}`],
    ['stats are many frames', `>${ask(Opcode.stat)}${noop} | <${stats}${done}`, `stats: ${stats} | noop: ${done}`],
    ['an answer to nothing', `>${get1} | <${hit2}${hit1}`, `get a: ${hit1} | ?: ${hit2}`],
    [
      'what nobody knows is a frame all the same',
      `>${ask(0x77, { key: 'a', value: 'xyz', extras: 3 })}${get1} | <${unknown}${hit1}`,
      `get a: ${hit1} | ?: ${unknown}`,
    ],
    [
      'between proxies and backends a meta command travels in a frame',
      `>${ask(Opcode.meta, { key: 'a', value: 'mg a v!' })} | <${meta}`,
      `mg a: ${meta}`,
    ],
  ]);
});

test('who signs in', () => {
  const plain = (text: string, key = 'PLAIN', opcode: number = Opcode.auth): string =>
    ask(opcode, { key, value: text });
  const get = ask(Opcode.get, { key: 'a' });
  const rows: readonly [why: string, request: string, heard: string][] = [
    ['from the request on', plain('\0alice\0secret'), 'auth @alice, get a @alice'],
    ['with an authzid', plain('alice\0alice\0secret'), 'auth @alice, get a @alice'],
    ['a user is bytes', plain('\0\xc3\xbc\0secret'), 'auth @\xc3\xbc, get a @\xc3\xbc'],
    ['step by step', plain('') + plain('\0al\0secret', 'PLAIN', Opcode.step), 'auth, step @al, get a @al'],
    ['who came last', plain('\0alice\0secret') + plain('\0bob\0secret'), 'auth @alice, auth @bob, get a @bob'],
    ['by other means', plain('\0alice\0secret', 'CRAM-MD5'), 'auth, get a'],
    ['without a user', plain('\0\0secret'), 'auth, get a'],
    ['longer than anybody waits for', plain(`\0alice\0${'x'.repeat(1100)}`), 'auth, get a'],
  ];
  for (const [why, request, expected] of rows) {
    const heard = overhear([['>', request + get]]);
    assert.is(heard.map(({ message }) => label(message)).join(', '), expected, why);
    const inBytes = overhear([...(request + get)].map((byte) => ['>', byte] as const));
    assert.equal(inBytes, heard, `${why}, byte by byte`);
  }
});

test('a stream that breaks is nobodys until it looks like one again', () => {
  const get = ask(Opcode.get, { key: 'a', opaque: 1 });
  const hit = answer(Opcode.get, { extras: 4, value: '1', opaque: 1 });
  const keyed = ask(Opcode.noop, { key: 'a' });
  check([
    ['a byte too many', `>${get}x${get} | >${get} | <${hit}`, `get a: ${hit} | get a: | ?:`],
    ['a key where none may be', `>${keyed} | >${get} | <${hit}`, `get a: ${hit} | ?:`],
    ['a reply that breaks', `>${get}${get} | <x${hit} | <${hit}`, `get a: ${hit} | get a: | ?: x${hit}`],
  ]);
  const noop = answer(Opcode.noop);
  const rest = noop.slice(9);
  check(
    [
      ['at a frame', `>${get} | <${hit}`, `get a: ${hit}`],
      ['not inside of one', `>${get.slice(5)} | >${get} | <${rest} | <${hit}`, `get a: ${hit} | ?: ${rest}`],
      ['not at half a header', `>${get.slice(0, 20)} | >${get.slice(20)} | >${get}`, 'get a: | ?:'],
      ['not at what nobody knows', `>${ask(0x77)} | >${get}`, 'get a: | ?:'],
      ['not at a value that looks like text', `>get this~ | <${hit}`, `get this: | ?: ${hit}`],
      ['what was asked before', `<${noop} | >${get} | <${hit}`, `get a: ${hit} | ?: ${noop}`],
    ],
    { fresh: false },
  );
});

test('thousands may wait, the oldest are forgotten', () => {
  const count = 5000;
  const opaques = Array.from({ length: count }, (_, i) => i);
  const asked = opaques.map((opaque) => ask(Opcode.set, { extras: 8, key: `k${opaque}`, opaque }));
  const answers = opaques.map((opaque) => answer(Opcode.set, { opaque }));
  const heard = overhear([
    ['>', asked.join('')],
    ['<', answers.toReversed().join('')],
  ]);
  heard.slice(0, count).forEach(({ message, answered }, i) => {
    assert.equal(message?.keys, [`k${i}`]);
    assert.is(answered, i < count - 4096 ? '' : answers[i]);
  });
  assert.is(heard.length, count + 1);
});

test.run();
