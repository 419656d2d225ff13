import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FailoverWindow } from './failover.ts';
import {
  type HitRateDip,
  type HitWindow,
  type Member,
  blastRadius,
  goodputLoss,
  herdFactor,
  hitRateDip,
  hurtShare,
  originLoad,
  retryAmplification,
} from './impact.ts';

const shares: [members: Member[], expected: number | null, why: string][] = [
  [[], null, 'nobody is there'],
  [[{ hurt: false }, { hurt: false }], 0, 'nobody is hurt'],
  [[{ hurt: true }, { hurt: false }, { hurt: false }], 0.333333, 'one each without weights'],
  [
    [
      { weight: 9, hurt: true },
      { weight: 1, hurt: false },
    ],
    0.9,
    'by weight',
  ],
  [[{ weight: 0, hurt: true }], null, 'no weight at all'],
];
for (const [members, expected, why] of shares) {
  test(`hurt share ${expected}: ${why}`, () => assert.is(hurtShare(members), expected));
}

test('few keys, every tenant: the shares are separate', () => {
  const two = Array.from({ length: 12 }, (_, i) => ({ hurt: i < 2 }));
  assert.equal(blastRadius({ keys: two, tenants: [{ hurt: true }], clients: [], proxies: [{ hurt: false }] }), {
    keys: 0.166667,
    tenants: 1,
    clients: null,
    proxies: 0,
  });
});

/** Windows of 10, the control at 100 each. */
function goodput(values: number[], control: number | null = 100): FailoverWindow[] {
  return values.map((n, i) => ({
    start: i * 10,
    end: i * 10 + 10,
    p99: null,
    goodput: n,
    controlGoodput: control,
  }));
}

const losses: [windows: FailoverWindow[], from: number, to: number, expected: number | null, why: string][] = [
  [goodput([100, 50, 50, 100]), 10, 30, 0.5, 'half of it, while it lasted'],
  [goodput([100, 50, 50, 100]), 0, 40, 0.25, 'a longer span dilutes it'],
  [goodput([100, 50, 50, 100]), 15, 25, 0.5, 'windows that the span touches count in full'],
  [goodput([100, 120]), 0, 20, -0.1, 'late answers may make up for more'],
  [goodput([100]), 50, 60, null, 'no window'],
  [goodput([100, 50], null), 0, 20, null, 'no control'],
  [goodput([0, 0], 0), 0, 20, null, 'nothing was to be had'],
];
for (const [windows, from, to, expected, why] of losses) {
  test(`goodput loss ${expected}: ${why}`, () => assert.is(goodputLoss(windows, { from, to }), expected));
}

test('retry amplification', () => {
  assert.is(retryAmplification({ backendAttempts: 300, operations: 200 }), 1.5);
  assert.is(retryAmplification({ backendAttempts: 0, operations: 0 }), null);
});

test('the herd goes where the load grew most, beside the fair share', () => {
  const calm = Array.from({ length: 9 }, (_, i) => ({ node: `b${i}`, baseline: 100, peak: 120 }));
  assert.equal(herdFactor([...calm, { node: 'b9', baseline: 50, peak: 100 }], 2), {
    node: 'b9',
    factor: 2,
    fairShare: 1.2,
  });
  assert.is(herdFactor([], 2), null, 'no survivors');
  assert.is(herdFactor([{ node: 'idle', baseline: 0, peak: 5 }], 1), null, 'no baseline');
});

function hits(rates: number[], gets = 1000): HitWindow[] {
  return rates.map((rate, i) => ({ start: i * 10, end: i * 10 + 10, hits: gets * rate, misses: gets * (1 - rate) }));
}

const dips: [before: HitWindow[], during: HitWindow[], expected: HitRateDip | null, why: string][] = [
  [hits([0.9]), hits([0.75, 0.5, 0.75]), { baseline: 0.9, lowest: 0.5, dip: 0.4, at: 10 }, 'down and up again'],
  [hits([0.5]), hits([0.75]), { baseline: 0.5, lowest: 0.75, dip: 0, at: 0 }, 'a rise is no dip'],
  [
    hits([0.5]),
    [...hits([0.75]), ...hits([0], 99)],
    { baseline: 0.5, lowest: 0.75, dip: 0, at: 0 },
    'few gets are noise',
  ],
  [[], hits([0.5]), null, 'no baseline'],
  [hits([0.9]), hits([0.5], 10), null, 'no window with enough gets'],
];
for (const [before, during, expected, why] of dips) {
  test(`hit-rate dip: ${why}`, () => assert.equal(hitRateDip(before, during), expected));
}

test('the origin reads what the cache no longer has', () => {
  assert.equal(originLoad([10, 50, 30], [10, 10, 10]), { backfill: 60, peakRatio: 5 });
  assert.equal(originLoad([10], []), { backfill: 10, peakRatio: null }, 'no control');
});

test.run();
