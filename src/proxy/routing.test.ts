import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { property } from '../protocol/collect.case.ts';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { Asker } from './asker.case.ts';
import { conversation } from './conversation.case.ts';
import { Rig, sinceMs } from './rig.case.ts';

test('a key goes to the backend that holds it, by way of any proxy', () => {
  const rig = new Rig({ backends: 3, proxies: 2 });
  for (let i = 0; i < 60; i++) rig.asker(0).ask('set', { key: `key:${i}`, value: `value ${i}` });
  rig.pass();
  const sets = rig.backends.map((backend) => backend.counters.cmdSet);
  const homes = [0, 0, 0];
  for (let i = 0; i < 60; i++) homes[rig.home(`key:${i}`)]!++;
  assert.equal(sets, homes);
  assert.ok(Math.min(...homes) > 0, 'each backend holds some');
  const other = rig.asker(1);
  for (let i = 0; i < 60; i++) other.ask('get', { key: `key:${i}`, opaque: i });
  rig.pass();
  assert.equal(
    other.lines,
    Array.from({ length: 60 }, (_, i) => `get 0x00 #${i}=value ${i}`),
  );
  const { requests, keyed, routed, replied } = rig.proxies[1]!.counters;
  assert.equal([requests, keyed, routed, replied], [60, 60, 60, 60]);
});

test('a slow backend holds up the later replies of a page, and only those', () => {
  const service = { backend: { serviceTime: { fixed: MILLISECOND, exponential: 0 } }, latency: MILLISECOND };
  const rows: readonly [why: string, factor: number, times: number[]][] = [
    // 2 ms there, 1 ms of work each, 2 ms back.
    ['both alike', 1, [5, 5, 6]],
    ['the one in the middle takes 10 ms: the third waits for it', 10, [5, 14, 14]],
  ];
  for (const [why, factor, times] of rows) {
    const rig = new Rig(service);
    const [fast, slow, behind] = [rig.keyOn(0), rig.keyOn(1), rig.keyOn(0, 1)];
    rig.world.cpu('backend-2').slow(factor);
    const asker = rig.asker();
    const other = rig.asker(0, 'other');
    // Connections are made when first needed.
    asker.ask('get', { key: fast }).ask('get', { key: slow });
    rig.pass();
    asker.take();
    const start = rig.now;
    asker.ask('get', { key: fast, opaque: 1 }).ask('get', { key: slow, opaque: 2 });
    asker.ask('get', { key: behind, opaque: 3 });
    rig.after(10 * MILLISECOND, () => other.ask('get', { key: fast }));
    rig.pass();
    assert.equal(asker.lines, ['get 0x01 #1', 'get 0x01 #2', 'get 0x01 #3'], why);
    assert.equal(sinceMs(start, asker.times), times, why);
    assert.equal(sinceMs(start, other.times), [15], 'another client, who asks the fast one, waits for nobody');
  }
});

test('a reply that waits for an earlier one is told whole, also when its backend has talked on', () => {
  const rig = new Rig();
  const slow = rig.keyOn(1);
  const keys = Array.from({ length: 50 }, (_, i) => rig.keyOn(0, i));
  keys.forEach((key, i) => rig.put(key, `${i}`.repeat(1 + i)));
  rig.world.cpu('backend-2').stall(100 * MILLISECOND);
  const asker = rig.asker().ask('get', { key: slow });
  keys.forEach((key, i) => rig.after(i * MILLISECOND, () => asker.ask('get', { key, opaque: i })));
  rig.pass();
  assert.equal(asker.lines, ['get 0x01 #0', ...keys.map((_, i) => `get 0x00 #${i}=${`${i}`.repeat(1 + i)}`)]);
  assert.is(new Set(asker.times).size, 1, 'all at once, when the first has come');
});

