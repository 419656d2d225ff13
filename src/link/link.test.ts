import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { ask, close, Ends } from './asking.case.ts';
import { wholeNumber } from './attributes.ts';
import { Link, type ToxicOptions } from './link.ts';
import { defineToxic } from './toxic.ts';

const delay = defineToxic({
  type: 'delay',
  attributes: { by: wholeNumber(10), spread: wholeNumber() },
  shape(now, out, { attributes, rng }) {
    out.at = now + attributes.by + (attributes.spread > 0 ? rng.below(attributes.spread) : 0);
  },
});
/** Passes `bytes` each `gap`: has a state, and takes less than it is asked about. */
const pace = defineToxic({
  type: 'pace',
  attributes: { bytes: wholeNumber(4), gap: wholeNumber(100) },
  state: () => ({ free: 0 }),
  shape(now, out, { attributes, state }) {
    out.take = Math.min(out.take, attributes.bytes);
    out.at = state.free = Math.max(now, state.free) + attributes.gap;
  },
});
const cut = defineToxic({
  type: 'cut',
  attributes: { size: wholeNumber(3) },
  shape(_now, out, { attributes }) {
    out.take = Math.min(out.take, attributes.size);
  },
});
const swallow = defineToxic({
  type: 'swallow',
  attributes: { closeAfter: wholeNumber(50) },
  state: () => ({ first: Infinity }),
  shape(now, out, { state }) {
    state.first = Math.min(state.first, now);
    out.fate = 'drop';
  },
  closes(out, { attributes, state }) {
    out.closeAt = state.first + attributes.closeAfter;
  },
  leave(now, out, { state }) {
    if (state.first === Infinity) return;
    out.closeAt = now;
    out.closeBy = 'reset';
  },
});
const stall = defineToxic({
  type: 'stall',
  attributes: {},
  shape(_now, out) {
    out.at = Infinity;
  },
});

function newLink(seed = 'test'): Link {
  const toxics = [delay, pace, cut, swallow, stall];
  return new Link({ from: 'proxy', to: 'cache', latency: 7, toxics, rng: (stream) => createRng(seed, stream) });
}

test('without toxics the pipe need not ask', () => {
  const link = newLink();
  const { upstream, downstream } = link.open(new Ends());
  assert.not(upstream.active || downstream.active);
  link.addToxic({ type: 'delay' });
  assert.not(upstream.active);
  assert.ok(downstream.active);
  link.removeToxic('delay_downstream');
  assert.not(downstream.active);
});

test('a connect costs no more through toxics, and the base latency is the world’s affair', () => {
  const link = newLink();
  link.addToxic({ type: 'delay', attributes: { by: 1000 } });
  assert.is(link.latency, 7);
  assert.equal(link.connect(0), { fate: 'pass', delay: 0 });
});

const CHAINS: { why: string; toxics: ToxicOptions[]; bytes: number; answer: string }[] = [
  { why: 'delays add up', toxics: [{ type: 'delay' }, { type: 'delay', name: 'b' }], bytes: 9, answer: '9@20' },
  {
    why: 'the output time of one is the input time of the next',
    toxics: [{ type: 'delay' }, { type: 'pace' }],
    bytes: 9,
    answer: '4@110, 4@210, 1@310',
  },
  {
    why: 'the other order: each piece is delayed when it leaves',
    toxics: [{ type: 'pace' }, { type: 'delay' }],
    bytes: 9,
    answer: '4@110, 4@210, 1@310',
  },
  {
    why: 'a piece that is cut further is paced once: fewest bytes, no time lost',
    toxics: [{ type: 'pace' }, { type: 'cut' }],
    bytes: 9,
    answer: '3@100, 1@100, 3@200, 1@200, 1@300',
  },
  {
    why: 'pieces cut first are paced one by one',
    toxics: [{ type: 'cut' }, { type: 'pace' }],
    bytes: 8,
    answer: '3@100, 3@200, 2@300',
  },
  {
    why: 'dropped where the chain says so, when the bytes get there',
    toxics: [{ type: 'delay' }, { type: 'swallow' }],
    bytes: 9,
    answer: 'drop 9@10 end@60',
  },
  {
    why: 'what is dropped never meets the toxics behind',
    toxics: [{ type: 'swallow' }, { type: 'swallow', name: 'b', attributes: { closeAfter: 1 } }],
    bytes: 9,
    answer: 'drop 9@0 end@50',
  },
  {
    why: 'what stands still closes nothing further on',
    toxics: [{ type: 'stall' }, { type: 'swallow' }],
    bytes: 9,
    answer: '9@Infinity',
  },
];
for (const { why, toxics, bytes, answer } of CHAINS) {
  test(`chain: ${why}`, () => {
    const link = newLink();
    const { downstream } = link.open(new Ends());
    for (const toxic of toxics) link.addToxic(toxic);
    assert.is(ask(downstream, 0, bytes), answer);
  });
}

test('inside a chain no byte overtakes an earlier one', () => {
  const link = newLink();
  const { downstream } = link.open(new Ends());
  link.addToxic({ type: 'delay', attributes: { by: 0, spread: 1000 } });
  link.addToxic({ type: 'delay', name: 'last', attributes: { by: 1 } });
  let last = 0;
  for (let now = 0; now < 500; now += 10) {
    const at = Number(ask(downstream, now, 1).split('@')[1]);
    assert.ok(at >= last, `${at} after ${last}`);
    last = at;
  }
});

