/** Shares, quantiles and correlations of what toxics draw. Deviations beyond 4 standard errors fail, with the seed. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND } from '../src/world/world.ts';
import { DISTRIBUTIONS } from './distribution.ts';
import { Street, type Lane } from './lane.case.ts';

const N = 20_000;

/** The delay of a single byte, in ms, on one connection; so far apart that none waits for another. */
function delays(lane: Lane, count = N): number[] {
  for (let i = 0; i < count; i++) lane.enter(i * 1e5, 1);
  return lane.pieces.map(({ at, entered }) => (at - entered) / MILLISECOND);
}

function near(actual: number, expected: number, tolerance: number, what: string): void {
  const says = `${what}: expected ${expected} +- ${tolerance}, got ${actual}`;
  assert.ok(Math.abs(actual - expected) <= tolerance, says);
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const share = (values: readonly number[], of: (x: number) => boolean) => values.filter(of).length / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((x, i) => (x - meanA) * (b[i]! - meanB)));
  const variance = (values: readonly number[], m: number) => mean(values.map((x) => (x - m) * (x - m)));
  return covariance / Math.sqrt(variance(a, meanA) * variance(b, meanB));
}

function ranks(values: readonly number[]): number[] {
  const places = new Array<number>(values.length);
  values
    .map((x, i) => [x, i] as const)
    .sort((a, b) => a[0] - b[0])
    .forEach(([, i], rank) => (places[i] = rank));
  return places;
}

/** Quantiles by the formulae of each. */
const QUANTILES: Record<(typeof DISTRIBUTIONS)[number], (p50: number, p99: number, q: number) => number> = {
  uniform: (p50, p99, q) => p50 + ((2 * q - 1) / 0.98) * (p99 - p50),
  normal: (p50, p99, q) => p50 + (probit(q) / probit(0.99)) * (p99 - p50),
  lognormal: (p50, p99, q) => p50 * (p99 / p50) ** (probit(q) / probit(0.99)),
  pareto: (p50, p99, q) => p50 * (2 * (1 - q)) ** (-Math.log(p99 / p50) / Math.log(50)),
};

/** The second has a lot of uniform and normal below 0. */
const PERCENTILES = [
  [120, 200],
  [20, 200],
] as const;

for (const distribution of DISTRIBUTIONS) {
  for (const [p50, p99] of PERCENTILES) {
    for (const rho of [0, 0.8]) {
      test(`latency: ${distribution} with p50 ${p50} and p99 ${p99}, correlation ${rho}`, () => {
        const seed = `${distribution} ${p50} ${rho}`;
        const attributes = { latency: 7, distribution, p50, p99, correlation: rho };
        const drawn = delays(Street.with('latency', attributes, seed).lane()).map((ms) => ms - 7);
        assert.ok(
          drawn.every((ms) => ms >= 0),
          'never negative',
        );
        for (const q of [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999]) {
          const value = QUANTILES[distribution](p50, p99, q);
          // Correlated draws say less: as many as N (1 - rho) / (1 + rho).
          const tolerance = 4 * Math.sqrt((q * (1 - q) * (1 + rho)) / (1 - rho) / N);
          if (value > 0)
            near(
              share(drawn, (ms) => ms <= value),
              q,
              tolerance,
              `share below quantile ${q} (${seed})`,
            );
        }
        // The ranks of two normal variables correlate by 6/pi asin(rho/2), unless many are 0.
        const places = ranks(drawn);
        const expected = (6 / Math.PI) * Math.asin(rho / 2);
        if (p50 > 100) near(correlation(places.slice(1), places.slice(0, -1)), expected, 0.03, `ranks (${seed})`);
      });
    }
  }
}

test('latency: correlation 1 is one delay for each connection', () => {
  const street = Street.with('latency', { distribution: 'lognormal', p50: 20, p99: 200, correlation: 1 });
  const all = Array.from({ length: 500 }, () => delays(street.lane(), 5));
  for (const some of all) assert.equal(some, new Array<number>(5).fill(some[0]!));
  const first = all.map((some) => some[0]!);
  near(
    share(first, (ms) => ms <= 20),
    0.5,
    4 * Math.sqrt(0.25 / 500),
    `share below p50 (seed ${street.seed})`,
  );
});

for (const rho of [0, 0.7]) {
  test(`latency: jitter is uniform in [-jitter, jitter), in whole ns, correlation ${rho}`, () => {
    const street = Street.with('latency', { latency: 100, jitter: 20, correlation: rho }, `jitter ${rho}`);
    const drawn = delays(street.lane());
    assert.ok(drawn.every((ms) => ms >= 80 && ms < 120 && Number.isInteger(Math.round(ms * 1e6))));
    const tolerance = 4 * Math.sqrt((0.16 * (1 + rho)) / (1 - rho) / N);
    for (let from = 80; from < 120; from += 8) {
      const part = share(drawn, (ms) => ms >= from && ms < from + 8);
      near(part, 0.2, tolerance, `share in ${from}..${from + 8} (seed ${street.seed})`);
    }
    const lag = correlation(drawn.slice(1), drawn.slice(0, -1));
    near(lag, (6 / Math.PI) * Math.asin(rho / 2), 0.04, `correlation (seed ${street.seed})`);
  });
}

