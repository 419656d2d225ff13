import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { TimelineAction, TimelineEntry } from './define.ts';
import { smallScenario } from './fixture.case.ts';
import { faultyBackends, isDisturbance, toxicNames } from './timeline-faults.ts';
import { kindOf } from './timeline.ts';

const latency = { type: 'latency' };

/** Which backends a figure of faulty keys is about, and what kind of event it is. */
const ROWS: readonly (readonly [why: string, action: TimelineAction, faulty: readonly number[], kind: string])[] = [
  ['itself', { do: 'restart', nodes: ['backend-2', 'proxy-3'] }, [2], 'fault'],
  ['by its machine', { do: 'stall', for: '1s', nodes: ['machine-3', 'backend-1'] }, [1, 3], 'fault'],
  ['the table is the machine’s, whoever is named', { do: 'fd-limit', nodes: ['proxy-4'], limit: 9 }, [4], 'fault'],
  [
    'by links to it',
    { do: 'toxic', link: { from: 'proxy-1', to: ['backend-2', 'backend-3'] }, ...latency },
    [2, 3],
    'fault',
  ],
  ['links between clients and proxies', { do: 'toxic', link: { from: '*', to: 'proxy-*' }, ...latency }, [], 'fault'],
  ['by a partition from some proxies', { do: 'partition', from: 'backend-4', to: 'proxy-2' }, [4], 'fault'],
  ['by a partition between machines', { do: 'partition', from: 'machine-1', to: ['machine-2'] }, [1, 2], 'fault'],
  [
    'by a partition one way',
    { do: 'partition', from: 'machine-1', to: 'machine-2', direction: 'one-way' },
    [1, 2],
    'fault',
  ],
  [
    'a change is no new fault',
    { do: 'update-toxic', link: { from: 'proxy-1', to: 'backend-1' }, name: 'a', toxicity: 0 },
    [],
    'change',
  ],
  ['an end is a cure', { do: 'remove-toxic', link: { from: 'proxy-1', to: 'backend-1' }, name: 'a' }, [], 'cure'],
  ['up is a cure', { do: 'up', link: { from: 'proxy-1', to: 'backend-1' } }, [], 'cure'],
];

for (const [why, action, faulty, kind] of ROWS) {
  test(`faulty backends: ${why}`, () => {
    const entry: TimelineEntry = { at: '0s', ...action };
    const found = faultyBackends({ ...smallScenario, timeline: [entry] });
    assert.equal(
      [...found].sort(),
      faulty.map((number) => `backend-${number}`),
    );
    assert.equal([kindOf(entry), isDisturbance(entry)], [kind, kind === 'fault']);
  });
}

test('what is ordinary is no fault, whatever it is', () => {
  for (const [, action] of ROWS.filter(([, , , kind]) => kind === 'fault')) {
    const entry: TimelineEntry = { at: '0s', ordinary: true, ...action };
    assert.is(faultyBackends({ ...smallScenario, timeline: [entry] }).size, 0, entry.do);
    assert.equal([kindOf(entry), isDisturbance(entry)], ['note', false], entry.do);
  }
});

test('toxics without a name are numbered in the order of time, those with one are not counted', () => {
  const link = { from: 'web', to: 'proxy-1' };
  const toxic = { do: 'toxic', link } as const;
  assert.equal(
    toxicNames([
      { at: '5s', ...toxic, type: 'latency' },
      { at: '-5s', ...toxic, type: 'loss' },
      { at: '0s', do: 'up', link },
      { at: '1s', ...toxic, type: 'latency', name: 'mine' },
      { at: '5s', do: 'partition', from: 'web', to: 'proxy-1' },
    ]),
    ['latency 2', 'loss 1', undefined, 'mine', 'partition 3'],
  );
});

test.run();
