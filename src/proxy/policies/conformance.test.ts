import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../../world/rng.ts';
import { MILLISECOND, SECOND } from '../../world/world.ts';
import { consecutiveEject } from './consecutive-eject.ts';
import { ejectedBy, healthy, INTERVAL, only, ONSET, type Fault } from './faults.case.ts';
import { latencyOutlier } from './latency-outlier.ts';
import { none } from './none.ts';
import { outlierDetection } from './outlier-detection.ts';
import type { Policy, PolicySeat } from './policy.ts';
import { LATENCY_OUTLIER, OUTLIER_DETECTION, presetPolicy, SUCCESS_RATE, TKO_PROBE } from './presets.ts';
import { successRate } from './success-rate.ts';
import { tkoProbe } from './tko-probe.ts';

const policies = {
  none,
  consecutive: () => consecutiveEject({ timeout: 400 * MILLISECOND, failures: 3, retry: 30 * SECOND }),
  tko: (seat) => tkoProbe(TKO_PROBE, seat),
  latency: (seat) => latencyOutlier(LATENCY_OUTLIER, seat),
  success: (seat) => successRate(SUCCESS_RATE, seat),
  twemproxy: (seat) => presetPolicy('twemproxy', seat),
  envoy: (seat) => presetPolicy('envoy', seat),
  finagle: (seat) => presetPolicy('finagle', seat),
  mcrouter: (seat) => presetPolicy('mcrouter', seat),
} as const satisfies Record<string, (seat: PolicySeat) => Policy>;

/** How many each policy has out at once, at most, and only sick ones; who is not named ejects nobody. */
type Expected = Partial<Record<keyof typeof policies, number>>;

function everybody(count: number): Expected {
  return {
    consecutive: count,
    tko: count,
    latency: count,
    success: count,
    twemproxy: count,
    envoy: count,
    finagle: count,
    mcrouter: count,
  };
}

const SICK = [3, 8];
const ALL = Array.from({ length: 12 }, (_, i) => i);
const slow: Fault = () => 300 * MILLISECOND;
const everyTenth: Fault = (backend, now, rng) =>
  Math.round(now / INTERVAL) % 10 === 0 ? Infinity : healthy(backend, now, rng);
const failsOneIn = (n: number): Fault => {
  return (backend, now, rng) => (rng.chance(1, n) ? 'refused' : healthy(backend, now, rng));
};

const rows: readonly [fault: string, why: string, sick: readonly number[], fault: Fault, expected: Expected][] = [
  ['steady jitter', 'nobody is sick', [], healthy, {}],
  ['slow below the timeout', 'an answer is no failure, however late', SICK, slow, { latency: 2 }],
  ['one slow below the timeout', 'one is not too many for anybody', [5], slow, { latency: 1 }],
  ['three slow', 'at most 20 % of 12 are out at once', [1, 5, 9], slow, { latency: 2 }],
  ['all slow', 'nobody is slow among the slow', ALL, slow, {}],
  ['slow, and still fast', '15 ms is below the floor', SICK, () => 15 * MILLISECOND, {}],
  [
    'slow for 20 s',
    'two windows are no three',
    SICK,
    (...at) => (at[1] < ONSET + 20 * SECOND ? slow : healthy)(...at),
    {},
  ],
  [
    'hard down',
    'Envoy has room for one: a second is above 10 % of 12',
    SICK,
    () => 'refused',
    { consecutive: 2, tko: 2, latency: 2, success: 2, twemproxy: 2, envoy: 1, finagle: 2, mcrouter: 2 },
  ],
  [
    'hangs',
    'without a timeout twemproxy waits for ever',
    SICK,
    () => Infinity,
    { consecutive: 2, tko: 2, latency: 2, success: 2, envoy: 1, finagle: 2, mcrouter: 2 },
  ],
  [
    'half of all fail',
    'it takes 14 requests to three in a row, 62 to five',
    SICK,
    failsOneIn(2),
    { consecutive: 2, tko: 2, latency: 2, success: 2, twemproxy: 2, envoy: 1, finagle: 2, mcrouter: 2 },
  ],
  [
    'one in ten fails',
    'that is 90 % good, and 111,110 requests to five in a row; but far below the others, and refused once is hard',
    SICK,
    failsOneIn(10),
    { consecutive: 2, tko: 2, latency: 2, twemproxy: 2, envoy: 1, mcrouter: 2 },
  ],
  [
    'every tenth of one is lost',
    'too seldom for all but those who compare: 90 % among 100 %, and a p95 that is the timeout',
    [5],
    everyTenth,
    { latency: 1, envoy: 1 },
  ],
  [
    'every tenth of three is lost',
    'three of twelve spread the rates so far that none is an outlier: 90 % is above 97.5 - 1.9 x 4.33 %',
    [1, 5, 9],
    everyTenth,
    { latency: 2 },
  ],
  ['one is hard down', 'one is not too many for anybody', [5], () => 'refused', everybody(1)],
  [
    'all down',
    'mcrouter fails open at a half, Envoy at a tenth; who has no peer is no outlier',
    ALL,
    () => 'refused',
    { consecutive: 12, tko: 6, success: 12, twemproxy: 12, envoy: 1, finagle: 12, mcrouter: 6 },
  ],
];

