/** Each toxic by hand, without any world; times in ms. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Link } from '../src/link/link.ts';
import type { CloseBy, Shaper } from '../src/world/shaper.ts';
import { Verdict } from '../src/world/shaper.ts';
import { createRng } from '../src/world/rng.ts';
import { MILLISECOND } from '../src/world/world.ts';
import { TOXICS } from './index.ts';

interface Driven {
  readonly link: Link;
  readonly closes: CloseBy[];
  /** Bytes, or the FIN with 0, at this time. */
  ask(ms: number, bytes: number): string;
}

function drive(type: string, attributes: Record<string, number>, seed = 'test'): Driven {
  const link = new Link({ from: 'a', to: 'b', toxics: TOXICS, rng: (stream) => createRng(seed, stream) });
  const closes: CloseBy[] = [];
  const { downstream } = link.open({ close: (by) => closes.push(by) });
  link.addToxic({ type, name: 'toxic', attributes });
  return { link, closes, ask: (ms, bytes) => told(askOnce(downstream, ms * MILLISECOND, bytes)) };
}

function askOnce(shaper: Shaper, now: number, bytes: number): Verdict {
  const out = new Verdict();
  out.clear(now, bytes);
  if (bytes > 0) shaper.shape(now, bytes, out);
  else shaper.shapeEnd(now, out);
  return out;
}

function told({ fate, at, closeAt, closeBy }: Verdict): string {
  const close = closeAt === Infinity ? '' : `, ${closeBy} at ${closeAt / MILLISECOND}`;
  return `${fate} at ${at / MILLISECOND}${close}`;
}

const NUMBERS = [0, 1, 7, 1000, 1e9, 2 ** 32, Number.MAX_SAFE_INTEGER];

for (const { type, attributes } of TOXICS) {
  test(`${type}: whatever its attributes, its answers are in range`, () => {
    const names = Object.keys(attributes);
    for (const [i, value] of NUMBERS.entries()) {
      const given = names.map((name, j) => [name, j === 0 ? value : NUMBERS[(i * 3 + j) % NUMBERS.length]]);
      const link = new Link({ from: 'a', to: 'b', toxics: TOXICS, rng: (stream) => createRng('range', stream) });
      link.addToxic({ type, attributes: Object.fromEntries(given) });
      const { downstream } = link.open({ close: () => undefined });
      for (const now of [0, 5, 3 * MILLISECOND, 1e15, 2e15]) {
        for (const bytes of [1, 1460, 2 ** 31, 0]) {
          const out = askOnce(downstream, now, bytes);
          if (bytes > 0) assert.ok(out.take >= 1 && out.take <= bytes && Number.isInteger(out.take));
          assert.ok(out.at >= now && (out.at === Infinity || Number.isInteger(out.at)), `at ${out.at}`);
          assert.ok(out.closeAt >= 0, `closeAt ${out.closeAt}`);
        }
      }
    }
  });

  test(`${type}: by default, and the same draws for the same seed`, () => {
    const answers = () => {
      const { ask } = drive(type, {});
      return [0, 1, 2, 50].map((ms) => ask(ms, 100));
    };
    assert.equal(answers(), answers());
  });
}

test('latency: delays each chunk by the same, the FIN not', () => {
  const { ask } = drive('latency', { latency: 100 });
  assert.is(ask(0, 10), 'pass at 100');
  assert.is(ask(30, 10), 'pass at 130');
  assert.is(ask(31, 0), 'pass at 130', 'behind the bytes before it');
  assert.is(drive('latency', { latency: 100 }).ask(0, 0), 'pass at 0', 'with no bytes before it, at once');
});

test('latency: jitter is uniform in [-jitter, jitter), in whole ns', () => {
  const link = new Link({ from: 'a', to: 'b', toxics: TOXICS, rng: (stream) => createRng('jitter', stream) });
  link.addToxic({ type: 'latency', attributes: { latency: 100, jitter: 20 } });
  const fifths = [0, 0, 0, 0, 0];
  const n = 20_000;
  for (let i = 0; i < n; i++) {
    // A connection each: on one, a chunk waits for those before it.
    const { at } = askOnce(link.open({ close: () => undefined }).downstream, 0, 1);
    assert.ok(Number.isInteger(at) && at >= 80 * MILLISECOND && at < 120 * MILLISECOND, `${at}`);
    const fifth = Math.floor((at / MILLISECOND - 80) / 8);
    fifths[fifth] = (fifths[fifth] ?? 0) + 1;
  }
  for (const count of fifths) assert.ok(Math.abs(count / n - 0.2) < 0.015, fifths.join(' '));
});

test('latency: more jitter than latency never sends into the past', () => {
  const { ask } = drive('latency', { latency: 1, jitter: 1000 });
  for (let ms = 0; ms < 100_000; ms += 1000) assert.not.match(ask(ms, 1), /-/);
});

test('timeout: a chatty peer does not put the close off', () => {
  const { ask, closes } = drive('timeout', { timeout: 500 });
  assert.is(ask(100, 10), 'drop at 100, end at 600');
  assert.is(ask(400, 10), 'drop at 400, end at 600');
  assert.is(ask(450, 0), 'pass at 600, end at 600', 'the FIN comes with the close');
  assert.is(ask(600, 0), 'pass at 600, end at 600', 'as does that of the close itself');
  assert.equal(closes, []);
});

test('timeout: 0 never closes, until it is removed or set', () => {
  const { link, ask, closes } = drive('timeout', { timeout: 0 });
  assert.is(ask(0, 10), 'drop at 0');
  assert.is(ask(9e6, 10), 'drop at 9000000');
  assert.is(ask(9e6, 0), 'pass at 9000000');
  link.updateToxic('toxic', { attributes: { timeout: 1000 } });
  assert.is(ask(9e6, 1), 'drop at 9000000, end at 1000', 'long due');
  link.removeToxic('toxic');
  assert.equal(closes, ['end']);
});

test('timeout: removing it spares a connection that lost nothing', () => {
  const { link, closes } = drive('timeout', { timeout: 0 });
  link.removeToxic('toxic');
  assert.equal(closes, []);
});

test('reset_peer: the first chunk starts the clock, and all are swallowed', () => {
  const { link, ask, closes } = drive('reset_peer', { timeout: 200 });
  assert.is(ask(50, 10), 'drop at 50, reset at 250');
  assert.is(ask(100, 10), 'drop at 100, reset at 250');
  link.removeToxic('toxic');
  assert.equal(closes, [], 'the RST is announced already');
});

test('reset_peer: a FIN starts it as well; 0 resets at once', () => {
  assert.is(drive('reset_peer', { timeout: 200 }).ask(50, 0), 'drop at 50, reset at 250');
  assert.is(drive('reset_peer', {}).ask(50, 10), 'drop at 50, reset at 50');
});

test.run();
