import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MICROSECOND, MILLISECOND } from '../world/world.ts';
import type { GateOptions } from './admission/gate.ts';
import type { Asker } from './asker.case.ts';
import { Rig } from './rig.case.ts';

const OPEN: GateOptions = { codel: null, gradient: null, inFlight: Infinity };
const CODEL = { target: 5 * MILLISECOND, interval: 100 * MILLISECOND };
const GRADIENT = { initial: 20, min: 20, max: 200, tolerance: 1.5, queue: 4, smoothing: 0.2 };

/** Both backends take 1 ms a request. */
function rigWith(gate: Partial<GateOptions>): { rig: Rig; asker: Asker } {
  const serviceTime = { fixed: MILLISECOND, exponential: 0 };
  const rig = new Rig({ backend: { serviceTime }, proxy: { gate: { ...OPEN, ...gate } } });
  return { rig, asker: rig.asker() };
}

test('beyond the bulkhead a request fails at once, and costs the backend nothing', () => {
  const { rig, asker } = rigWith({ inFlight: 2 });
  const [sick, well] = [rig.keyOn(0), rig.keyOn(1)];
  for (let i = 1; i <= 4; i++) asker.ask('get', { key: sick, opaque: i });
  asker.ask('get', { key: well, opaque: 5 });
  rig.pass();
  assert.equal(
    asker.lines,
    ['get 0x01 #1', 'get 0x01 #2', 'get 0x85 #3', 'get 0x85 #4', 'get 0x01 #5'],
    'in the order of asking, and other backends have a bulkhead of their own',
  );
  const { shed, backendFailures, routed, replied, keyed } = rig.proxy.counters;
  assert.equal(
    { shed, backendFailures, routed, replied, keyed },
    { shed: 2, backendFailures: 2, routed: 3, replied: 3, keyed: 5 },
  );
  assert.equal([rig.gets(0), rig.gets(1), rig.proxy.waiting], [2, 1, 0]);
});

test('what is shed is a failure of that request only: the connection goes on', () => {
  const { rig, asker } = rigWith({ inFlight: 1 });
  const key = rig.keyOn(0);
  asker.ask('set', { key, value: 'a', opaque: 1 }).ask('set', { key, value: 'b', opaque: 2 });
  rig.pass();
  asker.ask('get', { key, opaque: 3 });
  rig.pass();
  assert.equal(asker.lines, ['set 0x00 #1', 'set 0x85 #2', 'get 0x00 #3=a']);
  assert.is(asker.closed, null);
});

test('in text it is told as a busy server', () => {
  const { rig, asker } = rigWith({ inFlight: 1 });
  const key = rig.keyOn(0);
  asker.say(`get ${key}\r\nget ${key}\r\n`);
  rig.pass();
  assert.is(asker.junk, 'END\r\nSERVER_ERROR busy\r\n');
});

/** Gets of the first backend, one each so many ns, for half a second; how many were shed. */
function shedAtRate(gate: Partial<GateOptions>, interval: number): { shed: number; asked: number; slowestMs: number } {
  const { rig, asker } = rigWith(gate);
  const key = rig.keyOn(0);
  const asked = Math.floor((500 * MILLISECOND) / interval);
  const start = rig.now;
  for (let i = 0; i < asked; i++) rig.after(i * interval, () => asker.ask('get', { key, opaque: i }));
  rig.pass();
  assert.is(asker.lines.length, asked);
  const waits = asker.lines.map((line, i) =>
    line.includes('0x85') ? 0 : (asker.times[i]! - start - i * interval) / MILLISECOND,
  );
  return { shed: rig.proxy.counters.shed, asked, slowestMs: Math.max(...waits) };
}

test('codel: below what the backend can do nothing is shed; above, the excess is, and waits stay short', () => {
  const easy = shedAtRate({ codel: CODEL }, 1100 * MICROSECOND);
  assert.is(easy.shed, 0);
  const none = shedAtRate({}, 500 * MICROSECOND);
  assert.ok(none.shed === 0 && none.slowestMs > 240, `without: expected waits up to 250 ms, got ${none.slowestMs}`);
  const { shed, asked, slowestMs } = shedAtRate({ codel: CODEL }, 500 * MICROSECOND);
  assert.ok(shed / asked > 0.3 && shed / asked < 0.5, `expected somewhat below half shed, got ${shed} of ${asked}`);
  assert.ok(slowestMs < 210, `expected no wait above what two intervals pile up, got ${slowestMs} ms`);
});

test('gradient: above what the backend can do the limit holds, and waits are as long as the limit', () => {
  const { shed, asked, slowestMs } = shedAtRate({ gradient: GRADIENT }, 500 * MICROSECOND);
  assert.ok(shed / asked > 0.2, `expected a fifth or more shed, got ${shed} of ${asked}`);
  assert.ok(slowestMs <= 200, `expected no wait above 200 requests, got ${slowestMs} ms`);
});

test('after a crash nothing is remembered', () => {
  const { rig } = rigWith({ codel: CODEL });
  const key = rig.keyOn(0);
  const asker = rig.asker();
  for (let i = 0; i < 1000; i++) rig.after(i * 300 * MICROSECOND, () => asker.ask('get', { key }));
  rig.pass(300 * MILLISECOND);
  assert.ok(rig.proxy.counters.shed > 0);
  rig.proxy.crash();
  rig.proxy.start(() => undefined);
  const shed = rig.proxy.counters.shed;
  const again = rig.asker();
  again.ask('get', { key }).ask('get', { key });
  rig.pass();
  assert.equal([again.lines.length, rig.proxy.counters.shed - shed], [2, 0]);
});

test.run();
