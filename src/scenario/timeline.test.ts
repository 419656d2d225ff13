/** What each action of a timeline does to traffic, measured by clients. Times are exact: nothing but what is named takes any. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Shopper } from '../cluster/shopper.case.ts';
import { MICROSECOND, MILLISECOND } from '../world/world.ts';
import { GET, played, SERVICE, WAY } from './played.case.ts';

test('restart: cold, and back at once; what waits is reset', () => {
  const { one, two, until, log } = played([{ at: '10ms', do: 'restart', nodes: ['backend-1'] }]);
  until(9.9);
  const waiting = one.ask(0);
  const other = one.ask(1);
  until(100);
  assert.equal(waiting, { outcome: 'server-error', latency: 100 * MICROSECOND + WAY });
  assert.equal(other, { outcome: 'hit', latency: GET });
  assert.equal(two.askAndWait(0), { outcome: 'miss', latency: GET + 2 * WAY }, 'a connect, and a store that is empty');
  assert.equal(log(), ['10 fault backend-1: restart']);
});

test('restart with a time: back, and cold, when it is over', () => {
  const { one, until, log } = played([{ at: '10ms', for: '2s', do: 'restart', nodes: ['backend-1'] }]);
  until(1000);
  assert.equal(one.askAndWait(0), { outcome: 'server-error', latency: 2 * WAY }, 'refused');
  until(2010);
  assert.is(one.askAndWait(0).outcome, 'miss');
  assert.equal(log(), ['10 fault backend-1: restart', '2010 cure over: backend-1: restart']);
});

test('restart during a crash: down until the crash is over', () => {
  const { one, until } = played([
    { at: '0s', for: '4s', do: 'crash', nodes: ['backend-1'] },
    { at: '1s', do: 'restart', nodes: ['machine-1'] },
  ]);
  until(2000);
  assert.is(one.askAndWait(0).outcome, 'server-error');
  assert.is(one.askAndWait(1).outcome, 'hit', 'the proxy is back');
  until(4001);
  assert.is(one.askAndWait(0).outcome, 'miss');
});

test('stall: work waits, in the order in which it came; connections stay, and new ones are accepted', () => {
  const { rig, one, two, until, log } = played([{ at: '0s', for: '200ms', do: 'stall', nodes: ['backend-1'] }]);
  until(100);
  const [first, second] = [one.ask(0), two.ask(0)];
  const opened: string[] = [];
  rig.world.net.connect('stranger', 'backend-1', {
    onOpen: () => opened.push('open'),
    onData: (_buf, _start, end) => end,
    onClose: () => opened.push('closed'),
  });
  until(150);
  assert.equal(opened, ['open']);
  assert.is(first.outcome, null);
  until(300);
  assert.equal(first, { outcome: 'hit', latency: 100 * MILLISECOND + SERVICE + WAY });
  assert.equal(second, { outcome: 'hit', latency: 100 * MILLISECOND + 2 * SERVICE + WAY });
  assert.equal(one.askAndWait(0), { outcome: 'hit', latency: GET });
  assert.equal(opened, ['open']);
  assert.equal(log(), [
    '0 fault backend-1: the CPU pauses for 200ms',
    '200 cure over: backend-1: the CPU pauses for 200ms',
  ]);
});

test('stall of a proxy: requests wait, what backends answered passes', () => {
  const COST = 20 * MICROSECOND;
  const { one, until } = played([{ at: '0s', for: '100ms', do: 'stall', nodes: ['machine-1'] }], { proxyCost: COST });
  until(-1);
  assert.is(one.ask(1).outcome, null);
  until(-WAY / MILLISECOND);
  const before = one.ask(1);
  until(50);
  assert.equal(before, { outcome: 'hit', latency: COST + GET }, 'its request had passed');
  const during = one.ask(1);
  until(200);
  assert.equal(during, { outcome: 'hit', latency: 50 * MILLISECOND + COST + GET });
});

test('stalls and hangs overlap: the CPU goes on when the last is over', () => {
  const { one, until } = played([
    { at: '0s', for: '100ms', do: 'stall', nodes: ['backend-1'] },
    { at: '50ms', for: '200ms', do: 'hang', nodes: ['backend-1'] },
    { at: '200ms', for: '100ms', do: 'stall', nodes: ['machine-1'] },
  ]);
  until(0);
  const answer = one.ask(0);
  until(299);
  assert.is(answer.outcome, null);
  until(400);
  assert.equal(answer, { outcome: 'hit', latency: 300 * MILLISECOND + SERVICE + WAY });
});

test('stall: it is the CPU that pauses, whatever becomes of the process', () => {
  const { one, until } = played([
    { at: '0s', for: '100ms', do: 'stall', nodes: ['backend-1'] },
    { at: '10ms', do: 'restart', nodes: ['backend-1'] },
  ]);
  until(20);
  const answer = one.ask(0);
  until(200);
  assert.equal(answer, { outcome: 'miss', latency: 80 * MILLISECOND + SERVICE + WAY });
});

test('fd-limit: of the machine; what is open stays, what comes waits for a descriptor; the lowest holds', () => {
  const { rig, one, until, log } = played([
    { at: '0s', for: '400ms', do: 'fd-limit', nodes: ['backend-1', 'proxy-1'], limit: 0 },
    { at: '100ms', for: '100ms', do: 'fd-limit', nodes: ['machine-1'], limit: 50 },
  ]);
  const [machine] = rig.cluster.machines;
  const limits = [-1, 0, 150, 250, 400].map((ms) => {
    until(ms);
    return machine!.fileLimit;
  });
  assert.equal(limits, [Infinity, 0, 0, 0, Infinity]);
  assert.equal(one.askAndWait(0), { outcome: 'hit', latency: GET });
  assert.equal(log(), [
    '0 fault backend-1, proxy-1: 0 descriptors',
    '100 fault machine-1: 50 descriptors',
    '200 cure over: machine-1: 50 descriptors',
    '400 cure over: backend-1, proxy-1: 0 descriptors',
  ]);
});

test('fd-limit: a connect stands and is not served until there is a descriptor', () => {
  const { rig, until } = played([{ at: '0s', for: '400ms', do: 'fd-limit', nodes: ['proxy-1'], limit: 1 }]);
  until(10);
  const answer = new Shopper(rig).ask(0);
  until(500);
  assert.equal(answer, { outcome: 'hit', latency: 390 * MILLISECOND + GET });
});

test.run();
