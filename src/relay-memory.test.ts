/** What a relay holds for clients that do not read: as much as it says, and nothing when they are gone. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allOver, scene, sleep, until, type Ear, type Scene } from './relay.case.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void; // V8's own, by its flag

const CLIENTS = 10;
const SENT = 50_000_000;
/** Of the relay's doc comment, with the buffers' slack. */
const HELD_MAX = 2 * 640 * 1024;
const MEGA = 1 << 20;
const HOUR_MS = 3_600_000;

/** Backing stores are given back by another thread, some time after a collection. */
async function buffersHeld(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collect();
    await sleep(20);
  }
  return process.memoryUsage().arrayBuffers;
}

/** Nothing moves any more. */
async function settled({ link }: Scene): Promise<void> {
  for (let still = 0, before = -1; still < 20;) {
    await sleep(10);
    const { received, sent } = link.traffic.downstream;
    still = received + sent === before ? still + 1 : 0;
    before = received + sent;
  }
}

async function pouring(stage: Scene): Promise<{ clients: Ear[]; held: number }> {
  // One buffer, written again and again: what grows is the relay's.
  const chunk = Buffer.alloc(SENT / 500, 'x');
  const clients: Ear[] = [];
  const before = await buffersHeld();
  for (let i = 0; i < CLIENTS; i++) {
    const client = await stage.client();
    client.forget();
    client.socket.pause();
    clients.push(client);
    const { socket } = await stage.upstream.connection(i + 1);
    for (let sent = 0; sent < SENT; sent += chunk.length) socket.write(chunk);
    socket.end();
  }
  await settled(stage);
  return { clients, held: (await buffersHeld()) - before };
}

for (const latency of [0, HOUR_MS]) {
  test(`clients that do not read 50 MB, a latency of ${latency} ms`, () =>
    scene(async (stage) => {
      const baseline = await buffersHeld();
      if (latency > 0) stage.link.addToxic({ type: 'latency', attributes: { latency } });
      const { clients, held } = await pouring(stage);
      assert.ok(held < CLIENTS * HELD_MAX, `${held / CLIENTS} bytes a connection`);
      assert.ok(held > CLIENTS * 128 * 1024, `it holds something: ${held / CLIENTS} bytes a connection`);
      const [reader] = clients;
      assert.ok(reader);
      reader.socket.resume();
      if (latency > 0) {
        assert.is(reader.bytes, 0, 'not before its time');
        stage.link.reset();
      }
      await until('one has read all', () => reader.ended);
      assert.is(reader.bytes, SENT);
      reader.socket.end();
      for (const { socket } of clients.slice(1)) socket.destroy();
      await allOver(stage);
      const left = (await buffersHeld()) - baseline;
      assert.ok(left < MEGA, `left behind: ${left} bytes`);
    }));
}

test('a client that sends to an upstream that does not read', () =>
  scene(async (stage) => {
    const baseline = await buffersHeld();
    stage.link.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency: HOUR_MS } });
    const client = await stage.client();
    const server = await stage.upstream.connection();
    server.socket.pause();
    const chunk = Buffer.alloc(SENT / 500, 'x');
    for (let sent = 0; sent < SENT; sent += chunk.length) client.socket.write(chunk);
    await sleep(200);
    const held = (await buffersHeld()) - baseline;
    assert.ok(held < HELD_MAX, `${held} bytes`);
    stage.relay.stop();
    await until('both hear FIN', () => client.ended);
    client.socket.destroy();
    server.socket.resume();
    server.socket.end();
    await allOver(stage);
  }));

test('nothing is left in the process', async () => {
  await sleep(10);
  const left = process.getActiveResourcesInfo().filter((kind) => /TCP|Timeout|Immediate/.test(kind));
  // The test runner's own timeout is what is left.
  assert.ok(left.length <= 1, left.join());
});

test.run();
