/** From scrapes to pages to deeds. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import { SECOND } from '../world/world.ts';
import { given } from './delay.ts';
import { Duty } from './duty.ts';
import { Monitor } from './monitor.ts';
import type { Reading } from './reading.ts';
import { INTERVAL, scrape } from './scrape.case.ts';

/** `met`: a letter a scrape, x where the rule's condition is met. Says `second what`. */
function played(
  met: string,
  { message, response = 5, action = 5 }: { message: number; response?: number; action?: number },
) {
  const world = createVirtualWorld({ seed: 'duty' });
  const { clock } = world;
  const said: string[] = [];
  const say = (what: string): void => void said.push(`${clock.now() / SECOND} ${what}`);
  const judge = (): { met: boolean; says: string } => ({ met: met[clock.now() / INTERVAL - 1] === 'x', says: '' });
  const duty = new Duty({
    clock,
    rng: (rule, page) => world.rng(`oncall/${rule}/${page}`),
    rules: [{ name: 'rule', condition: { judge }, holdFor: 0 }],
    policy: {
      channels: [{ name: 'sms', delay: given(message * SECOND), receipt: false }],
      acknowledgedWithin: Infinity,
      people: 1,
    },
    people: [{ response: given(response * SECOND), action: given(action * SECOND) }],
    act: ({ rule, number }) => say(`${rule} ${number} acted on`),
    onAlert: ({ kind }) => say(kind),
    onPage: ({ number }, { kind }) => kind === 'sent' && say(`page ${number}`),
  });
  for (let i = 1; i <= met.length; i++) {
    clock.at(i * INTERVAL, { fire: () => duty.look(scrape({ at: i * INTERVAL })) });
  }
  world.run(Infinity);
  return said;
}

test('a rule that goes on firing after somebody acted does not page again; one that fires anew does', () => {
  assert.equal(played('xxxx.x', { message: 2 }), [
    '10 firing',
    '10 page 1',
    '22 rule 1 acted on',
    '50 resolved',
    '60 firing',
    '60 page 2',
    '72 rule 2 acted on',
  ]);
});

test('an alert that flaps while its page is open adds nothing, and one that is resolved recalls nobody', () => {
  assert.equal(played('x.x.', { message: 40 }), [
    '10 firing',
    '10 page 1',
    '20 resolved',
    '30 firing',
    '40 resolved',
    '60 rule 1 acted on',
  ]);
});

test('a page that nobody answers stays open', () => {
  assert.equal(played('x.x', { message: Infinity }), ['10 firing', '10 page 1', '20 resolved', '30 firing']);
});

test('the monitor scrapes at its interval until the end, and each scrape is of that interval', () => {
  const world = createVirtualWorld({ seed: 'monitor' });
  const { clock } = world;
  const read = (): Reading => ({
    at: clock.now(),
    proxies: [{ name: 'p', requests: clock.now() / SECOND, failures: 0, connections: 7, open: 7, signInsWaiting: 0 }],
    backends: [],
    customers: [{ workload: 'w', answered: 2 * (clock.now() / SECOND), failed: 0 }],
  });
  const seen: unknown[] = [];
  const monitor = new Monitor(
    { clock, read, interval: INTERVAL, until: 45 * SECOND },
    ({ at, span, proxies, customers }) =>
      seen.push([at / SECOND, span / SECOND, proxies[0]!.requests, proxies[0]!.open, customers[0]!.answered]),
  );
  world.run(Infinity);
  assert.equal(
    seen,
    [10, 20, 30, 40].map((at) => [at, 10, 10, 7, 20]),
  );
  assert.equal(
    monitor.recent.map(({ at }) => at / SECOND),
    [20, 30, 40],
  );
});

test.run();
