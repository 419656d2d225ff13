/** No call waits for a connection, whatever the toxics hold; and nothing is left behind. */
import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pass, Rig } from './rig.case.ts';

setFlagsFromString('--expose-gc');
// What the flag adds.
const gc = runInNewContext('gc') as () => void;

const PEERS = 100;
const ROUNDS = 1000;
/** The relay's stated 640 KiB a direction, in buffers up to twice as large. */
const MOST_BYTES = PEERS * 2 * 640 * 1024 * 2;

const rig = await Rig.start();
const piece = Buffer.alloc(64 * 1024, 'x');
const accepted: Socket[] = [];
const source = await rig.serve((socket) => {
  accepted.push(socket);
  fill(socket);
});
const echo = await rig.echo();

/** Sends all that the other side takes, and reads nothing. */
function fill(socket: Socket): void {
  socket.pause();
  const go = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', go);
  go();
}

function buffered(): number {
  gc();
  const { arrayBuffers, external } = process.memoryUsage();
  return Math.max(arrayBuffers, external);
}

function handles(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Resolves when it is so; what never comes ends with the test's time. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pass(5);
}

/** Toxics, half of which have held bytes when they go. */
const KINDS = [
  { type: 'latency', attributes: { latency: 60_000 } },
  { type: 'bandwidth', attributes: { rate: 0 } },
  { type: 'slicer', attributes: { average_size: 4000, size_variation: 10, delay: 1000 } },
  { type: 'latency', attributes: { latency: 5, jitter: 5 } },
];

/** Adds, changes and removes a toxic. How long each call took, in ms, is put on the list. */
async function round(i: number, times: number[]): Promise<void> {
  const kind = KINDS[i % KINDS.length]!;
  const stream = i % 3 === 0 ? 'upstream' : 'downstream';
  const path = `/proxies/mute/toxics`;
  const calls: [string, object?][] = [
    [`POST ${path}`, { ...kind, name: 'coming', stream }],
    [`PATCH ${path}/coming`, { toxicity: (i % 10) / 10, attributes: kind.attributes }],
    [`DELETE ${path}/coming`],
  ];
  for (const [what, body] of calls) {
    const began = performance.now();
    const { status } = await rig.ask(what, body);
    times.push(performance.now() - began);
    assert.ok(status < 300, `round ${i}: ${what}: ${status}`);
  }
}

test('100 peers that do not read, a latency full of bytes, and 1,000 toxics that come, change and go', async () => {
  await rig.must('POST /proxies', { name: 'mute', upstream: source });
  await rig.must('POST /proxies', { name: 'neighbour', upstream: echo });
  await rig.must('POST /proxies/mute/toxics', { type: 'latency', name: 'full', attributes: { latency: 60_000 } });
  const neighbour = rig.connect(rig.listen('neighbour'));
  await neighbour.ask('hello');
  const before = { bytes: buffered(), handles: handles() };

  const mute = rig.relays.find('mute')!;
  const peers = Array.from({ length: PEERS }, () => rig.connect(mute.listen).socket);
  for (const peer of peers) fill(peer);
  await until(() => mute.link.connections === PEERS && mute.link.counts('full').bytes > PEERS * 100_000);

  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    await round(i, times);
    if (i % 100 === 0) assert.ok((await neighbour.ask('x')) < 1000, 'a byte still flows next door');
  }
  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)]!;
  assert.ok(p99 < 50, `p99 of ${times.length} calls: ${p99} ms, the longest ${times.at(-1)} ms`);
  assert.is(mute.link.connections, PEERS, 'all are still there');
  const held = buffered() - before.bytes;
  assert.ok(held < MOST_BYTES, `${held} bytes in buffers`);
  assert.equal(await rig.must('GET /proxies/mute/toxics').then((toxics) => (toxics as unknown[]).length), 1);

  const began = performance.now();
  await rig.must('DELETE /proxies/mute');
  assert.ok(performance.now() - began < 1000, 'nor does it wait when the proxy goes');
  // Sockets keep what they have read until they are forgotten.
  for (const peer of [...peers.splice(0), ...accepted.splice(0)]) peer.destroy();
  await until(() => mute.link.connections === 0);
  await until(() => (handles()['TCPSocketWrap'] ?? 0) <= (before.handles['TCPSocketWrap'] ?? 0));
  assert.is(handles()['TCPServerWrap'], before.handles['TCPServerWrap']! - 1);
  await until(() => buffered() - before.bytes < 4 << 20);
  assert.is(await neighbour.ask('x').then(() => neighbour.ended), null);
});

test.after(async () => {
  await rig.close();
  assert.equal(rig.thrown, []);
});

test.run();
