/** Faults that lie on one thing at a time, and their end on the way out. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fault } from './plan.ts';
import { ALL, GET, pass, stage } from './stage.case.ts';

/** Any two of a kind, the first ending before the second: it lasts until the second ends. */
const overlapping: readonly { readonly fault: Fault; readonly during: string; readonly after: string }[] = [
  { fault: { kind: 'crash', nodes: ['backend-1'] }, during: 'server-error', after: 'miss' },
  { fault: { kind: 'hang', nodes: ['backend-1', 'machine-1'] }, during: 'timeout', after: 'hit' },
  { fault: { kind: 'stall', nodes: ['machine-1'] }, during: 'timeout', after: 'hit' },
  { fault: { kind: 'down', links: ALL }, during: 'server-error', after: 'hit' },
  {
    fault: { kind: 'eject', backends: ['backend-1'], proxies: ['proxy-1', 'proxy-2'], by: 'two' },
    during: 'miss',
    after: 'hit',
  },
];
for (const { fault, during, after } of overlapping) {
  test(`${fault.kind}, twice at a time: it lasts until both are over, and ending again does no harm`, () => {
    const { rig, two } = stage();
    const [first, second] = [rig.cluster.inject(fault), rig.cluster.inject(fault)];
    pass(rig);
    assert.is(two.askAndWait(0).outcome, during);
    first();
    first();
    assert.is(two.askAndWait(0).outcome, during);
    second();
    pass(rig);
    assert.is(two.askAndWait(0).outcome, after);
    first();
    second();
    assert.is(two.askAndWait(0).outcome, after);
  });
}

test('rolling back ends all that is in force, in whatever order it began', () => {
  const { rig, one, two } = stage();
  const faults: readonly Fault[] = [
    { kind: 'hang', nodes: ['machine-2'] },
    { kind: 'slow', nodes: ['backend-1', 'machine-2'], factor: 100 },
    { kind: 'stall', nodes: ['backend-1'] },
    { kind: 'fd-limit', nodes: ['machine-1', 'proxy-2'], limit: 1 },
    { kind: 'crash', nodes: ['proxy-1'] },
    { kind: 'down', links: ALL },
    { kind: 'toxic', links: ALL, toxic: { type: 'timeout', name: 'hole' } },
    { kind: 'eject', backends: ['backend-2'], proxies: ['proxy-2'], by: 'engineer' },
  ];
  const ends = faults.map((fault) => rig.cluster.inject(fault));
  pass(rig);
  assert.is(one.askAndWait(0).outcome, 'refused');
  assert.is(two.askAndWait(0).outcome, 'timeout');
  rig.cluster.rollBack();
  rig.cluster.rollBack();
  for (const end of ends) end();
  pass(rig);
  for (const shopper of [one, two]) {
    // Once to connect, once for the exact time.
    for (const backend of [0, 1]) assert.is(shopper.askAndWait(backend).outcome, 'hit');
    assert.equal(shopper.askAndWait(0), { outcome: 'hit', latency: GET });
  }
});

test.run();
