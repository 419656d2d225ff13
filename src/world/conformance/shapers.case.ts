import * as assert from 'uvu/assert';
import type { Verdict } from '../shaper.ts';
import { MILLISECOND, type Nanos } from '../world.ts';
import type { Row } from './driver.case.ts';
import { hopPair, stay } from './hops.case.ts';
import { assertTime } from './kit.case.ts';
import { pattern } from './streams.case.ts';
import { TestHop } from './test-hop.case.ts';

const hold = (_now: Nanos, _bytes: number, out: Verdict): void => void (out.at = Infinity);

export const shapers: readonly Row[] = [
  {
    name: 'a shaper delays data in its direction only, on top of the latency',
    why: 'toxics',
    async run(kit) {
      const hop = new TestHop(2 * MILLISECOND);
      const { client, server } = await hopPair(kit, hop);
      hop.upstream.set((now, _bytes, out) => (out.at = now + 10 * MILLISECOND));
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        client.write('up');
        server.write('down');
      });
      await kit.until('both came', () => client.text === 'down' && server.text === 'up');
      assertTime(kit, server.receivedAt - start, 12 * MILLISECOND, 'up');
      assertTime(kit, client.receivedAt - start, 2 * MILLISECOND, 'down');
    },
  },
  {
    name: 'downstream, without latency: a delay, slices, and the order is kept when later bytes are faster',
    why: 'no byte overtakes an earlier one, whatever the toxics say',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      let asked = 0;
      const takes: number[] = [];
      hop.downstream.set((now, bytes, out) => {
        out.take = Math.min(3, bytes);
        takes.push(out.take);
        out.at = now + Math.max(0, 8 - asked++) * MILLISECOND;
      });
      await kit.within(() => server.write('a stream that is cut'));
      await kit.until('it came', () => client.text === 'a stream that is cut');
      assert.equal(takes, [3, 3, 3, 3, 3, 3, 2]);
    },
  },
  {
    name: 'what is dropped never arrives; the rest does',
    why: 'data behind a black hole',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      hop.upstream.set((_now, bytes, out) => {
        out.take = 1;
        if (bytes % 2 === 0) out.fate = 'drop';
      });
      await kit.within(() => client.write('aXbXcXd'.split('').reverse().join('')));
      await kit.until('the rest came', () => server.text === 'dcba');
      assert.is(client.socket.pending, 0);
    },
  },
  {
    name: 'a shaper that wakes up in the middle keeps the order with what is on its way',
    why: 'toxics are added to live connections',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      await kit.within(() => {
        client.write('1');
        hop.upstream.set((now, _bytes, out) => (out.at = now + 5 * MILLISECOND));
        client.write('2');
        hop.upstream.active = false;
        client.write('3');
      });
      await kit.until('all came', () => server.receivedBytes === 3);
      assert.is(server.text, '123');
      await kit.within(() => client.write('4'));
      await kit.until('all came', () => server.text === '1234');
    },
  },
  {
    name: 'what is held is released when the shaper changes, in order, in both directions',
    why: 'removing a toxic lifts the fault at once',
    async run(kit) {
      const hop = new TestHop(MILLISECOND);
      const { client, server } = await hopPair(kit, hop);
      hop.upstream.set(hold);
      hop.downstream.set(hold);
      await kit.within(() => {
        client.write('held ');
        server.write('held ');
      });
      await kit.pass(2 * MILLISECOND);
      await kit.within(() => {
        client.write('back');
        server.write('back');
      });
      await kit.pass(5 * MILLISECOND);
      assert.equal([client.text, server.text], ['', '']);
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        hop.upstream.sleep();
        hop.downstream.sleep();
      });
      await kit.until('all came', () => client.text === 'held back' && server.text === 'held back');
      assertTime(kit, server.receivedAt - start, MILLISECOND, 'released');
    },
  },
  {
    name: 'what is held is shaped again as of its entry, and leaves no earlier than now',
    why: 'a shorter delay shortens what is under way; it does not undo time',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      hop.upstream.set(hold);
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        client.write('a');
      });
      await kit.pass(4 * MILLISECOND);
      await kit.within(() => hop.upstream.set((now, _bytes, out) => (out.at = now + 10 * MILLISECOND)));
      await kit.until('it came', () => server.text === 'a');
      assertTime(kit, server.receivedAt - start, 10 * MILLISECOND, 'a');
      await kit.within(() => hop.upstream.set(hold));
      await kit.within(() => client.write('b'));
      await kit.pass(4 * MILLISECOND);
      let changed = 0;
      await kit.within(() => {
        changed = kit.now;
        hop.upstream.set((now, _bytes, out) => (out.at = now + MILLISECOND));
      });
      await kit.until('it came', () => server.text === 'ab');
      assertTime(kit, server.receivedAt, changed, 'b');
    },
  },
  {
    name: 'bytes that have left are not shaped again, bytes that are dropped on change are gone',
    why: 'a change must neither double nor invent bytes',
    async run(kit) {
      const hop = new TestHop(10 * MILLISECOND);
      const { client, server } = await hopPair(kit, hop);
      await kit.within(() => client.write('under way, '));
      await kit.within(() => {
        hop.upstream.set(hold);
        client.write('held, ');
      });
      await kit.pass(2 * MILLISECOND);
      await kit.within(() => hop.upstream.set((_now, _bytes, out) => (out.fate = 'drop')));
      await kit.pass(20 * MILLISECOND);
      await kit.within(() => {
        hop.upstream.sleep();
        client.write('fresh');
      });
      await kit.until('the rest came', () => server.text.endsWith('fresh'));
      assert.is(server.text, 'under way, fresh');
    },
  },
  {
    name: 'a shaper that holds everything holds the writer back; memory is bounded; all comes in the end',
    why: 'a bandwidth of zero must be felt by the sender',
    async run(kit) {
      for (const direction of ['upstream', 'downstream'] as const) {
        const hop = new TestHop();
        const address = `server ${direction}`;
        kit.world.net.setHop('client', address, hop);
        const listener = await kit.listen({ node: address, address }, stay);
        const client = kit.connect(stay, 'client', address);
        await kit.until('it stands', () => client.opened && listener.probes.length === 1);
        const server = listener.probes[0]!;
        const [writer, reader] = direction === 'upstream' ? [client, server] : [server, client];
        hop[direction].set(hold);
        let written = 0;
        const size = 64 * 1024;
        await kit.until('the writer is held back', () => {
          while (writer.socket.pending === 0 && written < 64 << 20) {
            writer.socket.write(pattern(written, size), 0, size);
            written += size;
          }
          return writer.socket.pending > 0;
        });
        assert.is(reader.receivedBytes, 0);
        await kit.within(() => {
          writer.socket.write(pattern(written, size), 0, size);
          written += size;
        });
        await kit.within(() => hop[direction].sleep());
        await kit.until('all came', () => reader.receivedBytes === written && writer.drains > 0);
        assert.ok(Buffer.concat(reader.received).equals(pattern(0, written)), 'the bytes are in order');
      }
    },
  },
  {
    name: 'the end of a direction is shaped too',
    why: 'a slow close keeps descriptors taken',
    async run(kit) {
      const hop = new TestHop();
      const { client, server } = await hopPair(kit, hop);
      hop.upstream.onEnd = (now, out) => (out.at = now + 15 * MILLISECOND);
      hop.upstream.set(() => undefined);
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        client.write('last');
        client.socket.end();
      });
      await kit.until('the data came', () => server.text === 'last');
      await kit.until('the end came', () => server.ended);
      assertTime(kit, server.endedAt - start, 15 * MILLISECOND, 'end');
    },
  },
];
