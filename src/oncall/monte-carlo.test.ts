/** The reference's Monte Carlo of the alert chain, through the state machine itself. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import { SECOND } from '../world/world.ts';
import { engineer, sms } from './chain.ts';
import { drawDelay } from './delay.ts';
import { pushEscalated, smsEscalated, smsOnly, type EscalationPolicy } from './escalation.ts';
import { Page } from './page.ts';

const SEED = 'oncall-1';
const DRAWS = 200_000;
/** A world's time is exact for 104 days only. */
const PAGES_A_WORLD = 1000;

/** Seconds from page to effect, sorted; Infinity: never. */
function draw(name: string, policy: EscalationPolicy): Float64Array {
  const rng = createRng(SEED, name);
  const seconds = new Float64Array(DRAWS).fill(Infinity);
  for (let i = 0; i < DRAWS;) {
    const world = createVirtualWorld({ seed: SEED });
    for (const end = i + PAGES_A_WORLD; i < end; i++) {
      const [start, each] = [world.clock.now(), i];
      new Page({ clock: world.clock, rng, policy, people: [engineer] }, () => {
        seconds[each] = (world.clock.now() - start) / SECOND;
      });
      world.run(Infinity);
    }
  }
  return seconds.sort();
}

interface Expected {
  readonly p50: number;
  readonly p95: number;
  readonly within8Minutes: number;
  /** Absent where the reference gives none. */
  readonly never?: number;
}

const rows: readonly [name: string, policy: EscalationPolicy, expected: Expected][] = [
  ['SMS only', smsOnly, { p50: 210, p95: Infinity, within8Minutes: 78.7, never: 14.6 }],
  ['SMS, 5 min', smsEscalated(300 * SECOND), { p50: 210, p95: 650, within8Minutes: 87 }],
  ['push, 5 min', pushEscalated(300 * SECOND), { p50: 180, p95: 499, within8Minutes: 94 }],
  ['push, 2 min', pushEscalated(120 * SECOND), { p50: 179, p95: 360, within8Minutes: 99.2 }],
];

for (const [name, policy, expected] of rows) {
  test(`${name}: from page to effect as in the reference`, () => {
    const seconds = draw(name, policy);
    const quantile = (p: number): number => seconds[Math.ceil(p * DRAWS) - 1]!;
    const percent = (holds: (s: number) => boolean): number => (100 * seconds.filter(holds).length) / DRAWS;
    const [p50, p95] = [quantile(0.5), quantile(0.95)];
    const within = percent((s) => s <= 480);
    const never = percent((s) => s === Infinity);
    const got = `seed ${SEED}, ${name}: p50 ${p50}, p95 ${p95}, within 8 min ${within} %, never ${never} %`;
    assert.ok(Math.abs(p50 - expected.p50) < 0.03 * expected.p50, got);
    if (expected.p95 === Infinity) assert.is(p95, Infinity, got);
    else assert.ok(Math.abs(p95 - expected.p95) < 0.03 * expected.p95, got);
    assert.ok(Math.abs(within - expected.within8Minutes) < 2, got);
    if (expected.never !== undefined) assert.ok(Math.abs(never - expected.never) < 2, got);
  });
}

test('an SMS is lost or 10 minutes late in 7.9 % of cases', () => {
  const rng = createRng(SEED, 'sms');
  let late = 0;
  for (let i = 0; i < DRAWS; i++) if (drawDelay(sms.delay, rng) >= 600 * SECOND) late++;
  const percent = (100 * late) / DRAWS;
  assert.ok(Math.abs(percent - 7.9) < 0.5, `seed ${SEED}: ${percent} %`);
});

test.run();
