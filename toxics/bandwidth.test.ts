/** What `bandwidth` lets through when, by hand and against a simple model; times in ms, rates in bytes per ms. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../src/world/rng.ts';
import { MILLISECOND } from '../src/world/world.ts';
import { Street, type Lane } from './lane.case.ts';

const ROWS: readonly (readonly [why: string, rate: number, enter: string, expected: string])[] = [
  ['5000 B at 10: pieces of 1000 B', 10, '5000@0', '1000@100 1000@200 1000@300 1000@400 1000@500'],
  ['what takes less than 100 ms is one piece', 10, '50@7', '50@12'],
  ['what follows waits for it, and an idle time is not saved up', 10, '50@0 50@1 50@20', '50@5 50@10 50@25'],
  ['the rest of a chunk is a piece', 1, '250@0', '100@100 100@200 50@250'],
  ['a fraction of a byte per ms', 0.005, '3@0', '1@200 1@400 1@600'],
  ['a rate that 100 ms do not divide by: whole bytes', 0.29, '58@0', '29@100 29@200'],
  ['so fast that it takes no time', 1e9, '1000@3', '1000@3.000001'],
];
for (const [why, rate, enter, expected] of ROWS) {
  test(why, () => {
    const lane = Street.with('bandwidth', { rate }).lane();
    for (const word of enter.split(' ')) {
      const [bytes, ms] = word.split('@').map(Number);
      lane.enter(ms!, bytes!);
    }
    assert.is(lane.told, expected);
  });
}

test('rounding does not add up: a million bytes one by one at rate 3', () => {
  const lane = Street.with('bandwidth', { rate: 3 }).lane();
  for (let i = 0; i < 30_000; i++) lane.enter(0, 1);
  assert.is(lane.lastAt, 10_000);
  assert.is(lane.pieces[0]!.at, 333_333);
});

test('a FIN waits for the bytes before it', () => {
  const lane = Street.with('bandwidth', { rate: 1 }).lane().enter(0, 30);
  assert.is(lane.end(1), 30);
});

for (const shared of [false, true]) {
  const the = shared ? 'the shared' : 'its own';

  test(`${the} rate 1 becomes 10 after 50 s: 100 KB need 5 s more`, () => {
    const street = Street.with('bandwidth', { rate: 1, shared });
    const lane = street.lane().enter(0, 100_000);
    assert.is(lane.lastAt, 100_000);
    street.at(50_000).update({ rate: 10 });
    assert.is(lane.lastAt, 55_000);
  });

  test(`${the} rate changes within a piece, up and down: no byte is sent twice`, () => {
    const street = Street.with('bandwidth', { rate: 10, shared });
    const lane = street.lane().enter(0, 5000);
    street.at(160).update({ rate: 1 });
    // Of the piece that leaves at 200, 600 B were sent: those of them that are whole pieces of 100 B leave now.
    assert.is(lane.lastAt, 160 + 3400);
    street.at(360).update({ rate: 20 });
    assert.is(lane.lastAt, 360 + 160);
    assert.is(bytesBy(lane, 360), 1000 + 600 + 200);
  });

  test(`${the} rate 0 keeps what was sent, and the time of a stall does not count`, () => {
    const street = Street.with('bandwidth', { rate: 1, shared });
    const lane = street.lane().enter(0, 300);
    street.at(130).update({ rate: 0 });
    assert.is(lane.told, '100@100 200@Infinity');
    street.at(5000).update({ rate: 2 });
    assert.is(lane.lastAt, 5000 + 85);
  });

  test(`${the} rate: what changes nothing loses nothing, however often`, () => {
    const street = Street.with('bandwidth', { rate: 1.7, shared });
    const lane = street.lane().enter(0, 1000).enter(13, 77).enter(2000, 500);
    const before = lane.told;
    for (let ms = 2001; ms < 2300; ms += 7) {
      street.at(ms).update({});
      street.link.addToxic({ type: 'noop' });
      street.link.removeToxic('noop_downstream');
      assert.is(lane.told, before);
    }
  });

  test(`${the} rate: removed, all passes`, () => {
    const street = Street.with('bandwidth', { rate: 1, shared });
    const lane = street.lane().enter(0, 300);
    street.at(110).link.removeToxic('toxic');
    assert.is(lane.told, '100@100 200@110');
  });
}

test('behind it a latency: what was sent before a change stays sent when it was', () => {
  const street = Street.with('bandwidth', { rate: 1 });
  street.link.addToxic({ type: 'latency', name: 'later', attributes: { latency: 10_000 } });
  const lane = street.lane().enter(0, 300).enter(1000, 300);
  street.at(1150).update({ rate: 10 });
  assert.is(lane.told, '100@10100 100@10200 100@10300 100@11100 100@11155 100@11165');
  street.at(1200).update({}, 'later');
  assert.is(lane.lastAt, 11_165);
});

test('before it a latency: when that goes, it sends at once', () => {
  const street = new Street();
  street.link.addToxic({ type: 'latency', name: 'before', attributes: { latency: 10_000 } });
  street.link.addToxic({ type: 'bandwidth', name: 'toxic', attributes: { rate: 1 } });
  const lane = street.lane().enter(0, 100);
  assert.is(lane.told, '100@10100');
  street.at(500).link.removeToxic('before');
  assert.is(lane.told, '100@600');
});

test('shared: first come, first served; not shared: each for itself', () => {
  for (const [shared, expected] of [
    [true, ['100@100 100@350', '100@200 50@250']],
    [false, ['100@100 100@201', '100@101 50@151']],
  ] as const) {
    const street = Street.with('bandwidth', { rate: 1, shared });
    const [one, other] = [street.lane(), street.lane()];
    one.enter(0, 100);
    other.enter(1, 150);
    one.enter(101, 100);
    assert.equal([one.told, other.told], expected);
  }
});

test('shared: who enters late does not keep others from the time before', () => {
  const street = new Street();
  street.link.addToxic({ type: 'latency', name: 'before', toxicity: 0.5, attributes: { latency: 1000 } });
  street.link.addToxic({ type: 'bandwidth', attributes: { rate: 1, shared: true } });
  const lanes = Array.from({ length: 20 }, () => street.lane().enter(0, 60));
  const late = lanes.filter(({ lastAt }) => lastAt > 1000).length;
  assert.ok(late > 0 && late < 20, `${late} (seed ${street.seed})`);
  const quick = lanes.map(({ lastAt }) => lastAt).filter((ms) => ms <= 1000);
  assert.equal(
    quick,
    quick.map((_, i) => 60 * (i + 1)),
  );
  assert.is(Math.max(...lanes.map(({ lastAt }) => lastAt)), 1000 + 60 * late);
});

test('shared: one connection that is asked again keeps its turns', () => {
  const street = new Street();
  street.link.addToxic({ type: 'bandwidth', attributes: { rate: 1, shared: true } });
  street.link.addToxic({ type: 'noop', name: 'some', toxicity: 0.5 });
  const lanes = Array.from({ length: 10 }, () => street.lane());
  for (let i = 0; i < 5; i++) for (const lane of lanes) lane.enter(i, 70 + i);
  const before = lanes.map(({ told }) => told);
  for (const ms of [5, 100, 333, 1200]) {
    street.at(ms);
    street.update({}, 'some');
    assert.equal(
      lanes.map(({ told }) => told),
      before,
    );
  }
});

test('shared: what changes to all, and back, is exact in sum', () => {
  const street = Street.with('bandwidth', { rate: 1, shared: true });
  const lanes = Array.from({ length: 4 }, () => street.lane().enter(0, 1000));
  const last = () => Math.max(...lanes.map(({ lastAt }) => lastAt));
  assert.is(last(), 4000);
  street.at(1050).update({ rate: 10 });
  assert.is(last(), 1050 + 295);
  street.at(1150).update({ rate: 0.5 });
  assert.is(last(), 1150 + 2 * 1950);
  street.at(2150).update({ shared: false });
  // 1450 B are left; all were sent in the order of the connections, the last one's 1000 B whole.
  assert.is(last(), 2150 + 2000);
});

for (const shared of [false, true]) {
  test(`against a fluid model, ${shared ? 'shared' : 'not shared'}`, () => {
    for (let round = 0; round < 60; round++) playFluid(`fluid ${round}`, shared);
  });
}

/** Random traffic and changes: the rate's time is all used while something waits, and never used twice. */
function playFluid(seed: string, shared: boolean): void {
  const rng = createRng(seed, 'rounds');
  const street = Street.with('bandwidth', { rate: 2, shared }, seed);
  const lanes = Array.from({ length: shared ? 3 : 1 }, () => street.lane());
  let [ms, rate, entered, waiting] = [0, 2, 0, 0];
  for (let i = 0; i < 40; i++) {
    const pause = rng.below(400);
    waiting = Math.max(0, waiting - pause * rate);
    ms += pause;
    const left = lanes.reduce((sum, lane) => sum + bytesBy(lane, ms), 0);
    assert.ok(left <= entered - waiting + 1e-6, `${seed}, ${ms} ms: ${left} B left of ${entered}, ${waiting} wait`);
    if (rng.chance(1, 4)) street.at(ms).update({ rate: (rate = [0, 0.25, 1, 2, 8][rng.below(5)]!) });
    else if (rng.chance(1, 4)) street.at(ms).update({});
    else {
      const bytes = 1 + rng.below(900);
      lanes[rng.below(lanes.length)]!.enter(ms, bytes);
      entered += bytes;
      waiting += bytes;
    }
  }
  if (rate === 0) street.at(ms).update({ rate: (rate = 1) });
  const last = Math.max(...lanes.map(({ lastAt }) => lastAt));
  const expected = ms + waiting / rate;
  const right = waiting === 0 ? last <= ms : Math.abs(last - expected) < 1e-3;
  assert.ok(right, `${seed}: expected the last at ${expected}, got ${last}`);
}

function bytesBy({ pieces }: Lane, ms: number): number {
  return pieces.filter(({ at }) => at <= ms * MILLISECOND).reduce((sum, { bytes }) => sum + bytes, 0);
}

test.run();
