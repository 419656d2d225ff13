import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { SECOND } from '../world/world.ts';
import { disciplined } from './presets/disciplined.ts';
import { ClientRig, serve, signIn } from './rig.case.ts';
import { Throttle } from './throttle.ts';

const SEED = 'throttle';
const WINDOW = 120 * SECOND;

function throttle(perAccept = 2): Throttle {
  return new Throttle({ perAccept, window: WINDOW }, createRng(SEED, 'client'));
}

test('the probability to be turned away', () => {
  const rows: readonly [why: string, perAccept: number, requests: number, accepts: number, probability: number][] = [
    ['nobody has asked', 2, 0, 0, 0],
    ['all is answered', 2, 100, 100, 0],
    ['half is: just free', 2, 100, 50, 0],
    ['less than half', 2, 99, 30, 0.39],
    ['nothing', 2, 99, 0, 0.99],
    ['a stricter one', 1.1, 99, 80, 0.11],
  ];
  for (const [why, perAccept, requests, accepts, probability] of rows) {
    const each = throttle(perAccept);
    for (let i = 0; i < requests; i++) each.admits(0);
    for (let i = 0; i < accepts; i++) each.accepted(0);
    assert.ok(Math.abs(each.probability() - probability) < 1e-9, `${why}: got ${each.probability()}`);
  }
});

test('what is turned away counts: nothing answered, a thousand asked, a handful sent', () => {
  const each = throttle();
  let sent = 0;
  for (let i = 0; i < 1000; i++) if (each.admits(i)) sent++;
  // The sum of 1/(n + 1): 7.5 on average.
  assert.ok(sent >= 2 && sent <= 16, `seed ${SEED}: ${sent} sent`);
});

test('it is forgotten after the window, part by part', () => {
  const each = throttle();
  for (let i = 0; i < 100; i++) each.admits(0);
  const rows: readonly [why: string, at: number, probability: number][] = [
    ['still in the window', 119, 101 / 102],
    ['out of it: only the request before', 120, 2 / 3],
    ['and all of it', 1000, 1 / 2],
  ];
  for (const [why, at, probability] of rows) {
    each.admits(at * SECOND);
    assert.ok(Math.abs(each.probability() - probability) < 1e-9, `${why}: got ${each.probability()}`);
  }
});

test('a client that is answered turns nothing away, one that is not asks little and is back when it is answered', () => {
  const rig = new ClientRig(
    { ...disciplined, attempts: 1, throttle: { perAccept: 2, window: 12 * SECOND } },
    { seed: SEED, script: serve },
  );
  const session = rig.session();
  const phase = (from: number, seconds: number): string[] => {
    const tickets = Array.from({ length: seconds * 10 }, (_, i) => {
      rig.until(from * 1000 + i * 100);
      return rig.get(session);
    });
    rig.until((from + seconds) * 1000 + 999);
    return tickets.map(({ outcome }) => String(outcome));
  };
  const count = (outcomes: readonly string[], of: string): number => outcomes.filter((each) => each === of).length;

  assert.is(count(phase(0, 20), 'hit'), 200, 'well');
  assert.is(rig.context.counters.throttled, 0);
  rig.server.script = signIn;
  const ill = phase(30, 60);
  assert.is(count(ill, 'shed') + count(ill, 'timeout'), 600);
  assert.ok(
    count(ill, 'timeout') < 100,
    `seed ${SEED}: expected less than 100 of 600 to be sent, got ${count(ill, 'timeout')}`,
  );
  rig.server.script = serve;
  const after = phase(120, 60);
  assert.is(count(after.slice(-100), 'hit'), 100, `seed ${SEED}: the last of them are all sent`);
});

test.run();
