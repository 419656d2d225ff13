import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world.ts';
import type { Row } from './driver.case.ts';
import { hopPair, stay } from './hops.case.ts';
import { assertTime } from './kit.case.ts';
import type { Script } from './probe.case.ts';
import { TestHop } from './test-hop.case.ts';

export const severings: readonly Row[] = [
  {
    name: 'closeAt by end: both sides hear the end and are closed, no earlier than it says; bytes before it arrive',
    why: 'limit_data and slow_close end connections in peace',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      hop.upstream.set((now, _bytes, out) => (out.closeAt = now + 10 * MILLISECOND));
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        client.write('last');
      });
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why, server.text], ['closed', 'closed', 'last']);
      assert.ok(client.ended && server.ended);
      assertTime(kit, Math.min(client.endedAt, server.endedAt) - start, 10 * MILLISECOND, 'end');
      await kit.until('the hop hears of it, once', () => hop.closed === 1);
    },
  },
  {
    name: 'closeAt by end with bytes that are held for ever: they are lost, the connection is closed',
    why: 'the timeout toxic: silence, then a close',
    async run(kit) {
      for (const latency of [0, 3 * MILLISECOND]) {
        const hop = new TestHop(latency);
        const address = `server at ${latency}`;
        kit.world.net.setHop('client', address, hop);
        const listener = await kit.listen({ node: address, address }, stay);
        const client = kit.connect(stay, 'client', address);
        await kit.until('it stands', () => client.opened && listener.probes.length === 1);
        const server = listener.probes[0]!;
        hop.upstream.set((now, _bytes, out) => {
          out.at = Infinity;
          out.closeAt = now + 10 * MILLISECOND;
        });
        await kit.within(() => client.write('never'));
        await kit.until('both are closed', () => client.why !== null && server.why !== null);
        assert.equal([client.why, server.why, server.text], ['closed', 'closed', '']);
      }
    },
  },
  {
    name: 'closeAt by reset, of the downstream shaper: both sides see reset, held bytes are lost',
    why: 'reset_peer',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      hop.downstream.set((now, _bytes, out) => {
        out.at = now + 50 * MILLISECOND;
        out.closeAt = now + 5 * MILLISECOND;
        out.closeBy = 'reset';
      });
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        server.write('never');
      });
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why, client.text], ['reset', 'reset', '']);
      assertTime(kit, Math.min(client.closedAt, server.closedAt) - start, 5 * MILLISECOND, 'reset');
      await kit.until('the hop hears of it, once', () => hop.closed === 1);
    },
  },
  {
    name: 'the hop ends the connection in peace from outside: what is under way arrives, later writes go nowhere',
    why: 'a proxy between is shut down',
    async run(kit) {
      const hop = new TestHop(3 * MILLISECOND);
      const { client, server } = await hopPair(kit, hop);
      await kit.within(() => {
        client.write('c');
        server.write('s');
      });
      // A live hop hosts both directions at one side: bytes are its own once they have crossed the loopback.
      await kit.pass(MILLISECOND);
      await kit.within(() => {
        hop.connection!.close('end');
        hop.connection!.close('end');
        client.write('nowhere');
      });
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why, client.text, server.text], ['closed', 'closed', 's', 'c']);
      await kit.until('the hop hears of it, once', () => hop.closed === 1);
    },
  },
  {
    name: 'the hop resets the connection from outside, also from within a handler',
    why: 'a link goes down',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop, {
        ...stay,
        onData: (probe, _buf, _start, end) => {
          hop.connection!.close('reset');
          assert.is(probe.why, null);
          return end;
        },
      });
      await kit.within(() => server.write('cut'));
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why], ['reset', 'reset']);
      await kit.until('the hop hears of it, once', () => hop.closed === 1);
      await kit.within(() => hop.connection!.close('end'));
      await kit.pass(3 * MILLISECOND);
    },
  },
  {
    name: 'a half-closed connection that the hop ends is closed on both sides, whichever half was left',
    why: 'limit_time, or a link that goes down, between a client that waits for the rest and a server that sends none',
    async run(kit) {
      for (const who of ['client', 'server'] as const) {
        const hop = new TestHop(2 * MILLISECOND);
        const names = { client: `client half ${who}`, server: `server half ${who}` };
        kit.world.net.setHop(names.client, names.server, hop);
        const listener = await kit.listen({ node: names.server, address: names.server }, stay);
        const client = kit.connect(stay, names.client, names.server);
        await kit.until('it stands', () => client.opened && listener.probes.length === 1);
        const server = listener.probes[0]!;
        const [ending, other] = who === 'client' ? [client, server] : [server, client];
        await kit.within(() => ending.socket.end());
        await kit.until('the other knows', () => other.ended);
        await kit.within(() => hop.connection!.close('end'));
        await kit.until('both are closed', () => client.why !== null && server.why !== null);
        assert.equal([client.why, server.why], ['closed', 'closed']);
        await kit.until('the hop hears of it, once', () => hop.closed === 1);
      }
    },
  },
  {
    name: 'what left before the end arrives, however late the handlers are',
    why: 'a busy machine must not cut what limit_data let through',
    async run(kit) {
      const hop = new TestHop(MILLISECOND);
      const busy: Script = {
        ...stay,
        // In virtual time it takes none.
        onData: (_probe, _buf, _start, end) => {
          const from = performance.now();
          while (performance.now() - from < 5);
          return end;
        },
      };
      const { client, server } = await hopPair(kit, hop, busy, stay);
      let taken = 0;
      hop.downstream.set((now, _bytes, out) => {
        out.take = 1;
        out.at = taken < 2 ? now + (taken * MILLISECOND) / 4 : Infinity;
        if (++taken === 2) out.closeAt = out.at;
      });
      await kit.within(() => server.write('abc'));
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.text, client.why, server.why], ['ab', 'closed', 'closed']);
    },
  },
  {
    name: 'kill through a hop: the peer learns of it after the latency, whichever side dies',
    why: 'the hop is hosted by one side and must outlive it',
    async run(kit) {
      for (const who of ['client', 'server'] as const) {
        const hop = new TestHop(10 * MILLISECOND);
        const names = { client: `client of ${who}`, server: `server of ${who}` };
        kit.world.net.setHop(names.client, names.server, hop);
        const listener = await kit.listen({ node: names.server, address: names.server }, stay);
        const client = kit.connect(stay, names.client, names.server);
        await kit.until('it stands', () => client.opened && listener.probes.length === 1);
        const other = who === 'client' ? listener.probes[0]! : client;
        let start = 0;
        await kit.within(() => {
          start = kit.now;
          kit.world.net.kill(names[who]);
        });
        await kit.until('the peer knows', () => other.why !== null);
        assert.is(other.why, 'reset');
        assertTime(kit, other.closedAt - start, hop.latency, 'the RST');
        await kit.until('the hop hears of it, once', () => hop.closed === 1);
      }
    },
  },
];
