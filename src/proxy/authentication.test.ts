import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import { MILLISECOND, type World } from '../world/world.ts';
import { Authentication, type Applicant, type AuthenticationOptions } from './authentication.ts';

class TestApplicant implements Applicant {
  gone = false;
  overdue = false;
  /** ms; null: never. */
  at: number | null = null;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  authenticated(): void {
    this.at = this.#world.clock.now() / MILLISECOND;
  }
}

type Event = readonly [ms: number, what: 'asks' | 'leaves' | 'is overdue' | 'crash' | 'freeze' | 'thaw', who?: string];

/** Applicants by name, what befalls them, and when each heard that it is in. One takes 10 ms. */
function play(events: readonly Event[], options: Partial<AuthenticationOptions>): Record<string, number | null> {
  const world = createVirtualWorld({ seed: 'authentication' });
  const time = 10 * MILLISECOND;
  const service = new Authentication(world, 'proxy', { time, servers: 1, skipClosed: false, ...options });
  const applicants = new Map<string, TestApplicant>();
  for (const [ms, what, who = ''] of events) {
    world.run(ms * MILLISECOND);
    const applicant = applicants.get(who) ?? new TestApplicant(world);
    if (who !== '') applicants.set(who, applicant);
    if (what === 'asks') service.request(applicant);
    else if (what === 'leaves') applicant.gone = true;
    else if (what === 'is overdue') applicant.overdue = true;
    else if (what === 'crash') service.clear();
    else if (what === 'freeze') service.freeze();
    else service.thaw();
  }
  world.run(1000 * MILLISECOND);
  assert.is(service.waiting, 0);
  return Object.fromEntries([...applicants].map(([name, { at }]) => [name, at]));
}

const A_B_C: readonly Event[] = [
  [0, 'asks', 'a'],
  [0, 'asks', 'b'],
  [0, 'asks', 'c'],
];

test('who is served, and when', () => {
  const rows: readonly [
    why: string,
    events: readonly Event[],
    options: Partial<AuthenticationOptions>,
    at: Record<string, number | null>,
  ][] = [
    ['in the order of asking', A_B_C, {}, { a: 10, b: 20, c: 30 }],
    ['two at once', A_B_C, { servers: 2 }, { a: 10, b: 10, c: 20 }],
    ['without limit, at once', A_B_C, { servers: Infinity }, { a: 0, b: 0, c: 0 }],
    ['an idle server begins at once', [...A_B_C, [100, 'asks', 'd']], {}, { a: 10, b: 20, c: 30, d: 110 }],
    ['the time of who left is lost', [...A_B_C, [5, 'leaves', 'b']], {}, { a: 10, b: 20, c: 30 }],
    ['unless it looks', [...A_B_C, [5, 'leaves', 'b']], { skipClosed: true }, { a: 10, b: null, c: 20 }],
    ['it looks at the start only', [...A_B_C, [15, 'leaves', 'b']], { skipClosed: true }, { a: 10, b: 20, c: 30 }],
    ['overdue ones are out in any case', [...A_B_C, [5, 'is overdue', 'b']], {}, { a: 10, b: null, c: 20 }],
    ['all of them', [...A_B_C, [5, 'is overdue', 'b'], [5, 'is overdue', 'c']], {}, { a: 10, b: null, c: null }],
    [
      'after a crash the next one finds an idle server',
      [...A_B_C, [15, 'crash'], [20, 'asks', 'd']],
      {},
      { a: 10, b: null, c: null, d: 30 },
    ],
    ['while it hangs nothing goes on', [...A_B_C, [5, 'freeze'], [105, 'thaw']], {}, { a: 110, b: 120, c: 130 }],
    [
      'after a crash it does not hang any more',
      [...A_B_C, [5, 'freeze'], [6, 'crash'], [10, 'asks', 'd']],
      {},
      { a: null, b: null, c: null, d: 20 },
    ],
  ];
  for (const [why, events, options, at] of rows) assert.equal(play(events, options), at, why);
});

test('a long queue stays in order', () => {
  const names = Array.from({ length: 5000 }, (_, i) => `${i}`);
  const at = play(
    names.map((name) => [0, 'asks', name]),
    { time: 0.01 * MILLISECOND },
  );
  assert.equal(
    names.map((name) => Math.round(at[name]! * 100)),
    names.map((_, i) => i + 1),
  );
});

test.run();
