import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../world.ts';
import type { Row } from './driver.case.ts';
import { assertTime, type Kit } from './kit.case.ts';
import type { Probe, Script } from './probe.case.ts';
import { TestHop } from './test-hop.case.ts';

const L = 5 * MILLISECOND;
export const stay: Script = { onEnd: () => undefined };

/** A connection through a hop that stands at both ends. */
export async function hopPair(
  kit: Kit,
  hop: TestHop,
  client: Script = stay,
  server: Script = stay,
): Promise<{ client: Probe; server: Probe }> {
  kit.world.net.setHop('client', 'server', hop);
  return kit.pair(client, server);
}

export const hops: readonly Row[] = [
  {
    name: 'a connect costs twice the latency and the delay of the verdict',
    why: 'connections per request pay it each time',
    async run(kit) {
      const hop = new TestHop(L);
      hop.verdict = { fate: 'pass', delay: 3 * MILLISECOND };
      const listener = await kit.listen();
      kit.world.net.setHop('client', 'server', hop);
      const start = kit.now;
      const client = kit.connect();
      await kit.until('it stands', () => client.opened && listener.probes.length === 1);
      assertTime(kit, client.openedAt - start, 2 * L + 3 * MILLISECOND, 'open');
      assert.equal([hop.asked.length, hop.opened, hop.closed], [1, 1, 0]);
    },
  },
  {
    name: 'refuse: heard after the round trip, no shapers are made',
    why: 'a link that is down rejects',
    async run(kit) {
      const hop = new TestHop(L);
      hop.verdict = { fate: 'refuse', delay: 0 };
      await kit.listen();
      kit.world.net.setHop('client', 'server', hop);
      const start = kit.now;
      const client = kit.connect();
      await kit.until('it is refused', () => client.why !== null);
      assert.equal([client.why, client.opened, hop.opened, hop.closed], ['refused', false, 0, 0]);
      assertTime(kit, client.closedAt - start, 2 * L, 'refused');
    },
  },
  {
    name: 'nobody listens behind a hop: refused after the round trip',
    why: 'the RST travels too',
    async run(kit) {
      const hop = new TestHop(L);
      kit.world.net.setHop('client', 'server', hop);
      const listener = await kit.listen();
      await kit.within(() => listener.listener.close());
      const start = kit.now;
      const client = kit.connect();
      await kit.until('it is refused', () => client.why !== null);
      assert.is(client.why, 'refused');
      assertTime(kit, client.closedAt - start, 2 * L, 'refused');
    },
  },
  {
    name: 'a SYN that is dropped is sent again after 1 s, and the hop is asked again',
    why: 'a black hole that heals; SYN retries set the pace of recovery',
    async run(kit) {
      const hop = new TestHop(L);
      hop.verdict = { fate: 'drop', delay: 0 };
      const listener = await kit.listen();
      kit.world.net.setHop('client', 'server', hop);
      const start = kit.now;
      const client = kit.connect();
      await kit.pass(500 * MILLISECOND);
      assert.equal([hop.asked.length, client.opened, client.why], [1, false, null]);
      hop.verdict = { fate: 'pass', delay: 0 };
      await kit.until('it stands', () => client.opened && listener.probes.length === 1);
      assertTime(kit, client.openedAt - start, SECOND + 2 * L, 'open');
      assert.is(hop.asked.length, 2);
    },
  },
  {
    name: 'a connect into a black hole can be given up; nothing comes after',
    why: 'connect timeouts of clients are shorter than 127 s',
    async run(kit) {
      const hop = new TestHop(L);
      hop.verdict = { fate: 'drop', delay: 0 };
      await kit.listen();
      kit.world.net.setHop('client', 'server', hop);
      const client = kit.connect();
      await kit.pass(20 * MILLISECOND);
      await kit.within(() => client.socket.reset());
      await kit.pass(SECOND);
      assert.equal([client.why, hop.asked.length], ['reset', 1]);
    },
  },
  {
    name: 'data takes the latency in each direction, and keeps its order',
    why: 'the round trip that every request pays',
    async run(kit) {
      const hop = new TestHop(L);
      const { client, server } = await hopPair(kit, hop, stay, {
        onData: (probe, buf, start, end) => {
          probe.socket.write(buf, start, end);
          return end;
        },
      });
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        client.write('one ');
        client.write('two');
      });
      await kit.until('the echo came', () => client.text === 'one two');
      assertTime(kit, server.receivedAt - start, L, 'there');
      assertTime(kit, client.receivedAt - start, 2 * L, 'and back');
    },
  },
  {
    name: 'a hop is one-way configuration: other pairs of nodes are not touched',
    why: 'faults befall named links',
    async run(kit) {
      const hop = new TestHop(L);
      hop.verdict = { fate: 'refuse', delay: 0 };
      kit.world.net.setHop('client', 'server', hop);
      const listener = await kit.listen();
      const other = kit.connect({}, 'other');
      await kit.until('it stands', () => other.opened && listener.probes.length === 1);
      assert.is(hop.asked.length, 0);
    },
  },
  {
    name: 'the server speaks first through a hop: onOpen comes before its bytes',
    why: 'the SYN-ACK is ahead of the banner',
    async run(kit) {
      kit.world.net.setHop('client', 'server', new TestHop(L));
      await kit.listen({}, { onOpen: (probe) => probe.write('banner') });
      const client = kit.connect({
        onData: (probe, _buf, _start, end) => {
          if (!probe.opened) kit.violation('onData before onOpen');
          return end;
        },
      });
      await kit.until('it came', () => client.text === 'banner');
    },
  },
  {
    name: 'half-close through a hop: FINs take the latency, behind the data; closed() comes once',
    why: 'ends must not overtake bytes',
    async run(kit) {
      const hop = new TestHop(L);
      const { client, server } = await hopPair(kit, hop);
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        client.write('question');
        client.socket.end();
      });
      await kit.until('the server heard the end', () => server.ended);
      assert.is(server.text, 'question');
      assertTime(kit, server.endedAt - start, L, 'end');
      await kit.within(() => {
        server.write('answer');
        server.socket.end();
      });
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.text, client.why, server.why], ['answer', 'closed', 'closed']);
      await kit.until('the hop hears of it, once', () => hop.closed === 1);
    },
  },
  {
    name: 'a reset takes the latency; what had left before it arrives, then the RST',
    why: 'an answer that was on its way when the server died',
    async run(kit) {
      for (const who of ['client', 'server'] as const) {
        const hop = new TestHop(20 * MILLISECOND);
        kit.world.net.setHop('client', `server of ${who}`, hop);
        const listener = await kit.listen({ node: `server of ${who}`, address: `server of ${who}` }, stay);
        const client = kit.connect(stay, 'client', `server of ${who}`);
        await kit.until('it stands', () => client.opened && listener.probes.length === 1);
        const server = listener.probes[0]!;
        const [one, other] = who === 'client' ? [client, server] : [server, client];
        await kit.within(() => one.write('before'));
        await kit.pass(4 * MILLISECOND);
        let start = 0;
        await kit.within(() => {
          start = kit.now;
          one.socket.reset();
        });
        await kit.until('both know', () => one.why !== null && other.why !== null);
        assert.equal([one.why, other.why, other.text], ['reset', 'reset', 'before'], who);
        await kit.until('the hop hears of it, once', () => hop.closed === 1);
        assertTime(kit, other.closedAt - start, hop.latency, `${who} resets`);
      }
    },
  },
];
