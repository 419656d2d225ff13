/** Many bytes both ways through each toxic, on the three hosts: what comes out, and in which order. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ToxicOptions } from '../src/link/link.ts';
import { Carrier } from './hosts/carrier.case.ts';
import { openHost, type Host, type HostName } from './hosts/hosts.case.ts';
import { TOXICS } from './index.ts';

const BYTES = 200_000;
const SEED = 'integrity';

interface Row {
  readonly why: string;
  readonly toxics: readonly ToxicOptions[];
  /** What becomes of the bytes of the direction that the toxics are in. */
  readonly expect: (received: Buffer, sent: Buffer, where: string) => void;
}

const whole: Row['expect'] = (received, sent, where) => {
  assert.is(received.length, sent.length, `${where}: length`);
  assert.ok(received.equals(sent), `${where}: the same bytes in the same order`);
};

const ROWS: readonly Row[] = [
  { why: 'noop', toxics: [{ type: 'noop' }], expect: whole },
  {
    why: 'latency, with jitter larger than the gaps',
    toxics: [{ type: 'latency', attributes: { latency: 5, jitter: 5 } }],
    expect: whole,
  },
  {
    why: 'latency by its quantiles, correlated',
    toxics: [{ type: 'latency', attributes: { distribution: 'lognormal', p50: 2, p99: 20, correlation: 0.5 } }],
    expect: whole,
  },
  { why: 'bandwidth', toxics: [{ type: 'bandwidth', attributes: { rate: 1000 } }], expect: whole },
  {
    why: 'bandwidth, shared',
    toxics: [{ type: 'bandwidth', attributes: { rate: 1000, shared: true } }],
    expect: whole,
  },
  {
    why: 'slicer',
    toxics: [{ type: 'slicer', attributes: { average_size: 500, size_variation: 400, delay: 100 } }],
    expect: whole,
  },
  { why: 'loss', toxics: [{ type: 'loss', attributes: { loss: 0.02, rto: 5 } }], expect: whole },
  { why: 'loss in bursts', toxics: [{ type: 'loss', attributes: { loss: 0.02, burst: 3, rto: 5 } }], expect: whole },
  {
    why: 'wave',
    toxics: [{ type: 'wave', attributes: { shape: 'sine', latency: 3, amplitude: 3, period: 20 } }],
    expect: whole,
  },
  { why: 'slow_close', toxics: [{ type: 'slow_close', attributes: { delay: 10 } }], expect: whole },
  { why: 'slow_connect', toxics: [{ type: 'slow_connect', attributes: { delay: 10 } }], expect: whole },
  { why: 'limit_time, in time', toxics: [{ type: 'limit_time', attributes: { time: 60_000 } }], expect: whole },
  {
    why: 'a chain of five',
    toxics: [
      { type: 'slicer', attributes: { average_size: 3000, size_variation: 1000, delay: 10 } },
      { type: 'latency', attributes: { latency: 3, jitter: 3 } },
      { type: 'bandwidth', attributes: { rate: 5000 } },
      { type: 'loss', attributes: { loss: 0.01, rto: 3 } },
      { type: 'wave', attributes: { shape: 'saw', latency: 2, amplitude: 2, period: 30 } },
    ],
    expect: whole,
  },
  {
    why: 'limit_data: the beginning',
    toxics: [{ type: 'limit_data', attributes: { bytes: 70_001 } }],
    expect: (received, sent, where) => whole(received, sent.subarray(0, 70_001), where),
  },
  {
    why: 'timeout: nothing',
    toxics: [{ type: 'timeout', attributes: { timeout: 30 } }],
    expect: (received, _sent, where) => assert.is(received.length, 0, where),
  },
  {
    why: 'reset_peer: nothing',
    toxics: [{ type: 'reset_peer', attributes: { timeout: 10 } }],
    expect: (received, _sent, where) => assert.is(received.length, 0, where),
  },
  {
    why: 'partition: nothing, as long as it lasts',
    toxics: [{ type: 'partition' }],
    expect: (received, _sent, where) => assert.is(received.length, 0, where),
  },
  {
    why: 'corrupt: a hundredth of the bytes, each in its place',
    toxics: [{ type: 'corrupt', attributes: { rate: 0.01 } }],
    expect: (received, sent, where) => {
      assert.is(received.length, sent.length, where);
      let wrong = 0;
      for (let i = 0; i < sent.length; i++) if (received[i] !== sent[i]) wrong++;
      // 2,000 expected, deviation 44.5: five of them either way.
      assert.ok(Math.abs(wrong - BYTES / 100) < 225, `${where}: ${wrong} wrong bytes of ${BYTES}`);
    },
  },
];

for (const name of ['virtual', 'live', 'relay'] as const) {
  for (const { why, toxics, expect } of ROWS) {
    for (const stream of ['upstream', 'downstream'] as const) {
      test(`${name}: ${why}, ${stream}`, async () => {
        const { carrier, host } = await carried(name, (host) => {
          for (const toxic of toxics) host.link.addToxic({ ...toxic, stream });
        });
        try {
          const ends = !toxics.some(({ type }) => type === 'partition');
          await host.until(() => carrier.over, ends ? 10_000 : 200);
          assert.is(carrier.over, ends, 'both ends hear that it is over');
          const there = stream === 'upstream' ? 'server' : 'client';
          const back = stream === 'upstream' ? 'client' : 'server';
          const where = `${name}, ${why}, seed ${SEED}`;
          expect(carrier.received(there), carrier.sent(back), where);
          const cut = toxics.some(({ type }) => ['limit_data', 'timeout', 'reset_peer', 'partition'].includes(type));
          if (!cut) whole(carrier.received(back), carrier.sent(there), `${where}, the other direction`);
        } finally {
          await host.close();
        }
      });
    }
  }
}

test('every toxic is in a row', () => {
  const rows = new Set(ROWS.flatMap(({ toxics }) => toxics.map(({ type }) => type)));
  assert.equal(
    TOXICS.map(({ type }) => type).filter((type) => !rows.has(type)),
    [],
  );
});

async function carried(name: HostName, prepare: (host: Host) => void): Promise<{ carrier: Carrier; host: Host }> {
  const carrier = new Carrier(BYTES);
  const host = await openHost(name, { seed: SEED, accept: (socket) => carrier.end('server', socket) });
  prepare(host);
  carrier.begin(host.connect);
  return { carrier, host };
}

test.run();
