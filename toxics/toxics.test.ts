/** Each toxic by hand, without any world; times in ms. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND } from '../src/world/world.ts';
import { TOXICS } from './index.ts';
import { Street } from './lane.case.ts';

interface Row {
  readonly why: string;
  readonly type: string;
  readonly attributes?: Record<string, unknown>;
  /** `10@30 FIN@31`: 10 bytes at 30 ms, then the end. */
  readonly enter: string;
  /** What leaves when, in the same words, what is dropped, and when and how the connection ends. */
  readonly expected: string;
}

const ROWS: readonly Row[] = [
  {
    why: 'each chunk by the same',
    type: 'latency',
    attributes: { latency: 100 },
    enter: '10@0 10@30',
    expected: '10@100 10@130',
  },
  {
    why: 'the FIN only behind the bytes before it',
    type: 'latency',
    attributes: { latency: 100 },
    enter: '10@30 FIN@31',
    expected: '10@130 FIN@130',
  },
  {
    why: 'a FIN that is alone, not at all',
    type: 'latency',
    attributes: { latency: 100 },
    enter: 'FIN@5',
    expected: 'FIN@5',
  },
  {
    why: 'p99 at p50: that is the delay, beside what all have',
    type: 'latency',
    attributes: { latency: 10, distribution: 'lognormal', p50: 7.5, p99: 7.5 },
    enter: '10@1',
    expected: '10@18.5',
  },
  { why: 'any bytes, at once', type: 'noop', enter: '1e6@3', expected: '1000000@3' },
  {
    why: 'the FIN, not the bytes before it',
    type: 'slow_close',
    attributes: { delay: 20.5 },
    enter: '10@1 FIN@2',
    expected: '10@1 FIN@22.5',
  },
  {
    why: 'a chatty peer does not put the close off, a FIN comes with it',
    type: 'timeout',
    attributes: { timeout: 500 },
    enter: '10@100 20@400 FIN@450',
    expected: 'dropped 30 end@600 FIN@600',
  },
  {
    why: '0 never closes, and a FIN passes',
    type: 'timeout',
    enter: '10@0 10@9e6 FIN@9e6',
    expected: 'dropped 20 FIN@9000000',
  },
  {
    why: 'the first bytes start the clock, and all are swallowed',
    type: 'reset_peer',
    attributes: { timeout: 200 },
    enter: '10@50 10@100',
    expected: 'dropped 20 reset@250',
  },
  {
    why: 'a FIN starts the clock as well, and is swallowed',
    type: 'reset_peer',
    attributes: { timeout: 200 },
    enter: 'FIN@50',
    expected: 'reset@250 FIN@Infinity',
  },
  { why: '0 resets at once', type: 'reset_peer', enter: '1@50', expected: 'dropped 1 reset@50' },
  {
    why: 'the first slice at once, the others, also of the next bytes, 10 ms (10,000 us) after the one before',
    type: 'slicer',
    attributes: { average_size: 4, delay: 10_000 },
    enter: '10@0 5@15 1@70',
    expected: '4@0 4@10 2@20 4@30 1@40 1@70',
  },
  {
    why: 'a fraction of a microsecond counts',
    type: 'slicer',
    attributes: { average_size: 1, delay: 0.5 },
    enter: '3@0',
    expected: '1@0 1@0.0005 1@0.001',
  },
  {
    why: 'cuts where the last byte is, and ends behind it',
    type: 'limit_data',
    attributes: { bytes: 100 },
    enter: '80@1 50@2',
    expected: '80@1 20@2 30@Infinity end@2',
  },
  {
    why: 'one byte less than the limit ends nothing',
    type: 'limit_data',
    attributes: { bytes: 100 },
    enter: '99@1',
    expected: '99@1',
  },
  {
    why: '0: the first byte ends it, and does not pass',
    type: 'limit_data',
    enter: '9@3',
    expected: '9@Infinity end@3',
  },
  {
    why: 'ends it after so long, whatever is said',
    type: 'limit_time',
    attributes: { time: 40, by: 'reset' },
    enter: '9@30',
    expected: '9@30 reset@40',
  },
  {
    why: 'nothing passes, no FIN either',
    type: 'partition',
    enter: '9@3 FIN@4',
    expected: '9@Infinity FIN@Infinity',
  },
  {
    why: 'delays connects only',
    type: 'slow_connect',
    attributes: { delay: 100, drop: 1 },
    enter: '9@3',
    expected: '9@3',
  },
  {
    why: 'sine: the middle, top, middle, bottom',
    type: 'wave',
    attributes: { latency: 50, amplitude: 20, period: 400 },
    enter: '1@0 1@100 1@200 1@300 1@400',
    expected: '1@50 1@170 1@250 1@330 1@450',
  },
  {
    why: 'triangle: likewise, and straight in between',
    type: 'wave',
    attributes: { shape: 'triangle', latency: 50, amplitude: 20, period: 400 },
    enter: '1@0 1@50 1@100 1@200 1@250 1@300',
    expected: '1@50 1@110 1@170 1@250 1@290 1@330',
  },
  {
    why: 'saw: from the bottom up, then down at once, where order holds the next back',
    type: 'wave',
    attributes: { shape: 'saw', latency: 50, amplitude: 20, period: 100 },
    enter: '1@0 1@50 1@75 1@100 1@110',
    expected: '1@30 1@100 2@135 1@144',
  },
  {
    why: 'square, half a turn on: bottom first',
    type: 'wave',
    attributes: { shape: 'square', latency: 50, amplitude: 20, period: 100, phase: 0.5 },
    enter: '1@0 1@49 1@50 1@100',
    expected: '1@30 1@79 1@120 1@130',
  },
  {
    why: 'never below 0',
    type: 'wave',
    attributes: { shape: 'square', latency: 5, amplitude: 20, period: 100, phase: 0.5 },
    enter: '1@7',
    expected: '1@7',
  },
  {
    why: 'without losses at once, packets or not',
    type: 'loss',
    enter: '5000@7',
    expected: '5000@7',
  },
  { why: 'with all lost not at all', type: 'loss', attributes: { loss: 1 }, enter: '9@7', expected: '9@Infinity' },
  { why: 'rate 0: stands still', type: 'bandwidth', enter: '9@7', expected: '9@Infinity' },
  { why: 'rate 0: as it came', type: 'corrupt', enter: '9@7', expected: '9@7' },
];