test('latency: more jitter than latency never sends into the past', () => {
  const drawn = delays(Street.with('latency', { latency: 1, jitter: 1000 }).lane(), 1000);
  assert.ok(drawn.every((ms) => ms >= 0));
});

for (const [loss, burst, row] of [
  [0.02, 1, 1 / 0.98],
  [0.3, 1, 1 / 0.7],
  [0.05, 8, 8],
  [0.5, 2.5, 2.5],
  [0.75, 3, 3],
] as const) {
  test(`loss: ${loss} in bursts of ${burst}: share, mean row, and each retransmission's chance`, () => {
    const seed = `loss ${loss} ${burst}`;
    const drawn = delays(Street.with('loss', { loss, burst, rto: 1, max_rto: 100 }, seed).lane(), 2 * N);
    const times = drawn.map((ms) => [0, 1, 3, 7, 15, 31, 63, 127, 227, 327].indexOf(ms));
    const lost = times.map((count) => count !== 0);
    // Neighbours correlate by 1 - p - r.
    const memory = burst === 1 ? 0 : 1 - loss / (1 - loss) / burst - 1 / burst;
    const tolerance = 4 * Math.sqrt((loss * (1 - loss) * (1 + memory)) / (1 - memory) / lost.length);
    near(lost.filter(Boolean).length / lost.length, loss, tolerance, `share (seed ${seed})`);
    const rows: number[] = [];
    lost.forEach((is, i) => (!is ? 0 : i > 0 && lost[i - 1] ? rows[rows.length - 1]!++ : rows.push(1)));
    near(mean(rows), row, (4 * row) / Math.sqrt(rows.length), `mean row (seed ${seed})`);
    const once = drawn.filter((ms) => ms > 0);
    const error = 4 * Math.sqrt((loss * (1 - loss)) / once.length);
    near(
      share(once, (ms) => ms > 1),
      loss,
      error,
      `share of retransmissions that are lost (seed ${seed})`,
    );
    const twice = once.filter((ms) => ms > 1);
    const errorTwice = 4 * Math.sqrt((loss * (1 - loss)) / twice.length);
    near(
      share(twice, (ms) => ms > 3),
      loss,
      errorTwice,
      `and of theirs (seed ${seed})`,
    );
  });
}

test('loss: RTO doubles up to max_rto, packets are of 1460 B, those behind wait, and no byte is lost', () => {
  const street = Street.with('loss', { loss: 0.4, rto: 200, max_rto: 500 });
  const lane = street.lane();
  for (let i = 0; i < 200; i++) lane.enter(i, 3000);
  assert.is(
    lane.pieces.reduce((sum, { bytes }) => sum + bytes, 0),
    600_000,
  );
  assert.ok(lane.pieces.every(({ bytes }) => bytes === 1460 || bytes === 80));
  assert.ok(lane.pieces.every(({ at }, i) => i === 0 || at >= lane.pieces[i - 1]!.at));
  const single = new Set(delays(street.lane(), 2000));
  const expected = [0, 200, 600, 1100, 1600, 2100, 2600, 3100];
  assert.equal([...single].sort((a, b) => a - b).slice(0, 8), expected, `seed ${street.seed}`);
});

for (const rate of [0.0005, 0.02, 0.4, 1]) {
  test(`corrupt: ${rate} of the bytes, all ways alike, gaps without memory`, () => {
    const seed = `corrupt ${rate}`;
    const lane = Street.with('corrupt', { rate }, seed).lane();
    const bytes = Math.min(4e6, 40_000 / rate);
    for (let i = 0; i * 500 < bytes; i++) lane.enter(i, 500);
    const flipped = lane.pieces.filter(({ flip }) => flip > 0);
    near(flipped.length / bytes, rate, 4 * Math.sqrt((rate * (1 - rate)) / bytes), `share (seed ${seed})`);
    const kinds = new Set(flipped.map(({ flip }) => flip));
    if (flipped.length > 5000) assert.is(kinds.size, 255, 'each change of a byte');
    for (let bit = 0; bit < 8; bit++) {
      const half = share(
        flipped.map(({ flip }) => flip),
        (flip) => ((flip >> bit) & 1) === 1,
      );
      near(half, 128 / 255, 4 * Math.sqrt(0.25 / flipped.length), `bit ${bit} (seed ${seed})`);
    }
    let at = 0;
    let last = 0;
    const gaps: number[] = [];
    for (const piece of lane.pieces) {
      at += piece.bytes;
      if (piece.flip === 0) continue;
      gaps.push(at - last);
      last = at;
    }
    const beyond = (1 - rate) ** Math.round(1 / rate);
    const error = 4 * Math.sqrt((beyond * (1 - beyond)) / gaps.length) + 1e-9;
    near(
      share(gaps, (gap) => gap > Math.round(1 / rate)),
      beyond,
      error,
      `gaps beyond the mean (seed ${seed})`,
    );
  });
}

test.run();

/** The normal distribution's quantile, by halving: Math's own functions are good enough for a test. */
function probit(q: number): number {
  const below = (x: number): number => {
    let [sum, term] = [x, x];
    for (let k = 3; k < 200; k += 2) sum += term *= (x * x) / k;
    return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  };
  let [low, high] = [-6, 6];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < q) low = middle;
    else high = middle;
  }
  return low;
}
