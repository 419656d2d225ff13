import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world.ts';
import type { Row } from './driver.case.ts';
import type { Kit } from './kit.case.ts';
import type { Probe } from './probe.case.ts';
import { pattern } from './streams.case.ts';

const CHUNK = 64 * 1024;
/** More than any kernel's buffers on one connection should hold. */
const CEILING = 64 << 20;

/** Writes chunks until it is told to stop. */
function fill(probe: Probe, from: number): number {
  let written = from;
  while (written < CEILING) {
    const sent = probe.socket.write(pattern(written, CHUNK), 0, CHUNK);
    written += CHUNK;
    if (!sent) break;
  }
  return written;
}

/** The reader is paused, the writer fills up, the reader resumes: all arrives, in order. */
async function heldBack(kit: Kit, writer: Probe, reader: Probe): Promise<void> {
  let written = 0;
  await kit.within(() => reader.socket.pause());
  // A kernel grows its buffers for a while: try until it takes no more.
  await kit.until('the writer is held back', () => {
    if (writer.socket.pending === 0) written = fill(writer, written);
    return writer.socket.pending > 0;
  });
  await kit.pass(20 * MILLISECOND);
  if (writer.socket.pending === 0) return heldBack(kit, writer, reader);
  assert.ok(written < CEILING, `the writer stopped after ${written} bytes`);
  assert.ok(writer.socket.pending <= 2 * CHUNK, `${writer.socket.pending} bytes wait on this side`);
  assert.is(reader.receivedBytes, 0, 'nothing was read in the pause');
  const drains = writer.drains;
  await kit.within(() => reader.socket.resume());
  await kit.until('all came', () => reader.receivedBytes === written);
  await kit.until('onDrain came', () => writer.drains > drains);
  assert.is(writer.socket.pending, 0);
  assert.ok(Buffer.concat(reader.received).equals(pattern(0, written)), 'the bytes are in order');
}

export const backpressure: readonly Row[] = [
  {
    name: 'a reader that pauses holds the connecting writer back; nothing is lost',
    why: 'a slow backend must be felt by the client, not by the memory',
    async run(kit) {
      const { client, server } = await kit.pair();
      await heldBack(kit, client, server);
    },
  },
  {
    name: 'a reader that pauses holds the accepted writer back; nothing is lost',
    why: 'a client that does not read its replies must not fill the server',
    async run(kit) {
      const { client, server } = await kit.pair();
      await heldBack(kit, server, client);
    },
  },
  {
    name: 'no onData during a pause; after resume all that came, in order',
    why: 'pause is how a proxy stops reading from a client',
    async run(kit) {
      const { client, server } = await kit.pair();
      for (const [writer, reader] of [
        [client, server],
        [server, client],
      ] as const) {
        await kit.within(() => reader.socket.pause());
        await kit.within(() => writer.write('one '));
        await kit.pass(2 * MILLISECOND);
        await kit.within(() => writer.write('two '));
        await kit.pass(2 * MILLISECOND);
        assert.is(reader.text, '');
        await kit.within(() => {
          reader.socket.resume();
          assert.is(reader.text, '', 'resume does not call back');
        });
        await kit.until('all came', () => reader.text === 'one two ');
      }
    },
  },
  {
    name: 'bytes that a handler leaves when it pauses come again on resume, without new ones',
    why: 'a proxy pauses in the middle of a batch and nothing more may ever come',
    async run(kit) {
      const { client, server } = await kit.pair(
        {},
        {
          onData: (probe, _buf, start, end) => {
            if (probe.receivedBytes > 0) return end;
            probe.socket.pause();
            return start + 2;
          },
        },
      );
      await kit.within(() => client.write('abcd'));
      await kit.until('the first came', () => server.text === 'ab');
      await kit.pass(2 * MILLISECOND);
      assert.is(server.text, 'ab');
      await kit.within(() => server.socket.resume());
      await kit.until('the rest came', () => server.text === 'abcd');
    },
  },
  {
    name: 'pause and resume within one call change nothing; pause again before the resume acts holds',
    why: 'the last word counts',
    async run(kit) {
      const { client, server } = await kit.pair();
      await kit.within(() => {
        server.socket.pause();
        client.write('a');
        server.socket.resume();
      });
      await kit.until('it came', () => server.text === 'a');
      await kit.within(() => server.socket.pause());
      await kit.within(() => client.write('b'));
      await kit.pass(2 * MILLISECOND);
      await kit.within(() => {
        server.socket.resume();
        server.socket.pause();
      });
      await kit.pass(2 * MILLISECOND);
      assert.is(server.text, 'a');
      await kit.within(() => server.socket.resume());
      await kit.until('it came', () => server.text === 'ab');
    },
  },
  {
    name: 'a connecting socket that is paused before it is open reads nothing until resume',
    why: 'pause is a state, not an event',
    async run(kit) {
      await kit.listen({}, { onOpen: (probe) => probe.write('hello') });
      const client = kit.connect();
      client.socket.pause();
      await kit.until('it is open', () => client.opened);
      await kit.pass(3 * MILLISECOND);
      assert.is(client.text, '');
      await kit.within(() => client.socket.resume());
      await kit.until('it came', () => client.text === 'hello');
    },
  },
  {
    name: 'an accepted socket that is paused in accept reads nothing until resume',
    why: 'a server may want to authenticate the connection first',
    async run(kit) {
      const { client, server } = await kit.pair({}, { onOpen: (probe) => probe.socket.pause() });
      await kit.within(() => client.write('hello'));
      await kit.pass(3 * MILLISECOND);
      assert.is(server.text, '');
      await kit.within(() => server.socket.resume());
      await kit.until('it came', () => server.text === 'hello');
    },
  },
];
