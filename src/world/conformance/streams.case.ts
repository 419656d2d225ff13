import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world.ts';
import type { Row } from './driver.case.ts';
import type { Probe } from './probe.case.ts';

const MESSAGE = 'a message of exactly forty-one bytes: 012';
const FRAME = 41;

/** Consumes whole frames only; what is cut stays. */
function frames(_probe: Probe, _buf: Buffer, start: number, end: number): number {
  return end - ((end - start) % FRAME);
}

export const streams: readonly Row[] = [
  {
    name: 'bytes arrive in order in both directions, as they were when they were written',
    why: 'write copies: encoders reuse their buffer (the probe overwrites it)',
    async run(kit) {
      const { client, server } = await kit.pair();
      await kit.within(() => {
        for (let i = 0; i < 100; i++) {
          assert.ok(client.write(`c${i} `));
          assert.ok(server.write(`s${i} `));
        }
      });
      await kit.until('all came', () => client.text.endsWith('s99 ') && server.text.endsWith('c99 '));
      assert.is(server.text, Array.from({ length: 100 }, (_, i) => `c${i} `).join(''));
      assert.is(client.text, Array.from({ length: 100 }, (_, i) => `s${i} `).join(''));
    },
  },
  {
    name: 'write takes the given part of the buffer only; an empty part is no event',
    why: 'writers pass their own large buffer with two indices',
    async run(kit) {
      const { client, server } = await kit.pair();
      await kit.within(() => {
        const bytes = Buffer.from('..abc..');
        assert.ok(client.socket.write(bytes, 3, 3));
        assert.ok(client.socket.write(bytes, 2, 5));
      });
      await kit.until('it came', () => server.receivedBytes > 0);
      assert.is(server.text, 'abc');
    },
  },
  {
    name: 'a message cut at any offset reaches a reader that waits for the whole of it',
    why: 'TCP cuts where it likes; codecs rest on redelivery',
    async run(kit) {
      assert.is(MESSAGE.length, FRAME);
      const listener = await kit.listen({}, { onData: frames });
      const clients: Probe[] = [];
      for (let cut = 1; cut < FRAME; cut++) {
        const client = kit.connect({
          onOpen: (probe) => {
            probe.write(MESSAGE.slice(0, cut));
            kit.after(MILLISECOND, () => probe.write(MESSAGE.slice(cut) + MESSAGE));
          },
        });
        clients.push(client);
      }
      const whole = (probe: Probe): boolean => probe.receivedBytes === 2 * FRAME;
      await kit.until('all came', () => listener.probes.length === clients.length && listener.probes.every(whole));
      for (const probe of listener.probes) assert.is(probe.text, MESSAGE + MESSAGE);
    },
  },
  {
    name: 'unconsumed bytes come again in front of new ones, and not before there are new ones',
    why: 'a parser that waits for more must not be asked in a loop',
    async run(kit) {
      const seen: string[] = [];
      const { client } = await kit.pair(
        {},
        {
          onData: (_probe, buf, start, end) => {
            seen.push(buf.toString('latin1', start, end));
            return seen.length === 1 ? start + 1 : end;
          },
        },
      );
      await kit.within(() => client.write('abc'));
      await kit.pass(3 * MILLISECOND);
      assert.equal(seen, ['abc']);
      await kit.within(() => client.write('d'));
      await kit.until('the rest came', () => seen.length === 2);
      assert.equal(seen, ['abc', 'bcd']);
    },
  },
  {
    name: 'a value of 1 MB reaches a reader that consumes nothing until all of it is there',
    why: 'the largest value of a memcached; no buffer on the way may be too small for it',
    async run(kit) {
      const size = 1 << 20;
      const whole = (_probe: Probe, _buf: Buffer, start: number, end: number): number =>
        end - start < size ? start : end;
      const { client, server } = await kit.pair({}, { onData: whole });
      const value = pattern(0, size);
      await kit.within(() => client.socket.write(value, 0, size));
      await kit.until('it came', () => server.receivedBytes === size);
      assert.ok(Buffer.concat(server.received).equals(value), 'the bytes are the same');
    },
  },
  {
    name: 'a reader that writes to the other end of its own connection keeps its view',
    why: 'two ends may belong to one object; bytes must not move under a reader',
    async run(kit) {
      const seen: string[] = [];
      let other: Probe | null = null;
      const { client } = await kit.pair(
        {},
        {
          onData: (_probe, buf, start, end) => {
            const size = seen.length < 3 ? 5000 : 0;
            if (size > 0) other!.write('x'.repeat(size));
            seen.push(buf.toString('latin1', start, start + 2));
            return seen.length === 1 ? start + 1 : end;
          },
        },
      );
      other = client;
      await kit.within(() => client.write('abc'));
      await kit.until('all came', () => seen.length === 4);
      assert.equal(seen, ['ab', 'bc', 'xx', 'xx']);
    },
  },
  {
    name: 'an echo of many messages loses nothing',
    why: 'write within onData is what servers do',
    async run(kit) {
      let echoed = '';
      const { client } = await kit.pair(
        {
          onData: (probe, buf, start, end) => {
            echoed += buf.toString('latin1', start, end);
            if (echoed.length < 4000) probe.write(`${echoed.length};`);
            return end;
          },
        },
        {
          onData: (probe, buf, start, end) => {
            probe.socket.write(buf, start, end);
            return end;
          },
        },
      );
      await kit.within(() => client.write('0;'));
      await kit.until('enough came', () => echoed.length >= 4000);
      let length = 0;
      for (const item of echoed.split(';').slice(0, -1)) {
        assert.is(Number(item), length);
        length += item.length + 1;
      }
    },
  },
  {
    name: 'what is written before onOpen is sent when the connection stands, and drains',
    why: 'a client library writes its handshake right after connect',
    async run(kit) {
      const listener = await kit.listen();
      const client = kit.connect({ onOpen: (probe) => probe.write('second') });
      assert.not.ok(client.write('first '), 'it waits on this side');
      assert.is(client.socket.pending, 6);
      await kit.until('it came', () => listener.probes[0]?.text === 'first second');
      await kit.until('it has drained', () => client.drains === 1);
      assert.is(client.socket.pending, 0);
    },
  },
];

/** Bytes by which each place of a stream can be told from its neighbours. */
export function pattern(from: number, length: number): Buffer {
  const buf = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i++) buf[i] = Math.imul(from + i, 0x9e3779b1) >>> 24;
  return buf;
}