test('a change asks the pipe to shape again, on the connections and in the direction it is about', () => {
  const link = newLink();
  const { upstream, downstream } = link.open(new Ends());
  let calls = '';
  upstream.changed = () => (calls += 'u');
  downstream.changed = () => (calls += `d${ask(downstream, 0, 1)} `);
  link.addToxic({ type: 'delay' });
  link.updateToxic('delay_downstream', { attributes: { by: 30 } });
  link.addToxic({ type: 'swallow', toxicity: 0 });
  link.removeToxic('swallow_downstream');
  link.removeToxic('delay_downstream');
  assert.is(calls, 'd1@10 d1@30 d1@0 ');
});

test('toxicity: rolled once per connection, direction and toxic; more adds connections, less lets go', () => {
  const link = newLink();
  link.addToxic({ type: 'delay', toxicity: 0.3 });
  const shapers = Array.from({ length: 1000 }, () => link.open(new Ends()).downstream);
  const hit = () => shapers.map((shaper) => shaper.active);
  const share = (hits: boolean[]) => hits.filter(Boolean).length / hits.length;
  const few = hit();
  assert.ok(Math.abs(share(few) - 0.3) < 0.05, `${share(few)}`);
  link.updateToxic('delay_downstream', { attributes: { by: 1 } });
  link.updateToxic('delay_downstream', { toxicity: 0.3 });
  assert.equal(hit(), few);
  link.updateToxic('delay_downstream', { toxicity: 0.6 });
  assert.ok(hit().every((now, i) => now || !few[i]));
  assert.ok(Math.abs(share(hit()) - 0.6) < 0.05);
  link.updateToxic('delay_downstream', { toxicity: 0.3 });
  assert.equal(hit(), few);
  link.updateToxic('delay_downstream', { toxicity: -1 });
  assert.is(share(hit()), 0);
  link.updateToxic('delay_downstream', { toxicity: 7 });
  assert.is(share(hit()), 1);
});

test('a new toxic shifts nobody else’s draws, and one that comes again does not repeat its own', () => {
  const draws = (withOther: boolean) => {
    const link = newLink();
    link.addToxic({ type: 'delay', attributes: { spread: 1000 } });
    if (withOther) link.addToxic({ type: 'delay', stream: 'upstream', toxicity: 0.5, attributes: { spread: 1000 } });
    const first = link.open(new Ends());
    if (withOther) ask(first.upstream, 0, 1);
    const before = ask(first.downstream, 0, 1);
    link.removeToxic('delay_downstream');
    link.addToxic({ type: 'delay', attributes: { spread: 1000 } });
    return [before, ask(link.open(new Ends()).downstream, 0, 1)];
  };
  assert.equal(draws(false), draws(true));
  assert.is.not(draws(false)[0], draws(false)[1]);
});

test('an update moves a close; removing a toxic ends the connections it affected, as it wants, and no others', () => {
  const link = newLink();
  const affected = link.open(new Ends()).downstream;
  const idle = link.open(new Ends()).downstream;
  const closes = (now: number): string => `${close(affected, now)}, ${close(idle, now)}`;
  link.addToxic({ type: 'swallow' });
  assert.is(closes(0), 'stays, stays');
  ask(affected, 5, 1);
  assert.is(closes(7), 'end@55, stays');
  link.updateToxic('swallow_downstream', { attributes: { closeAfter: 100 } });
  assert.is(closes(8), 'end@105, stays');
  link.removeToxic('swallow_downstream');
  assert.is(closes(9), 'reset@9, stays');
  assert.is(closes(10), 'reset@9, stays', 'what was announced comes');
});

test('down: refuses connects, ends what is open, and comes up again', () => {
  const link = newLink();
  const [open, gone] = [new Ends(), new Ends()];
  link.open(open);
  link.open(gone).closed();
  assert.is(link.connections, 1);
  link.down = true;
  assert.is(link.connect(0).fate, 'refuse');
  assert.equal([open.closes, gone.closes], [['end'], []]);
  link.addToxic({ type: 'delay' });
  link.reset();
  assert.is(link.connect(0).fate, 'pass');
  assert.equal(link.toxics, []);
});

test('down during the handshake: the connection ends at the first byte', () => {
  const link = newLink();
  link.down = true;
  const { upstream } = link.open(new Ends());
  link.addToxic({ type: 'delay', stream: 'upstream' });
  assert.ok(upstream.active);
  assert.is(ask(upstream, 5, 1), 'drop 1@5 end@5');
});

test('lists upstream first, each stream in the order of its chain', () => {
  const link = newLink();
  link.addToxic({ type: 'delay', name: 'c' });
  link.addToxic({ type: 'cut', name: 'b', stream: 'upstream' });
  link.addToxic({ type: 'cut', name: 'a', toxicity: 0.5, attributes: { size: 5 } });
  assert.equal(
    link.toxics.map((toxic) => toxic.name),
    ['b', 'c', 'a'],
  );
  const attributes = { size: 5 };
  assert.equal(link.toxic('a'), { name: 'a', type: 'cut', stream: 'downstream', toxicity: 0.5, attributes });
});

test.run();
