import * as assert from 'uvu/assert';
import { SEGMENTS_MAX } from '../pipe-ends.ts';
import type { Verdict } from '../shaper.ts';
import { MILLISECOND, type Nanos } from '../world.ts';
import type { Row } from './driver.case.ts';
import { hopPair } from './hops.case.ts';
import { assertTime } from './kit.case.ts';
import { TestHop, type TestShaper } from './test-hop.case.ts';

/** Bytes of a message are decided about when its full stop is there. */
function sentences(_now: Nanos, bytes: number, out: Verdict, buf: Uint8Array, start: number): void {
  out.take = buf.subarray(start, start + bytes).indexOf('.'.charCodeAt(0)) + 1;
}

const LOWER_CASE = 0x20;

function capitalsHeldFor(delay: Nanos) {
  return (now: Nanos, _bytes: number, out: Verdict): void => {
    out.take = 1;
    out.flip = LOWER_CASE;
    out.at = now + delay;
  };
}

export const verdicts: readonly Row[] = [
  {
    name: 'the last byte of what is taken is flipped, whatever joins on the way',
    why: 'the corrupt toxic',
    async run(kit) {
      const hop = new TestHop(MILLISECOND);
      const { client, server } = await hopPair(kit, hop);
      const everyThird = (_now: Nanos, bytes: number, out: Verdict): void => {
        out.take = Math.min(bytes, 3);
        if (out.take === 3) out.flip = LOWER_CASE;
      };
      hop.upstream.set(everyThird);
      hop.downstream.set(everyThird);
      await kit.within(() => {
        client.write('abcdefgh');
        server.write('ijk');
      });
      await kit.until('all came', () => server.receivedBytes === 8 && client.receivedBytes === 3);
      assert.equal([server.text, client.text], ['abCdeFgh', 'ijK']);
    },
  },
  {
    name: 'what is flipped and held is as it was when it is shaped again, or no more',
    why: 'removing a toxic undoes what it has not done yet',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      hop.upstream.set(capitalsHeldFor(1000 * MILLISECOND));
      await kit.within(() => client.write('one '));
      await kit.within(() => client.write('two '));
      await kit.within(() => hop.upstream.set(capitalsHeldFor(2000 * MILLISECOND)));
      assert.is(hop.upstream.rewound, 8, 'it is told what will be asked again');
      await kit.within(() => hop.upstream.sleep());
      await kit.until('all came', () => server.receivedBytes === 8);
      assert.is(server.text, 'one two ');
      await kit.within(() => hop.upstream.set(capitalsHeldFor(0)));
      await kit.within(() => client.write('three'));
      await kit.until('the rest came', () => server.receivedBytes === 13);
      assert.is(server.text, 'one two THREE');
    },
  },
  {
    name: 'bytes that do not tell yet what they are wait, and hold nobody back',
    why: 'a link that reads the protocol gets half a message',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      hop.upstream.set(sentences);
      await kit.within(() => {
        assert.ok(client.write('Half of it'), 'the writer goes on');
        assert.is(client.socket.pending, 0);
      });
      await kit.pass(5 * MILLISECOND);
      assert.is(server.text, '');
      await kit.within(() => client.write(', and the rest. And'));
      await kit.until('the sentence came', () => server.text === 'Half of it, and the rest.');
      await kit.pass(2 * MILLISECOND);
      assert.is(server.text, 'Half of it, and the rest.');
      await kit.within(() => client.socket.end());
      await kit.until('the FIN took the rest along', () => server.ended);
      assert.is(server.text, 'Half of it, and the rest. And');
    },
  },
  {
    name: 'what was decided, and does not tell any more, waits for more; a shaper that sleeps lets go of it',
    why: 'a link begins to read in the middle of what it holds',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      hop.upstream.set((now, _bytes, out) => (out.at = now + 1000 * MILLISECOND));
      await kit.within(() => client.write('First. Sec'));
      await kit.within(() => hop.upstream.set(sentences));
      await kit.until('the sentence came', () => server.text === 'First.');
      await kit.within(() => client.write('ond. Third'));
      await kit.until('the sentence came', () => server.text === 'First. Second.');
      await kit.within(() => hop.upstream.sleep());
      await kit.until('the rest came', () => server.text === 'First. Second. Third');
    },
  },
  {
    name: 'pieces under way are bounded, however small: the writer is held back, and all comes in the end',
    why: 'a slicer of single bytes must not cost megabytes a connection',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      let asked = 0;
      hop.upstream.set((now, _bytes, out) => {
        out.take = 1;
        out.at = now + 50 * MILLISECOND + asked++;
      });
      const text = 'x'.repeat(10_000);
      await kit.within(() => assert.not(client.write(text)));
      assert.is(asked, SEGMENTS_MAX);
      assert.is(client.socket.pending, text.length - SEGMENTS_MAX);
      await kit.until('all came', () => server.receivedBytes === text.length && client.drains === 1);
    },
  },
  {
    name: 'a connection ends as things stand, without a byte; a change moves or lifts it',
    why: 'limit_time ends idle connections, too',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      const { upstream } = hop;
      const start = kit.now;
      await kit.within(() => endsAt(upstream, start + 30 * MILLISECOND));
      await kit.within(() => endsAt(upstream, Infinity));
      await kit.pass(40 * MILLISECOND);
      assert.equal([client.why, server.why], [null, null], 'lifted');
      const again = kit.now;
      await kit.within(() => endsAt(upstream, again + 500 * MILLISECOND));
      await kit.within(() => endsAt(upstream, again + 20 * MILLISECOND));
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why], ['closed', 'closed']);
      assertTime(kit, Math.min(client.endedAt, server.endedAt) - again, 20 * MILLISECOND, 'end');
      await kit.until('the hop hears of it, once', () => hop.closed === 1);
    },
  },
  {
    name: 'a shaper that is awake when the connection opens is asked at once when it has to end',
    why: 'limit_time on a link that has it from the start',
    async run(kit) {
      const hop = new TestHop(MILLISECOND);
      hop.downstream.active = true;
      hop.downstream.onStanding = (now, out) => {
        out.closeAt = now + 10 * MILLISECOND;
        out.closeBy = 'reset';
      };
      const { client, server } = await hopPair(kit, hop);
      await kit.until('both are closed', () => client.why !== null && server.why !== null);
      assert.equal([client.why, server.why], ['reset', 'reset']);
    },
  },
];

function endsAt(shaper: TestShaper, closeAt: Nanos): void {
  shaper.onStanding = (_now, out) => (out.closeAt = closeAt);
  shaper.set(() => undefined);
}