for (const [name, create] of Object.entries(policies)) {
  test(`${name}: whom it ejects`, () => {
    for (const [what, why, sick, fault, expected] of rows) {
      const seed = `${name}/${what}`;
      const ejected = ejectedBy(create, only(sick, fault), seed);
      const wrong = ejected.filter(({ backend }) => !sick.includes(backend));
      assert.equal(wrong, [], `seed ${seed}: healthy ones`);
      // Object.entries is typed with string; these are the keys of `policies`.
      const count = expected[name as keyof typeof policies] ?? 0;
      assert.is(Math.max(0, ...ejected.map(({ out }) => out)), count, `seed ${seed}: ${why}`);
    }
  });
}

test('latency-outlier: after three windows, not before; both, and again for longer', () => {
  const ejected = ejectedBy(policies.latency, only(SICK, slow), 'when');
  const of3 = ejected.filter(({ backend }) => backend === 3).map(({ at }) => (at - ONSET) / SECOND);
  assert.ok(of3[0]! >= 30 && of3[0]! < 31, `at ${of3[0]} s`);
  // 30 s and up to 10 s out, and 30 to 40 s of proof; the next time 60 s out.
  assert.ok(of3[1]! - of3[0]! >= 60 && of3[1]! - of3[0]! <= 80, `again at ${of3[1]} s`);
});

test('envoy: of two the first, and the second only when that is back', () => {
  const hard = ejectedBy(
    policies.envoy,
    only(SICK, () => 'refused'),
    'two',
  );
  assert.is(hard.filter(({ at }) => at < ONSET + 30 * SECOND).length, 1);
});

test('envoy: back at a sweep, and who is compared', () => {
  const some = (changes: Partial<typeof OUTLIER_DETECTION>): number =>
    ejectedBy(
      (seat) => outlierDetection({ ...OUTLIER_DETECTION, failures: Infinity, ...changes }, seat),
      only([5], everyTenth),
      'sweep',
    ).length;
  assert.ok(some({}) > 0);
  assert.is(some({ requests: 501 }), 0, 'too few requests between two sweeps');
  assert.is(some({ backends: 13 }), 0, 'too few backends');
  const policy = presetPolicy('envoy', { backends: 12, rng: noDraws });
  for (let i = 1; i < 5; i++) assert.is(policy.failed(0, i * SECOND, 'silence', 1), 0);
  assert.is(policy.failed(0, 5 * SECOND, 'silence', 1), 40 * SECOND, '30 s, until the next sweep');
});

test('finagle: the first failure after its time ejects again, for longer; an answer forgives all', () => {
  const policy = presetPolicy('finagle', { backends: 12, rng: createRng('finagle', 'policy') });
  let now = 0;
  const out = (): number => {
    const until = policy.failed(0, now, 'silence', 1);
    const seconds = (until - now) / SECOND;
    now = Math.max(now + SECOND, until);
    return until === 0 ? 0 : seconds;
  };
  const first = [out(), out(), out(), out(), out()];
  assert.equal(first.slice(0, 4), [0, 0, 0, 0]);
  assert.ok(first[4]! >= 2.5 && first[4]! <= 5, `${first[4]} s`);
  const second = out();
  assert.ok(second >= 5 && second <= 10, `${second} s`);
  policy.answered(0, now, MILLISECOND);
  assert.is(out(), 0);
  assert.ok(policy.failed(0, now, 'silence', 4) - now <= 5 * SECOND, 'four requests lost together are four failures');
});

test('latency-outlier: few requests say nothing', () => {
  const policy = latencyOutlier({ ...LATENCY_OUTLIER, requests: 501 }, { backends: 12, rng: noDraws });
  const ejected = ejectedBy(() => policy, only(SICK, slow), 'few');
  assert.equal(ejected, []);
});

test('what is out is no longer judged: the same seed gives the same ejections', () => {
  for (const create of Object.values(policies)) {
    const once = ejectedBy(create, only(SICK, failsOneIn(3)), 'twice');
    assert.equal(ejectedBy(create, only(SICK, failsOneIn(3)), 'twice'), once);
  }
});

const noDraws = new Proxy({} as PolicySeat['rng'], {
  get: () => {
    throw new Error('expected no draw');
  },
});

test.run();