test('quiet commands say nothing of what was to be expected; noop is the fence', () => {
  const rig = new Rig();
  const [here, there] = [rig.keyOn(0), rig.keyOn(1)];
  rig.put(here, 'v');
  const asker = rig.asker();
  const rows: readonly [why: string, say: () => void, heard: string[]][] = [
    ['a miss is silent', () => asker.ask('getq', { key: there, opaque: 1 }), []],
    ['with key: silent too', () => asker.ask('getkq', { key: there, opaque: 2 }), []],
    ['a hit has the quiet opcode', () => asker.ask('getq', { key: here, opaque: 3 }), ['getq 0x00 #3=v']],
    ['and its key', () => asker.ask('getkq', { key: here, opaque: 4 }), [`getkq 0x00 #4 ${here}=v`]],
    ['a set that works is silent', () => asker.ask('setq', { key: there, value: 'w', opaque: 5 }), []],
    ['one that does not is not', () => asker.ask('addq', { key: there, value: 'x', opaque: 6 }), ['addq 0x02 #6']],
    ['a wrong cas', () => asker.ask('setq', { key: there, value: 'x', cas: 99, opaque: 7 }), ['setq 0x02 #7']],
    ['gone, in silence', () => asker.ask('deleteq', { key: there, opaque: 8 }), []],
    ['gone already', () => asker.ask('deleteq', { key: there, opaque: 9 }), ['deleteq 0x01 #9']],
  ];
  for (const [why, say, heard] of rows) {
    say();
    rig.pass();
    assert.equal(asker.take(), heard, why);
  }
  for (const [, say] of rows.slice(0, 4)) say();
  asker.ask('noop', { opaque: 10 });
  rig.pass();
  assert.equal(asker.take(), ['getq 0x00 #3=v', `getkq 0x00 #4 ${here}=v`, 'noop 0x00 #10']);
});

test('the fence is a noop however often it is asked for', () => {
  const rig = new Rig();
  const asker = rig.asker();
  for (let round = 0; round < 5; round++) {
    asker
      .ask('getq', { key: rig.keyOn(0) })
      .ask('getkq', { key: rig.keyOn(1) })
      .ask('noop', { opaque: round });
    rig.pass();
    assert.equal(asker.take(), [`noop 0x00 #${round}`]);
  }
});

test('the fence waits for a slow backend whose silence it vouches for', () => {
  const rig = new Rig();
  const asker = rig.asker();
  const start = rig.now;
  rig.world.cpu('backend-2').stall(30 * MILLISECOND);
  asker.ask('getq', { key: rig.keyOn(1) }).ask('noop');
  rig.pass();
  assert.equal(asker.lines, ['noop 0x00 #0']);
  assert.equal(sinceMs(start, asker.times), [30]);
});

test('opaque and cas pass through', () => {
  const rig = new Rig();
  const key = rig.keyOn(1);
  const asker = rig.asker().ask('set', { key, value: 'a', opaque: 0xdeadbeef });
  rig.pass();
  asker.ask('get', { key, opaque: 0xffffffff });
  rig.pass();
  const [stored, got] = asker.cas;
  assert.ok(stored! > 0 && stored === got, `cas of set ${stored}, of get ${got}`);
  asker.ask('set', { key, value: 'b', cas: stored! }).ask('set', { key, value: 'c', cas: stored! }).ask('get', { key });
  rig.pass();
  assert.equal(asker.lines, [
    'set 0x00 #3735928559',
    'get 0x00 #4294967295=a',
    'set 0x00 #0',
    'set 0x02 #0',
    'get 0x00 #0=b',
  ]);
});

test('what has no key all backends are asked, or none, and it is answered in its turn', () => {
  const rig = new Rig();
  rig.world.cpu('backend-2').stall(20 * MILLISECOND);
  const asker = rig.asker().ask('get', { key: rig.keyOn(1), opaque: 1 });
  asker.ask('version', { opaque: 2 }).ask('noop', { opaque: 3 }).ask('flush', { opaque: 4 }).ask('stat', { opaque: 5 });
  rig.pass();
  const lines = asker.lines.filter((line) => !line.includes('#5 '));
  const expected = ['get 0x01 #1', 'version 0x00 #2=1.6.18', 'noop 0x00 #3', 'flush 0x00 #4', 'stat 0x00 #5'];
  assert.equal(lines, expected);
  assert.ok(asker.lines.includes('stat 0x00 #5 cmd_flush=2'), 'backends add up');
  assert.is(rig.proxy.counters.protocolErrors, 0);
});

test('quit closes after the replies that are due, and what comes behind it is not heard', () => {
  for (const [quit, heard] of [
    ['quit', ['get 0x01 #1', 'quit 0x00 #2']],
    ['quitq', ['get 0x01 #1']],
  ] as const) {
    const rig = new Rig();
    rig.world.cpu('backend-2').stall(20 * MILLISECOND);
    const asker = rig.asker();
    asker
      .ask('get', { key: rig.keyOn(1), opaque: 1 })
      .ask(quit, { opaque: 2 })
      .ask('get', { key: 'a', opaque: 3 });
    rig.pass();
    assert.equal([asker.lines, asker.closed], [heard, 'closed'], quit);
    assert.equal([rig.proxy.connections, rig.proxy.counters.routed], [0, 1], quit);
  }
});

