/** Which connections, and which requests, a toxic applies to; and what a link tells of it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import type { Shaper } from '../world/shaper.ts';
import { ask, Ends } from './asking.case.ts';
import { wholeNumber } from './attributes.ts';
import { Link } from './link.ts';
import type { LinkEvent } from './link-event.ts';
import { defineToxic } from './toxic.ts';

const SEED = 'choosing';

const delay = defineToxic({
  type: 'delay',
  attributes: { by: wholeNumber(10) },
  shape(now, out, { attributes }) {
    out.at = now + attributes.by;
  },
});
const slowConnect = defineToxic({
  type: 'slow_connect',
  attributes: { by: wholeNumber(10) },
  connect(_now, out, { attributes }) {
    out.delay += attributes.by;
  },
});
const blackHole = defineToxic({
  type: 'black_hole',
  attributes: {},
  connect(_now, out) {
    out.fate = 'drop';
  },
});

function newLink(onEvent: (event: LinkEvent) => void = () => undefined): Link {
  const toxics = [delay, slowConnect, blackHole];
  return new Link({ from: 'a', to: 'b', toxics, rng: (stream) => createRng(SEED, stream), onEvent });
}

const open = (link: Link): Shaper => link.open(new Ends()).downstream;

test('sources: connections of those only, whichever came first, and their connects', () => {
  const link = newLink();
  const before = link.through('web-1').open(new Ends()).downstream;
  link.addToxic({ type: 'delay', sources: ['web-1', 'web-2'] });
  link.addToxic({ type: 'slow_connect', sources: ['web-2'] });
  const shapers = ['web-2', 'web-3'].map((source) => link.through(source).open(new Ends()).downstream);
  assert.equal(
    [before, ...shapers, open(link)].map((shaper) => ask(shaper, 0, 5)),
    ['5@10', '5@10', '5@0', '5@0'],
  );
  assert.equal(
    ['web-1', 'web-2'].map((source) => link.through(source).connect(0).delay),
    [0, 10],
  );
  assert.is(link.connect(0).delay, 0);
});

test('maxActive: so many open connections at once; who leaves makes room for who comes, not for who waits', () => {
  const link = newLink();
  link.addToxic({ type: 'delay', maxActive: 2 });
  const hops = Array.from({ length: 3 }, () => link.open(new Ends()));
  const active = (): boolean[] => hops.map(({ downstream }) => downstream.active);
  assert.equal(active(), [true, true, false]);
  hops[0]!.closed();
  assert.is(hops[2]!.downstream.active, false);
  hops.push(link.open(new Ends()));
  assert.equal(active().slice(1), [true, false, true]);
  link.updateToxic('delay_downstream', { attributes: { by: 20 } });
  assert.equal(active().slice(1), [true, false, true], 'an update is no new draw');
  link.removeToxic('delay_downstream');
  link.addToxic({ type: 'delay', maxActive: 2 });
  assert.is(active().slice(1).filter(Boolean).length, 2);
  assert.throws(() => link.addToxic({ type: 'delay', name: 'x', maxActive: 0 }), /maxActive: expected a whole number/);
});

test('connects: delays add up, a black hole ends the matter, toxicity is decided for each', () => {
  const link = newLink();
  link.addToxic({ type: 'slow_connect' });
  link.addToxic({ type: 'slow_connect', name: 'more', stream: 'upstream', attributes: { by: 5 } });
  assert.equal(link.connect(0), { fate: 'pass', delay: 15 });
  assert.not(open(link).active, 'a toxic of connects has no say in bytes');
  link.addToxic({ type: 'black_hole', toxicity: 0.3 });
  const dropped = Array.from({ length: 2000 }, () => link.connect(0).fate).filter((fate) => fate === 'drop').length;
  assert.ok(Math.abs(dropped - 600) < 100, `seed ${SEED}: ${dropped} of 2000, expected 600`);
  link.down = true;
  assert.is(link.connect(0).fate, 'refuse');
});

test('match: requests that are meant, and their replies; an unmatched toxic reads nothing', () => {
  const link = newLink();
  link.addToxic({ type: 'delay', stream: 'upstream', match: { command: ['get', 'set'], key: 'a*z' } });
  link.addToxic({ type: 'delay', stream: 'downstream', match: { key: 'a*z' }, attributes: { by: 20 } });
  const { upstream, downstream } = link.open(new Ends());
  assert.is(ask(upstream, 0, 'get abcz\r\n'), '10@10');
  assert.is(ask(upstream, 5, 'get x\r\nset az 0 0 1\r\n1\r\ndelete az\r\n'), '7@5, 17@15, 11@5');
  assert.is(ask(downstream, 50, 'END\r\nEND\r\nSTORED\r\nDELETED\r\n'), '5@70, 5@50, 8@70, 9@70');
});

test('toxicity per request: each has its own luck, a reply that of its request for the same toxic', () => {
  const link = newLink();
  link.addToxic({ type: 'delay', stream: 'upstream', toxicity: 0.25, toxicityPer: 'request' });
  const { upstream } = link.open(new Ends());
  assert.ok(upstream.active);
  let hit = 0;
  for (let i = 0; i < 4000; i++) {
    const answer = ask(upstream, 1000 * i, 'get key\r\n');
    assert.ok(answer === `9@${1000 * i}` || answer === `9@${1000 * i + 10}`, answer);
    if (answer.endsWith('10')) hit++;
  }
  assert.ok(Math.abs(hit - 1000) < 140, `seed ${SEED}: ${hit} of 4000, expected 1000`);
});

test('what is held and asked about again has the luck it had', () => {
  const link = newLink();
  link.addToxic({ type: 'delay', stream: 'upstream', toxicity: 0.5, toxicityPer: 'request', attributes: { by: 1000 } });
  const { upstream } = link.open(new Ends());
  const requests = 'get a\r\n'.repeat(100);
  const answers = (): string[] => ask(upstream, 0, requests).split(', ');
  const first = answers();
  upstream.rewind(0, requests.length);
  link.updateToxic('delay_upstream', { attributes: { by: 2000 } });
  const again = answers();
  assert.is(first.length, 100);
  assert.equal(
    again.map((answer) => answer.replace('2000', '1000')),
    first,
  );
});

test('counts, hits and events: what a link tells of its toxics and connections', () => {
  const events: string[] = [];
  const link = newLink((event) => {
    if ('toxic' in event && typeof event.toxic === 'object') events.push(`${event.kind} ${event.toxic.name}`);
    else if (event.kind === 'hit') events.push(`hit ${event.connection} ${event.toxic}`);
    else if ('connection' in event) events.push(`${event.kind} ${event.connection} ${event.source}`);
    else events.push(event.kind);
  });
  link.addToxic({ type: 'delay' });
  const first = link.through('web').open(new Ends());
  const second = link.open(new Ends());
  ask(first.downstream, 0, 5);
  ask(first.downstream, 0, 6);
  ask(first.upstream, 0, 7);
  assert.equal(link.counts('delay_downstream'), { connections: 1, bytes: 11 });
  assert.equal(link.connectionList(), [
    { id: 1, source: 'web', hits: [{ toxic: 'delay_downstream', stream: 'downstream', bytes: 11 }] },
    { id: 2, source: '', hits: [] },
  ]);
  first.downstream.rewind(0, 6);
  assert.is(link.counts('delay_downstream').bytes, 5, 'what is asked about again counts once');
  link.updateToxic('delay_downstream', { toxicity: 0.5 });
  link.removeToxic('delay_downstream');
  second.closed();
  link.down = true;
  link.down = false;
  assert.equal(events, [
    'added delay_downstream',
    'opened 1 web',
    'opened 2 ',
    'hit 1 delay_downstream',
    'updated delay_downstream',
    'removed delay_downstream',
    'closed 2 ',
    'down',
    'up',
  ]);
});

test.run();
