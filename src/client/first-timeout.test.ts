import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OUTCOMES, Outcome, type OutcomeName } from '../measure/outcome.ts';
import { MILLISECOND } from '../world/world.ts';
import { FirstTimeout } from './first-timeout.ts';
import type { ClientOptions } from './options.ts';
import { pooled } from './presets/pooled.ts';
import { ClientRig, serve, signIn, type RigOptions } from './rig.case.ts';

test('the first counts, from a time on, and only what ran out of time', () => {
  const timeouts = new FirstTimeout(100);
  timeouts.ended(99, 0, Outcome.timeout);
  for (const outcome of ['hit', 'miss', 'refused', 'reset', 'no-servers', 'unfinished'] as const) {
    timeouts.ended(100, 0, Outcome[outcome]);
  }
  assert.is(timeouts.first, null);
  timeouts.ended(100, 2, Outcome['auth-timeout']);
  timeouts.ended(101, 3, Outcome.timeout);
  assert.equal(timeouts.first, { at: 100, server: 2, why: Outcome['auth-timeout'] });
});

test('a client tells when it gave up for the first time, on whom, and how far it had come', () => {
  const options: ClientOptions = { ...pooled, timeout: 10 * MILLISECOND, attempts: 3, retryDelay: 5 * MILLISECOND };
  const rows: readonly [why: string, rig: RigOptions, blackhole: boolean, expected: [number, OutcomeName] | null][] = [
    ['it is served', { script: serve }, false, null],
    ['it is never answered', { script: signIn }, false, [10, 'timeout']],
    ['nor connected to', {}, true, [10, 'connect-timeout']],
    [
      'nor signed in',
      { script: () => undefined, credentials: { user: 'u', password: 'p' } },
      false,
      [10, 'auth-timeout'],
    ],
  ];
  for (const [why, given, blackhole, expected] of rows) {
    const rig = new ClientRig(options, { servers: 2, ...given });
    if (blackhole) rig.blackhole(1);
    rig.get(rig.session(1));
    rig.pass();
    const { first } = rig.context.counters.timeouts;
    const got = first && [(first.at - rig.start) / MILLISECOND, OUTCOMES[first.why]];
    assert.equal(got, expected, why);
    if (first !== null) assert.is(first.server, 1, why);
  }
});

test.run();
