/** No value of an attribute crashes anything or gives an answer without sense. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LinkError } from '../src/link/errors.ts';
import { Verdict } from '../src/world/shaper.ts';
import { MILLISECOND } from '../src/world/world.ts';
import { TOXICS } from './index.ts';
import { Street } from './lane.case.ts';

/** What makes the other attributes mean something, so that the tried one is not idle. */
const COMPANY: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  bandwidth: [{ rate: 1 }, { rate: 1, shared: true }],
  corrupt: [{ rate: 0.5 }],
  latency: [
    { latency: 5, jitter: 10 },
    { jitter: 10, correlation: 0.5 },
    ...['uniform', 'normal', 'lognormal', 'pareto'].map((distribution) => ({ distribution, p50: 1, p99: 1e4 })),
  ],
  loss: [{ loss: 0.4 }, { loss: 0.5, burst: 4 }],
  slicer: [{ average_size: 100, size_variation: 50, delay: 10 }],
  slow_connect: [{ delay: 10, jitter: 5, drop: 0.1 }],
  wave: ['sine', 'saw', 'square', 'triangle'].map((shape) => ({ shape, latency: 5, amplitude: 9, period: 7 })),
};

const NUMBERS = [
  0,
  -0,
  -1,
  -1e300,
  5e-324,
  1e-300,
  0.1,
  0.5,
  1 - 2 ** -53,
  1,
  1.5,
  7,
  1000,
  1e9,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  1e300,
  Number.MAX_VALUE,
  Infinity,
  -Infinity,
  NaN,
];
const OTHERS = [null, undefined, '', '100', 'sine', 'end', true, false, {}, [], [1], 10n, () => 1, Object.create(null)];

for (const { type, attributes } of TOXICS) {
  for (const name of Object.keys(attributes)) {
    test(`${type}: ${name} is refused in words, or makes sense`, () => {
      let accepted = 0;
      for (const company of COMPANY[type] ?? [{}]) {
        for (const value of [...NUMBERS, ...OTHERS]) {
          const given = { ...company, [name]: value };
          const street = new Street(`${type} ${name}`);
          const open = street.lane();
          try {
            street.link.addToxic({ type, name: 'toxic', attributes: given });
          } catch (error) {
            assert.ok(error instanceof LinkError, `${shown(given)}: ${String(error)}`);
            assert.match(error.message, /^[\w ]+: expected .+, got .+$/);
            continue;
          }
          accepted++;
          answersOf(street, shown(given));
          // Also as an update of what is held, and back.
          open.enter(1, 10_000);
          street.at(5).update(company);
          street.update(given);
          assert.ok(open.closeAt >= 0 && open.pieces.every(({ at }) => at >= 0), shown(given));
        }
      }
      assert.ok(accepted > 0);
    });
  }
}

function answersOf(street: Street, given: string): void {
  const { link } = street;
  const connect = link.connect(0);
  assert.ok(connect.delay >= 0 && Number.isInteger(connect.delay), `${given}: connect ${shown(connect)}`);
  const { downstream } = link.open({ close: () => undefined });
  const out = new Verdict();
  for (const now of [0, 5, 3 * MILLISECOND, 1e15, 8e15]) {
    out.clear(now, 0);
    downstream.standing(now, out);
    assert.ok(out.closeAt >= 0, `${given}: stands ${shown(out)}`);
    for (const bytes of [1, 1460, 2 ** 31, 0]) {
      out.clear(now, bytes);
      if (bytes > 0) downstream.shape(now, bytes, out, new Uint8Array(0), 0);
      else downstream.shapeEnd(now, out);
      const answer = `${given}, ${bytes} bytes at ${now}: ${shown(out)}`;
      if (bytes > 0) assert.ok(out.take >= 1 && out.take <= bytes && Number.isInteger(out.take), answer);
      assert.ok(out.at >= now && (out.at === Infinity || Number.isInteger(out.at)), answer);
      assert.ok(out.closeAt >= 0 && (out.closeAt === Infinity || Number.isInteger(out.closeAt)), answer);
      assert.ok(out.flip >= 0 && out.flip <= 255 && Number.isInteger(out.flip), answer);
    }
  }
}

const MESSAGES: readonly [type: string, attributes: Record<string, unknown>, message: string][] = [
  ['slicer', {}, 'average_size: expected a whole number >= 1, got 0'],
  ['slicer', { average_size: 5, size_variation: 5 }, 'size_variation: expected less than average_size, 5, got 5'],
  ['limit_data', { bytes: 1.5 }, 'bytes: expected a whole number >= 0, got 1.5'],
  ['corrupt', { rate: 1.5 }, 'rate: expected a number from 0 to 1, got 1.5'],
  ['bandwidth', { rate: -1 }, 'rate: expected a number >= 0, got -1'],
  ['bandwidth', { shared: 1 }, 'shared: expected true or false, got 1'],
  ['loss', { loss: 0.9, burst: 2 }, 'burst: expected 1, or at least loss / (1 - loss), 9, got 2'],
  ['loss', { burst: 0.5 }, 'burst: expected a number >= 1, got 0.5'],
  ['wave', { amplitude: 5 }, 'period: expected a number > 0 with an amplitude, got 0'],
  ['wave', { shape: 'sinus' }, 'shape: expected one of sine, saw, square, triangle, got "sinus"'],
  ['limit_time', { by: 'fin' }, 'by: expected one of end, reset, got "fin"'],
  ['latency', { p99: 5 }, 'p50: expected a number > 0 beside p99, got 0'],
  ['latency', { p50: 5 }, 'p99: expected at least p50, 5, got 0'],
  ['latency', { p50: 5, p99: 5, jitter: 1 }, 'jitter: expected 0 beside p50 and p99, got 1'],
  ['latency', { distribution: 'pareto' }, 'p50: expected a number > 0, and p99, for the distribution pareto, got 0'],
  ['latency', { correlation: 2 }, 'correlation: expected a number from 0 to 1, got 2'],
];
for (const [type, attributes, message] of MESSAGES) {
  test(`${type} ${shown(attributes)}: ${message}`, () => {
    let said = 'nothing';
    try {
      Street.with(type, attributes);
    } catch (error) {
      said = error instanceof LinkError ? error.message : String(error);
    }
    assert.is(said, message);
  });
}

function shown(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' || part === null ? part : String(part),
  );
}

test.run();
