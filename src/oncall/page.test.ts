import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import type { Channel, Person } from './chain.ts';
import { given } from './delay.ts';
import type { EscalationPolicy } from './escalation.ts';
import { Page } from './page.ts';

const S = SECOND;

function channel(name: string, delay: Nanos, receipt = false): Channel {
  return { name, delay: given(delay), receipt };
}

function person(response: Nanos, action: Nanos): Person {
  return { response: given(response), action: given(action) };
}

/** `second what person channel`, as the log has it. */
function log(policy: EscalationPolicy, people: readonly Person[]): string[] {
  const world = createVirtualWorld({ seed: 'page' });
  let effective = 0;
  const page = new Page({ clock: world.clock, rng: world.rng('page'), policy, people }, () => effective++);
  assert.is(effective, 0);
  world.run(Infinity);
  assert.is(effective, page.state.kind === 'effective' ? 1 : 0);
  return page.log.map(({ at, kind, person: who, channel: over }) => `${at / S} ${kind} ${who} ${over}`.trimEnd());
}

test('the outage: a page at -3:30, the SMS ten minutes later, acknowledged after 30 s, effective a minute after that', () => {
  const policy = { channels: [channel('sms', 600 * S)], acknowledgedWithin: Infinity, people: 1 };
  assert.equal(log(policy, [person(30 * S, 60 * S)]), [
    '0 sent 0 sms',
    '600 arrived 0 sms',
    '630 acknowledged 0',
    '630 action-begun 0',
    '690 effective 0',
  ]);
});

test('no receipt: the next channel of the same person; no acknowledgement: the next person', () => {
  const policy = {
    channels: [channel('push', Infinity, true), channel('call', 10 * S)],
    receiptWithin: 30 * S,
    acknowledgedWithin: 120 * S,
    people: 2,
  };
  assert.equal(log(policy, [person(Infinity, S), person(5 * S, 20 * S)]), [
    '0 sent 0 push',
    '0 lost 0 push',
    '30 escalated 0 call',
    '30 sent 0 call',
    '40 arrived 0 call',
    '40 no-response 0',
    '120 escalated 1',
    '120 sent 1 push',
    '120 lost 1 push',
    '150 escalated 1 call',
    '150 sent 1 call',
    '160 arrived 1 call',
    '165 acknowledged 1',
    '165 action-begun 1',
    '185 effective 1',
  ]);
});

test('a receipt that came keeps the page where it is, and who acknowledges first acts, though he was paged first', () => {
  const policy = {
    channels: [channel('push', 2 * S, true), channel('call', S)],
    receiptWithin: 30 * S,
    acknowledgedWithin: 60 * S,
    people: 3,
  };
  const said = log(policy, [person(70 * S, 10 * S), person(300 * S, 10 * S)]);
  assert.equal(
    said.filter((line) => /call|acknowledged|effective/.test(line)),
    ['72 acknowledged 0', '82 effective 0'],
  );
});

test('nobody is left to page: it is said, and never effective', () => {
  const policy = { channels: [channel('sms', Infinity)], acknowledgedWithin: 60 * S, people: 2 };
  assert.is(log(policy, [person(S, S)]).at(-1), '120 exhausted 1');
});

test('a page needs people and channels', () => {
  const policy = { channels: [], acknowledgedWithin: Infinity, people: 1 };
  assert.throws(() => log(policy, [person(S, S)]), /channels: expected one or more/);
  assert.throws(() => log(policy, []), /people: expected one or more/);
});

test.run();
