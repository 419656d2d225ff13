import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world.ts';
import type { Row } from './driver.case.ts';
import { pattern } from './streams.case.ts';
import type { Probe, Script } from './probe.case.ts';

const stay = { onEnd: () => undefined };

/** Resets itself as soon as it hears anything. */
const resets: Script = {
  onData: (probe, _buf, _start, end) => {
    probe.socket.reset();
    probe.socket.end();
    assert.not.ok(probe.write('ignored'));
    return end;
  },
};

export const resetRows: readonly Row[] = [
  {
    name: 'reset: both ends hear it once, no end, nothing after; not within the call',
    why: 'a crash is told apart from a close',
    async run(kit) {
      for (const who of ['client', 'server'] as const) {
        const listener = kit.listenSoon({ address: `server of ${who}` }, stay);
        const client = kit.connect(stay, 'client', `server of ${who}`);
        await kit.until('it stands', () => client.opened && listener.probes.length === 1);
        const server = listener.probes[0]!;
        const [one, other] = who === 'client' ? [client, server] : [server, client];
        await kit.within(() => {
          one.socket.reset();
          one.socket.reset();
          assert.is(one.why, null);
        });
        await kit.until('both are closed', () => client.why !== null && server.why !== null);
        assert.equal([one.why, other.why, one.ended, other.ended], ['reset', 'reset', false, false]);
      }
    },
  },
  {
    name: 'a reset drops what the peer has not read, also bytes that have arrived',
    why: 'a reply that was sent just before a crash may be lost, and clients must live with it',
    async run(kit) {
      for (const who of ['client', 'server'] as const) {
        const listener = kit.listenSoon({ address: `server of ${who}` }, stay);
        const client = kit.connect(stay, 'client', `server of ${who}`);
        await kit.until('it stands', () => client.opened && listener.probes.length === 1);
        const server = listener.probes[0]!;
        const [writer, reader] = who === 'client' ? [client, server] : [server, client];
        await kit.within(() => reader.socket.pause());
        await kit.within(() => writer.write('unread'));
        await kit.pass(5 * MILLISECOND);
        await kit.within(() => writer.socket.reset());
        await kit.pass(5 * MILLISECOND);
        await kit.within(() => reader.socket.resume());
        await kit.until('both are closed', () => client.why !== null && server.why !== null);
        assert.equal([reader.text, reader.why, writer.why], ['', 'reset', 'reset']);
      }
    },
  },
  {
    name: 'a reset drops what was not sent yet',
    why: 'it must not wait for a peer that does not read',
    async run(kit) {
      const { client, server } = await kit.pair(stay, stay);
      const size = 16 << 20;
      await kit.within(() => server.socket.pause());
      await kit.within(() => {
        client.socket.write(pattern(0, size), 0, size);
        client.socket.reset();
        assert.is(client.socket.pending, 0);
      });
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why, server.receivedBytes], ['reset', 'reset', 0]);
    },
  },
  {
    name: 'reset within onData, with calls after it',
    why: 'a protocol error closes from within the parser',
    async run(kit) {
      const { client, server } = await kit.pair(stay, resets);
      await kit.within(() => client.write('garbage'));
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why, client.text], ['reset', 'reset', '']);
    },
  },
  {
    name: 'reset within onOpen, accept, onEnd and onDrain',
    why: 'no callback is too early or too late for it',
    async run(kit) {
      const reset = (probe: Probe): void => probe.socket.reset();
      await kit.listen({ address: 'a' }, stay);
      const inOpen = kit.connect({ onOpen: reset }, 'client', 'a');
      await kit.listen({ address: 'b' }, { onOpen: reset });
      const inAccept = kit.connect(stay, 'client', 'b');
      const c = await kit.listen({ address: 'c' }, { onEnd: reset });
      const inEnd = kit.connect({ ...stay, onOpen: (probe) => probe.socket.end() }, 'client', 'c');
      await kit.listen({ address: 'd' }, stay);
      const inDrain = kit.connect({ ...stay, onDrain: reset }, 'client', 'd');
      inDrain.write('early');
      const all = [inOpen, inAccept, inEnd, inDrain];
      await kit.until('all are closed', () => all.every((probe) => probe.why !== null) && c.probes[0]!.why !== null);
      for (const probe of all) assert.is(probe.why, 'reset', probe.name);
    },
  },
  {
    name: 'reset right after end, with the FIN still on its way',
    why: 'a close that times out becomes a reset',
    async run(kit) {
      const { client, server } = await kit.pair(stay, stay);
      await kit.within(() => {
        client.socket.end();
        client.socket.reset();
      });
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why], ['reset', 'reset']);
    },
  },
  {
    name: 'reset after both have written: bytes that are in the sender of the reset are dropped too',
    why: 'nothing is read from a socket that one has reset',
    async run(kit) {
      const { client, server } = await kit.pair(stay, stay);
      await kit.within(() => {
        server.write('never read');
        client.socket.reset();
      });
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.is(client.text, '');
    },
  },
];
