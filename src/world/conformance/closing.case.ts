import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world.ts';
import type { Row } from './driver.case.ts';
import { pattern } from './streams.case.ts';

const stay = { onEnd: () => undefined };

export const closing: readonly Row[] = [
  {
    name: 'half-close: after the peer has ended one may still write, until one ends too',
    why: 'a server answers what it has read, also to who has said all',
    async run(kit) {
      const { client, server } = await kit.pair(stay, stay);
      await kit.within(() => {
        client.write('question');
        client.socket.end();
      });
      await kit.until('the server heard the end', () => server.ended);
      assert.is(server.text, 'question');
      await kit.pass(2 * MILLISECOND);
      assert.is(server.why, null);
      assert.is(client.why, null);
      await kit.within(() => {
        assert.ok(server.write('answer'));
        server.socket.end();
      });
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.is(client.text, 'answer');
      assert.ok(client.ended);
      assert.equal([client.why, server.why], ['closed', 'closed']);
    },
  },
  {
    name: 'half-close the other way round: the accepting side ends first',
    why: 'servers close idle connections',
    async run(kit) {
      const { client, server } = await kit.pair(stay, stay);
      await kit.within(() => server.socket.end());
      await kit.until('the client heard the end', () => client.ended);
      await kit.within(() => client.write('last words'));
      await kit.until('they came', () => server.text === 'last words');
      await kit.within(() => client.socket.end());
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why], ['closed', 'closed']);
    },
  },
  {
    name: 'a handler without onEnd ends its own direction when the peer ends',
    why: 'most handlers have nothing more to say',
    async run(kit) {
      for (const who of ['client', 'server'] as const) {
        const listener = kit.listenSoon({ address: `server of ${who}` });
        const client = kit.connect({}, 'client', `server of ${who}`);
        await kit.until('it stands', () => client.opened && listener.probes.length === 1);
        const server = listener.probes[0]!;
        await kit.within(() => (who === 'client' ? client : server).socket.end());
        await kit.until('both are closed', () => client.why !== null && server.why !== null);
        assert.equal([client.why, server.why], ['closed', 'closed']);
      }
    },
  },
  {
    name: 'both end at the same time',
    why: 'the FINs cross',
    async run(kit) {
      const { client, server } = await kit.pair(stay, stay);
      await kit.within(() => {
        client.write('c');
        server.write('s');
        client.socket.end();
        server.socket.end();
      });
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why, client.text, server.text], ['closed', 'closed', 's', 'c']);
    },
  },
  {
    name: 'end sends what was written before, however much',
    why: 'a large reply followed by a close must arrive whole',
    async run(kit) {
      const size = 8 << 20;
      const { client, server } = await kit.pair({}, stay);
      await kit.within(() => {
        client.socket.write(pattern(0, size), 0, size);
        client.socket.end();
      });
      await kit.until('the end came', () => server.ended);
      assert.is(server.receivedBytes, size);
      assert.ok(Buffer.concat(server.received).equals(pattern(0, size)), 'the bytes are in order');
      await kit.within(() => server.socket.end());
      await kit.until('both are closed', () => client.why === 'closed' && server.why === 'closed');
    },
  },
  {
    name: 'the end of the peer waits behind a pause, like the bytes before it',
    why: 'a paused proxy must not close what it has not read',
    async run(kit) {
      for (const who of ['client', 'server'] as const) {
        const listener = kit.listenSoon({ address: `server of ${who}` }, stay);
        const probe = kit.connect(stay, 'client', `server of ${who}`);
        await kit.until('it stands', () => probe.opened && listener.probes.length === 1);
        const [writer, reader] = who === 'client' ? [probe, listener.probes[0]!] : [listener.probes[0]!, probe];
        await kit.within(() => reader.socket.pause());
        await kit.within(() => {
          writer.write('last');
          writer.socket.end();
        });
        await kit.within(() => reader.socket.end());
        await kit.pass(5 * MILLISECOND);
        assert.equal([reader.text, reader.ended, reader.why], ['', false, null]);
        await kit.within(() => reader.socket.resume());
        await kit.until('it is closed', () => reader.why !== null && writer.why !== null);
        assert.equal([reader.text, reader.ended, reader.why, writer.why], ['last', true, 'closed', 'closed']);
      }
    },
  },
  {
    name: 'on an ended or closed socket every call is ignored, write returns false',
    why: 'timers and late replies call sockets that are gone',
    async run(kit) {
      const { client, server } = await kit.pair(stay, stay);
      const pester = (): void => {
        for (const probe of [client, server]) {
          assert.not.ok(probe.write('late'));
          probe.socket.end();
          probe.socket.pause();
          probe.socket.resume();
        }
      };
      await kit.within(() => {
        client.socket.end();
        server.socket.end();
        pester();
      });
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      await kit.within(pester);
      await kit.within(() => {
        client.socket.reset();
        server.socket.reset();
        assert.is(client.socket.pending, 0);
      });
      await kit.pass(3 * MILLISECOND);
      assert.equal([client.why, server.why, client.text, server.text], ['closed', 'closed', '', '']);
    },
  },
];