for (const { why, type, attributes, enter, expected } of ROWS) {
  test(`${type}: ${why}`, () => {
    const lane = Street.with(type, attributes).lane();
    let fin = '';
    for (const word of enter.split(' ')) {
      const [what = '', ms = ''] = word.split('@');
      if (what === 'FIN') fin = `FIN@${lane.end(Number(ms))}`;
      else lane.enter(Number(ms), Number(what));
    }
    assert.is([lane.told, fin].filter((word) => word !== '').join(' '), expected);
  });
}

for (const { type } of TOXICS) {
  test(`${type}: the same answers for the same seed`, () => {
    const given: Record<string, Record<string, unknown>> = {
      latency: { distribution: 'pareto', p50: 1, p99: 9, correlation: 0.5 },
      slicer: { average_size: 20, size_variation: 19, delay: 500 },
      loss: { loss: 0.3, burst: 3 },
      corrupt: { rate: 0.1 },
    };
    const answers = () => {
      const lane = Street.with(type, given[type], 'same').lane();
      for (const ms of [0, 1, 2, 50]) lane.enter(ms, 100);
      return [lane.told, lane.pieces.map(({ flip }) => flip)];
    };
    assert.equal(answers(), answers());
  });
}

test('partition, slow_connect: what becomes of a connect', () => {
  const connect = (type: string, attributes = {}) => Street.with(type, attributes).link.connect(0);
  assert.is(connect('partition').fate, 'drop');
  assert.is(connect('slow_connect', { delay: 5, drop: 1 }).fate, 'drop');
  assert.equal(connect('slow_connect', { delay: 5.5 }), { fate: 'pass', delay: 5.5 * MILLISECOND });
});

test('slow_connect: jitter is uniform and never makes a connect faster; several add up; drop is a share', () => {
  const street = Street.with('slow_connect', { delay: 10, jitter: 30, drop: 0.25 });
  street.link.addToxic({ type: 'slow_connect', stream: 'upstream', attributes: { delay: 5 } });
  const all = Array.from({ length: 10_000 }, () => street.link.connect(0));
  const delays = all.filter(({ fate }) => fate === 'pass').map(({ delay }) => delay / MILLISECOND);
  const share = (of: number[], at: (delay: number) => boolean) => of.filter(at).length / of.length;
  assert.ok(Math.abs(delays.length / all.length - 0.75) < 0.02, `${delays.length} pass (seed ${street.seed})`);
  assert.ok(delays.every((delay) => delay >= 5 && delay < 45));
  // Uniform in [-20, 40), of which a third is below 0.
  assert.ok(Math.abs(share(delays, (delay) => delay === 5) - 1 / 3) < 0.02, `seed ${street.seed}`);
  assert.ok(Math.abs(share(delays, (delay) => delay > 25) - 1 / 3) < 0.02, `seed ${street.seed}`);
});

test.run();
