/** Toxics that are changed and removed while bytes are held; times in ms. `bandwidth` has a file of its own. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Street, type Lane } from './lane.case.ts';

const flips = ({ pieces }: Lane) => pieces.map(({ bytes, flip }) => [bytes, flip] as const);

test('timeout: another value moves the close, 0 lifts it', () => {
  const street = Street.with('timeout', { timeout: 500 });
  const lane = street.lane().enter(100, 10);
  street.at(200).update({ timeout: 1000.5 });
  assert.is(lane.told, 'dropped 10 end@1100.5');
  street.at(300).update({ timeout: 0 });
  assert.is(lane.told, 'dropped 10');
  street.at(900).update({ timeout: 50 });
  assert.is(lane.told, 'dropped 10 end@900', 'long due');
});

test('timeout: removing it closes what it affected, now, and nothing else', () => {
  const street = Street.with('timeout');
  const [hit, spared] = [street.lane().enter(100, 10), street.lane()];
  street.at(300).link.removeToxic('toxic');
  assert.is(hit.told, 'dropped 10 end@300');
  assert.is(spared.told, '');
});

test('timeout: a lower toxicity lets go as a removal does', () => {
  const street = Street.with('timeout');
  const lane = street.lane().enter(100, 10);
  street.at(300).link.updateToxic('toxic', { toxicity: 0 });
  assert.is(lane.told, 'dropped 10 end@300');
});

test('timeout: what waited in front of it is swallowed as of when it would have come', () => {
  const street = Street.with('latency', { latency: 100 });
  const lane = street.lane().enter(0, 10);
  street.at(20).link.addToxic({ type: 'timeout', attributes: { timeout: 50 } });
  assert.is(lane.told, 'dropped 10 end@150');
});

test('reset_peer: another value moves the RST; an announced one comes also without the toxic', () => {
  const street = Street.with('reset_peer', { timeout: 500 });
  const [hit, spared] = [street.lane().enter(100, 10), street.lane()];
  street.at(200).update({ timeout: 300 });
  assert.is(hit.told, 'dropped 10 reset@400');
  street.at(250).link.removeToxic('toxic');
  assert.is(hit.told, 'dropped 10 reset@400');
  assert.is(spared.told, '');
});

test('limit_time: counted from the meeting; removing or lengthening lifts the close', () => {
  const street = new Street();
  const early = street.at(10).lane();
  street.at(20).link.addToxic({ type: 'limit_time', name: 'toxic', attributes: { time: 100 } });
  const late = street.at(50).lane();
  assert.equal([early.told, late.told], ['end@120', 'end@150']);
  street.at(60).update({ time: 200, by: 'reset' });
  assert.equal([early.told, late.told], ['reset@220', 'reset@250']);
  street.at(100).update({ time: 30 });
  assert.equal([early.told, late.told], ['reset@100', 'reset@100'], 'long due');
});

test('limit_time: removed, it lifts the close', () => {
  const street = Street.with('limit_time', { time: 100 });
  const lane = street.lane();
  street.at(99).link.removeToxic('toxic');
  assert.is(lane.told, '');
});

test('limit_data: the count survives an update', () => {
  const street = Street.with('limit_data', { bytes: 100 });
  const lane = street.lane().enter(0, 80);
  street.at(5).update({ bytes: 120 });
  assert.is(lane.enter(10, 60).told, '80@0 40@10 20@Infinity end@10');
});

test('limit_data: lowered below the count, the next byte ends it', () => {
  const street = Street.with('limit_data', { bytes: 100 });
  const lane = street.lane().enter(0, 80);
  street.at(5).update({ bytes: 50 });
  assert.is(lane.told, '80@0');
  assert.is(lane.enter(10, 60).told, '80@0 60@Infinity end@10');
});

test('limit_data: what is held behind it is counted once, whatever changes', () => {
  const street = Street.with('limit_data', { bytes: 100 });
  street.link.addToxic({ type: 'latency', name: 'after', attributes: { latency: 50 } });
  const lane = street.lane().enter(0, 80).enter(10, 80);
  const expected = '80@50 20@60 60@Infinity end@60';
  assert.is(lane.told, expected);
  street.at(20).update({});
  street.at(30).update({}, 'after');
  assert.is(lane.told, expected);
  street.at(55).update({});
  assert.is(lane.told, expected, 'the first has left');
  street.at(56).update({ bytes: 130 });
  assert.is(lane.told, '80@50 50@60 30@Infinity end@60');
  street.at(57).update({ bytes: 1000 });
  assert.is(lane.told, '80@50 80@60');
});

test('partition: what was said meanwhile passes when it goes', () => {
  const street = Street.with('partition');
  const lane = street.lane().enter(0, 80).enter(10, 80);
  street.at(70).link.removeToxic('toxic');
  assert.is(lane.told, '160@70');
});

test('slicer: changes keep the time since the last slice; held slices may be cut again, not joined', () => {
  const street = Street.with('slicer', { average_size: 4, delay: 10_000 });
  const lane = street.lane().enter(0, 12).enter(1, 8);
  const expected = '4@0 4@10 4@20 4@30 4@40';
  assert.is(lane.told, expected);
  for (const ms of [5, 14, 19]) street.at(ms).update({});
  assert.is(lane.told, expected);
  street.at(25).update({ average_size: 100 });
  assert.is(lane.told, expected);
  street.at(26).update({ average_size: 3, delay: 7000 });
  assert.is(lane.told, '4@0 4@10 4@20 3@27 1@34 3@41 1@48');
});

for (const [why, given, other] of [
  ['jitter', { latency: 100, jitter: 50 }, { jitter: 25 }],
  ['jitter that is correlated', { latency: 100, jitter: 50, correlation: 0.9 }, { jitter: 25 }],
  ['a distribution', { distribution: 'pareto', p50: 50, p99: 900 }, { p99: 90 }],
] as const) {
  test(`latency: held bytes keep their luck, by ${why}`, () => {
    const street = Street.with('latency', given);
    street.link.addToxic({ type: 'slow_close', name: 'other' });
    const lanes = Array.from({ length: 200 }, () => street.lane().enter(0, 10).enter(0, 5));
    const before = lanes.map(({ told }) => told);
    street.at(1).update({});
    street.at(2).update({}, 'other');
    assert.equal(
      lanes.map(({ told }) => told),
      before,
    );
    const order = (lane: Lane[]) => lane.map((_, i) => i).sort((a, b) => lane[a]!.lastAt - lane[b]!.lastAt);
    const places = order(lanes);
    street.at(3).update(other);
    assert.equal(order(lanes), places, `the same place in the other distribution (seed ${street.seed})`);
  });
}

test('loss: another chance is not what a change is', () => {
  const street = Street.with('loss', { loss: 0.5, burst: 3 });
  street.link.addToxic({ type: 'slow_close', name: 'other' });
  const lanes = Array.from({ length: 100 }, () => street.lane().enter(0, 5000));
  const before = lanes.map(({ told }) => told);
  for (const ms of [1, 2, 150]) street.at(ms).update({}, ms === 2 ? 'other' : 'toxic');
  assert.equal(
    lanes.map(({ told }) => told),
    before,
  );
  street.at(160).update({ loss: 0 });
  assert.ok(lanes.every(({ lastAt }) => lastAt <= 160));
});

test('loss: after a total loss what waited has its chance', () => {
  const street = Street.with('loss', { loss: 1 });
  const lane = street.lane().enter(0, 3000);
  street.at(50).update({ loss: 0.3, rto: 0 });
  assert.is(lane.told, '3000@50');
});

test('corrupt: held bytes are changed at the same places in the same way', () => {
  const street = Street.with('corrupt', { rate: 0.01 });
  street.link.addToxic({ type: 'latency', name: 'other', attributes: { latency: 100 } });
  const lane = street.lane().enter(0, 1000).enter(1, 1000);
  const places = () => {
    let at = 0;
    return flips(lane).flatMap(([bytes, flip]) => ((at += bytes), flip === 0 ? [] : [`${flip} at ${at}`]));
  };
  const before = places();
  assert.ok(before.length > 5 && before.length < 50, `${before.length} (seed ${street.seed})`);
  street.at(5).update({}, 'other');
  street.at(6).update({});
  assert.equal(places(), before);
  street.at(7).update({ rate: 0 });
  assert.equal(places(), []);
  street.at(8).update({ rate: 1 });
  assert.is(places().length, 2000);
});

test.run();