test('a client that has ended its direction gets all its answers, whatever the CPU costs', () => {
  for (const cpuCost of [0, MILLISECOND]) {
    const rig = new Rig({ proxy: { cpuCost } });
    rig.world.cpu('backend-2').stall(20 * MILLISECOND);
    const asker = rig.asker();
    for (const backend of [0, 1, 0]) asker.ask('get', { key: rig.keyOn(backend), opaque: backend });
    asker.ask('noop');
    asker.socket.end();
    rig.pass();
    assert.equal(asker.lines, ['get 0x01 #0', 'get 0x01 #1', 'get 0x01 #0', 'noop 0x00 #0'], `cost ${cpuCost}`);
    assert.equal([asker.closed, rig.proxy.connections], ['closed', 0], `cost ${cpuCost}`);
  }
});

test('who leaves before the reply harms nobody: it is dropped, the next one is matched', () => {
  const rig = new Rig();
  const key = rig.keyOn(1);
  rig.put(key, 'v');
  rig.world.cpu('backend-2').stall(20 * MILLISECOND);
  const leaver = rig.asker(0, 'leaver').ask('get', { key: rig.keyOn(1, 1), opaque: 1 });
  const stayer = rig.asker(0, 'stayer').ask('get', { key, opaque: 2 });
  rig.pass(MILLISECOND);
  assert.is(rig.proxy.waiting, 2);
  leaver.socket.reset();
  rig.pass();
  assert.equal(stayer.lines, ['get 0x00 #2=v']);
  assert.equal([rig.proxy.waiting, rig.proxy.connections, rig.proxy.counters.replied], [0, 1, 2]);
});

test('the CPU costs each request its time, one after the other', () => {
  const rig = new Rig({ proxy: { cpuCost: MILLISECOND } });
  const [one, other] = [rig.asker(0, 'one'), rig.asker(0, 'other')];
  const start = rig.now;
  one.ask('noop').ask('noop');
  other.ask('noop');
  rig.after(10 * MILLISECOND, () => one.ask('noop'));
  rig.pass();
  // Two that come together are one job of twice the cost.
  assert.equal([sinceMs(start, one.times), sinceMs(start, other.times)], [[2, 2, 11], [3]]);
});

test('clients take the connections to a backend in turn, and each keeps to its own', () => {
  const rig = new Rig({ backends: 1, proxy: { connectionsPerBackend: 3 } });
  const askers = Array.from({ length: 7 }, () => rig.asker());
  for (const asker of askers) for (let i = 0; i < 10; i++) asker.ask('get', { key: `key:${i}`, opaque: i });
  rig.pass();
  const expected = Array.from({ length: 10 }, (_, i) => `get 0x01 #${i}`);
  for (const { lines } of askers) assert.equal(lines, expected);
  assert.is(rig.backends[0]!.listener?.accepted, 3);
});

test('through a proxy or not: the same answers, with bytes cut anywhere, at any CPU cost', () => {
  property('proxy/conversation', 60, (draws) => {
    const bytes = conversation(draws);
    const heard = [null, 0, 10_000].map((cpuCost) => {
      const rig = new Rig({ backends: 1, proxy: { cpuCost: cpuCost ?? 0 } });
      const asker = cpuCost === null ? new Asker(rig.world, 'backend-1') : rig.asker();
      rig.pass(1);
      const pieces = cpuCost === null ? 1 : 1 + draws.below(20);
      const cuts = Array.from({ length: pieces - 1 }, () => draws.below(bytes.length)).sort((a, b) => a - b);
      let from = 0;
      for (const to of [...cuts, bytes.length]) {
        asker.say(bytes.subarray(from, to));
        // Some pieces come together, some while the ones before are worked on.
        rig.pass([0, 1, 3000, MILLISECOND][draws.below(4)]);
        from = to;
      }
      rig.pass();
      assert.is(asker.junk, '');
      return asker.lines;
    });
    assert.ok(heard[0]!.length > 0);
    assert.equal(heard[1], heard[0], 'cost 0');
    assert.equal(heard[2], heard[0], 'cost 10 us');
  });
});

test('two runs of one seed are the same run', () => {
  const hash = (): string => {
    const rig = new Rig({ backends: 3, proxies: 2, backend: { serviceTime: { fixed: 10, exponential: 5000 } } });
    for (let i = 0; i < 100; i++) rig.asker(i % 2).ask('set', { key: `key:${i % 30}`, value: `${i}` });
    rig.pass(SECOND);
    return rig.world.traceHash;
  };
  assert.is(hash(), hash());
});

test.run();
