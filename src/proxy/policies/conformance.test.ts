import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../../world/world.ts';
import { consecutiveEject } from './consecutive-eject.ts';
import { ejectedBy, healthy, only, ONSET, type Fault } from './faults.case.ts';
import { latencyOutlier } from './latency-outlier.ts';
import { none } from './none.ts';
import type { Policy, PolicySeat } from './policy.ts';
import { LATENCY_OUTLIER, presetPolicy, SUCCESS_RATE, TKO_PROBE } from './presets.ts';
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

const SICK = [3, 8];
const ALL = Array.from({ length: 12 }, (_, i) => i);
const slow: Fault = () => 300 * MILLISECOND;
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
    'that is 90 % good, and 111,110 requests to five in a row; refused once is a hard failure for mcrouter',
    SICK,
    failsOneIn(10),
    { consecutive: 2, tko: 2, latency: 2, twemproxy: 2, mcrouter: 2 },
  ],
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
