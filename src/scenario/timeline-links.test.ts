/** What a timeline does to links, and so to traffic, measured by clients. Times are exact: nothing but what is named takes any. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Verb } from '../protocol/message.ts';
import { MILLISECOND } from '../world/world.ts';
import { GET, played } from './played.case.ts';

const toAll = { from: 'proxy-*', to: 'backend-*' };
const way = { from: 'proxy-1', to: 'backend-1' };

test('toxic: on some links only, from and to lists of patterns', () => {
  const { one, two, until } = played([
    {
      at: '0s',
      for: '1m',
      do: 'toxic',
      link: { from: ['proxy-1'], to: ['backend-2', 'backend-1'] },
      type: 'latency',
      attributes: { latency: 20 },
    },
    {
      at: '0s',
      for: '1m',
      do: 'toxic',
      link: { from: 'proxy-2', to: ['*-2'] },
      type: 'latency',
      stream: 'upstream',
      attributes: { latency: 5 },
    },
  ]);
  until(1);
  const latencies = [one, two].flatMap((shopper) => [0, 1].map((backend) => shopper.askAndWait(backend).latency - GET));
  assert.equal(
    latencies,
    [20, 20, 0, 5].map((ms) => ms * MILLISECOND),
  );
});

test('toxic: only these commands, these keys', () => {
  const { one, rig, until, log } = played([
    {
      at: '0s',
      for: '1m',
      do: 'toxic',
      link: toAll,
      type: 'latency',
      name: 'slow sets',
      match: { command: ['set', 'add'], key: 'key:*' },
      attributes: { latency: 30 },
    },
  ]);
  until(1);
  assert.equal(one.askAndWait(0), { outcome: 'hit', latency: GET });
  assert.equal(one.askAndWait(0, { verb: Verb.set }), { outcome: 'stored', latency: GET + 30 * MILLISECOND });
  assert.equal(rig.cluster.link('proxy-1', 'backend-1').toxics[0]!.match, { command: ['set', 'add'], key: 'key:*' });
  assert.equal(log(), [
    '0 fault link proxy-* to backend-*: latency "slow sets" (latency 30), only set, add, only keys key:*',
  ]);
});

test('toxic: toxicity by request, at most so many connections', () => {
  const { one, until, log } = played([
    {
      at: '0s',
      do: 'toxic',
      link: toAll,
      type: 'latency',
      toxicity: 0.5,
      toxicityPer: 'request',
      maxActive: 1,
      attributes: { latency: 30 },
    },
  ]);
  until(1);
  const latencies = Array.from({ length: 100 }, () => one.askAndWait(0).latency);
  const slow = latencies.filter((latency) => latency === GET + 30 * MILLISECOND).length;
  const fast = latencies.filter((latency) => latency === GET).length;
  assert.is(slow + fast, 100);
  assert.ok(slow > 30 && slow < 70, `${slow} of 100 slow (seed 1)`);
  assert.equal(log(), [
    '0 fault link proxy-* to backend-*: latency (latency 30), toxicity 0.5 by request, at most 1 connections',
  ]);
});

test('update-toxic: attributes merge, and what the toxic has counted stays', () => {
  const { rig, one, until, log } = played([
    { at: '0s', do: 'toxic', link: way, type: 'limit_data', name: 'cap', attributes: { bytes: 200 } },
    { at: '1s', do: 'update-toxic', link: way, name: 'cap', attributes: { bytes: 300 } },
  ]);
  until(0);
  const link = rig.cluster.link('proxy-1', 'backend-1');
  // A value of 100 bytes, in a binary reply of 24 + 4 + 100.
  assert.is(one.askAndWait(0).outcome, 'hit');
  until(1000);
  assert.is(link.counts('cap').bytes, 128);
  assert.is(one.askAndWait(0).outcome, 'hit', 'of 300 are 172 left');
  assert.is(one.askAndWait(0).outcome, 'server-error', 'and now 44');
  assert.equal(log(), [
    '0 fault link proxy-1 to backend-1: limit_data "cap" (bytes 200)',
    '1000 change link proxy-1 to backend-1: "cap" changed to bytes 300',
  ]);
});

test('update-toxic and remove-toxic: on the links of their pattern', () => {
  const { one, two, until, log } = played([
    { at: '0s', for: '1m', do: 'toxic', link: toAll, type: 'latency', name: 'slow', attributes: { latency: 20 } },
    { at: '2s', do: 'update-toxic', link: { from: 'proxy-2', to: 'backend-*' }, name: 'slow', toxicity: 0 },
    { at: '4s', do: 'remove-toxic', link: { from: 'proxy-1', to: 'backend-1' }, name: 'slow' },
  ]);
  const latencies = [0, 2000, 4000, 60_000].map((ms) => {
    until(ms);
    const answers = [one.ask(0), one.ask(1)];
    until(ms + 1000);
    answers.push(two.ask(0));
    until(ms + 1500);
    return answers.map(({ latency }) => (latency - GET) / MILLISECOND);
  });
  assert.equal(latencies, [
    [20, 20, 20],
    [20, 20, 0],
    [0, 20, 0],
    [0, 0, 0],
  ]);
  assert.equal(log().slice(1), [
    '2000 change link proxy-2 to backend-*: "slow" changed to toxicity 0',
    '4000 cure link proxy-1 to backend-1: "slow" removed',
    '60000 cure over: link proxy-* to backend-*: latency "slow"',
  ]);
});

test('down and up: up ends whatever took the link down', () => {
  const { one, until, log } = played([
    { at: '0s', for: '4s', do: 'down', link: toAll },
    { at: '1s', do: 'down', link: way },
    { at: '2s', do: 'up', link: way },
    { at: '3s', do: 'down', link: way },
  ]);
  const outcomes = [0, 2000, 3000, 5000].map((ms) => {
    until(ms);
    const answers = [one.ask(0), one.ask(1)];
    until(ms + 500);
    return answers.map(({ outcome }) => outcome);
  });
  assert.equal(outcomes, [
    ['server-error', 'server-error'],
    ['hit', 'server-error'],
    ['server-error', 'server-error'],
    ['server-error', 'hit'],
  ]);
  assert.equal(log()[2], '2000 cure link proxy-1 to backend-1: up');
});

test('what a hand has made impossible is not done, and said so; the rest goes on', () => {
  const { rig, one, until, log, skipped } = played([
    { at: '1s', do: 'toxic', link: way, type: 'latency', name: 'slow', attributes: { latency: 20 } },
    { at: '2s', do: 'remove-toxic', link: way, name: 'slow' },
    { at: '3s', for: '1s', do: 'toxic', link: toAll, type: 'latency', name: 'slow', attributes: { latency: 20 } },
  ]);
  until(1500);
  const link = rig.cluster.link('proxy-1', 'backend-1');
  link.removeToxic('slow');
  until(2500);
  link.addToxic({ type: 'latency', name: 'slow', attributes: { latency: 7 } });
  until(3500);
  assert.equal(one.askAndWait(0).latency - GET, 7 * MILLISECOND);
  assert.equal(one.askAndWait(1).latency - GET, 0, 'on all links or on none');
  assert.equal(skipped, [1, 2]);
  assert.equal(log().slice(1), [
    '2000 note not done (link proxy-1 to backend-1: expected the name of a toxic (no toxic at all), got "slow"): link proxy-1 to backend-1: "slow" removed',
    '3000 note not done (link proxy-1 to backend-1: expected a new toxic name, got "slow", which exists): link proxy-* to backend-*: latency "slow" (latency 20)',
  ]);
});

test.run();
