import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { consecutiveEject } from './policies/consecutive-eject.ts';
import { Rig, sinceMs } from './rig.case.ts';
import { ScriptedServer } from './scripted-server.case.ts';

test('a lost backend: what waited for it fails, in order, and the rest is answered', () => {
  const rig = new Rig();
  const [here, there] = [rig.keyOn(0), rig.keyOn(1)];
  rig.put(here, 'v');
  rig.world.cpu('backend-2').stall(Infinity);
  const asker = rig.asker();
  const start = rig.now;
  asker
    .ask('get', { key: here, opaque: 1 })
    .ask('get', { key: there, opaque: 2 })
    .ask('getq', { key: there, opaque: 3 });
  asker.ask('set', { key: there, opaque: 4 }).ask('get', { key: here, opaque: 5 }).ask('noop', { opaque: 6 });
  rig.after(10 * MILLISECOND, () => rig.backends[1]!.crash());
  rig.pass();
  assert.equal(asker.lines, [
    'get 0x00 #1=v',
    'get 0x86 #2',
    'getq 0x86 #3',
    'set 0x86 #4',
    'get 0x00 #5=v',
    'noop 0x00 #6',
  ]);
  assert.equal(sinceMs(start, asker.times), [0, 10, 10, 10, 10, 10]);
  const { routed, replied, backendFailures } = rig.proxy.counters;
  assert.equal([routed, replied, backendFailures, rig.proxy.waiting], [5, 2, 3, 0]);
});

test('refused while it is down; served again when it is up, on a new connection', () => {
  const rig = new Rig();
  const key = rig.keyOn(1);
  const asker = rig.asker().ask('get', { key });
  rig.pass();
  rig.backends[1]!.crash();
  rig.pass();
  asker.ask('get', { key }).ask('set', { key });
  rig.pass();
  asker.ask('get', { key });
  rig.pass();
  rig.backends[1]!.start();
  rig.pass();
  asker.ask('set', { key, value: 'v' }).ask('get', { key });
  rig.pass();
  assert.equal(asker.lines, [
    'get 0x01 #0',
    'get 0x86 #0',
    'set 0x86 #0',
    'get 0x86 #0',
    'set 0x00 #0',
    'get 0x00 #0=v',
  ]);
  assert.equal([rig.backends[1]!.listener?.accepted, rig.proxy.counters.backendFailures], [1, 3]);
});

test('a connection that its backend closes while it is idle costs no request', () => {
  const rig = new Rig();
  const key = rig.keyOn(1);
  const asker = rig.asker().ask('get', { key });
  rig.pass();
  rig.backends[1]!.restart();
  rig.pass();
  asker.ask('get', { key });
  rig.pass();
  assert.equal(asker.lines, ['get 0x01 #0', 'get 0x01 #0']);
  assert.is(rig.proxy.counters.backendFailures, 0);
});

test('without a policy it waits for ever, and an answer is never too late', () => {
  const rig = new Rig();
  const asker = rig.asker();
  const start = rig.now;
  rig.world.cpu('backend-2').stall(3600 * SECOND);
  asker.ask('get', { key: rig.keyOn(1) });
  rig.pass(3599 * SECOND);
  assert.equal([asker.lines, rig.proxy.waiting], [[], 1]);
  rig.pass(2 * SECOND);
  assert.equal([asker.lines, sinceMs(start, asker.times)], [['get 0x01 #0'], [3_600_000]]);
});

test('a backend that talks nonsense is hung up on: what waited fails, the next is asked anew', () => {
  const rows: readonly [why: string, nonsense: string][] = [
    ['text', 'ERROR Too many open connections\r\n'],
    ['a request', '\x80'.padEnd(24, '\0')],
    ['lengths that contradict each other', '\x81\0\x00\x09'.padEnd(24, '\0')],
    ['a body beyond all bounds', '\x81\0\0\0\0\0\0\0\xff'.padEnd(24, '\0')],
  ];
  for (const [why, nonsense] of rows) {
    const rig = new Rig({ backends: 1 });
    rig.backends[0]!.crash();
    const server = new ScriptedServer(rig.world, 'backend-1', (asked) => {
      if (asked.key === 'bad') asked.by.say(nonsense);
      else if (asked.key === 'good') asked.by.reply(asked, 0, 'v');
    });
    const asker = rig.asker();
    asker.ask('get', { key: 'silent' }).ask('get', { key: 'silent' }).ask('get', { key: 'bad' });
    rig.pass();
    assert.equal(asker.take(), ['get 0x86 #0', 'get 0x86 #0', 'get 0x86 #0'], why);
    assert.is(server.connections[0]!.closed, 'reset', why);
    asker.ask('get', { key: 'good' });
    rig.pass();
    assert.equal([asker.take(), server.connections.length], [['get 0x00 #0=v'], 2], why);
  }
});

test('a reply to nothing ends the connection: what follows could be matched wrongly', () => {
  const rig = new Rig({ backends: 1 });
  rig.backends[0]!.crash();
  const server = new ScriptedServer(rig.world, 'backend-1', (asked) => {
    asked.by.reply(asked, 0, 'v');
    asked.by.reply(asked, 0, 'v');
  });
  const asker = rig.asker().ask('get', { key: 'a', opaque: 1 });
  rig.pass();
  asker.ask('get', { key: 'b', opaque: 2 });
  rig.pass();
  assert.equal(asker.lines, ['get 0x00 #1=v', 'get 0x00 #2=v']);
  assert.equal(
    server.connections.map(({ closed }) => closed),
    ['reset', 'reset'],
  );
});

test('a timeout is one failure of one connection, whoever waits on it', () => {
  const policy = () => consecutiveEject({ timeout: 400 * MILLISECOND, failures: 2, retry: 30 * SECOND });
  const rig = new Rig({ policy });
  rig.world.cpu('backend-2').stall(Infinity);
  const asker = rig.asker();
  const start = rig.now;
  for (let i = 0; i < 10; i++)
    rig.after(i * 10 * MILLISECOND, () => asker.ask('get', { key: rig.keyOn(1), opaque: i }));
  rig.pass();
  assert.equal(
    asker.lines,
    Array.from({ length: 10 }, (_, i) => `get 0x86 #${i}`),
  );
  assert.equal(sinceMs(start, asker.times), new Array(10).fill(400), 'the oldest takes all with it');
  assert.is(rig.proxy.ejections.length, 0);
});

test.run();
