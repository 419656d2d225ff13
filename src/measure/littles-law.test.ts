import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FlowMeter } from './littles-law.ts';
import { property } from './property.case.ts';

test('an operation that spans two phases is in flight in both', () => {
  const meter = new FlowMeter();
  meter.arrive(10);
  meter.arrive(90);
  meter.phase(100);
  meter.depart(120, 90);
  meter.depart(150, 10);
  const [first, second] = meter.flows(200);
  assert.equal(first, {
    from: 0,
    to: 100,
    arrivals: 2,
    departures: 0,
    inFlightMean: 1,
    inFlightMax: 2,
    throughput: 0,
    latencyMean: null,
    residence: 1,
    error: 0,
  });
  assert.equal(second, {
    from: 100,
    to: 200,
    arrivals: 0,
    departures: 2,
    inFlightMean: 0.7,
    inFlightMax: 2,
    throughput: 20_000_000,
    latencyMean: 85,
    residence: 0.7,
    error: 0,
  });
});

/** Some operations over three phases, all of them ended by 1,000. */
function drive(meter: FlowMeter, below: (n: number) => number): void {
  const open: number[] = [];
  for (let t = 1; t < 1000; t++) {
    if (t === 300 || t === 600) meter.phase(t);
    if (below(3) === 0) {
      meter.arrive(t);
      open.push(t);
    }
    if (open.length > 0 && below(3) === 0) meter.depart(t, open.splice(below(open.length), 1)[0]!);
  }
  for (const arrivedAt of open) meter.depart(1000, arrivedAt);
}

test('the law holds in every phase when the books are right, whatever the order of service', () => {
  property('law', 100, (draws) => {
    const meter = new FlowMeter();
    drive(meter, (n) => draws.below(n));
    const flows = meter.flows(1000);
    assert.is(flows.length, 3);
    for (const { error } of flows) assert.ok(error === null || error === 0, `expected no error, got ${error}`);
  });
});

const mistakes: [why: string, make: (meter: FlowMeter) => void][] = [
  ['an operation got lost', (meter) => meter.arrive(1)],
  [
    'a latency counts from another operation',
    (meter) => {
      meter.arrive(1);
      meter.arrive(800);
      meter.depart(900, 800);
      meter.depart(900, 800);
    },
  ],
  [
    'an operation departed that never arrived, while another did not depart',
    (meter) => {
      meter.arrive(1);
      meter.depart(500, 490);
    },
  ],
];
for (const [why, make] of mistakes) {
  test(`the law is broken when ${why}`, () => {
    const meter = new FlowMeter();
    make(meter);
    const [flow] = meter.flows(1000);
    assert.ok(flow?.error != null && flow.error > 0.05, `expected an error above 0.05, got ${flow?.error}`);
  });
}

test('impossible calls are errors, empty phases are none', () => {
  const meter = new FlowMeter(5);
  assert.throws(() => meter.arrive(4), /5 or later, got 4/);
  assert.throws(() => meter.depart(6, 5), /a departure without one/);
  meter.phase(6);
  assert.equal(
    meter.flows(10).map(({ from, to, error }) => [from, to, error]),
    [
      [5, 6, null],
      [6, 10, null],
    ],
  );
  const instant = new FlowMeter();
  instant.phase(0);
  assert.equal(
    instant.flows(10).map(({ from }) => from),
    [0],
    'a phase of no length is not listed',
  );
});

test.run();
