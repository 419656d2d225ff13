import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { TOXICS } from '../../toxics/index.ts';
import { Link } from '../link/link.ts';
import { createRng } from '../world/rng.ts';
import { MICROSECOND, MILLISECOND, SECOND } from '../world/world.ts';
import type { LinkPattern, TimelineEntry } from './define.ts';
import { played, scenarioWith, WORKLOAD } from './played.case.ts';
import { HandLog } from './hand-log.ts';
import { Recording } from './recording.ts';
import { resolveScenario } from './resolve.ts';
import { parseScenario } from './schema.ts';

const pattern: LinkPattern = { from: WORKLOAD, to: 'proxy-1' };
const at = '1.5s';

type Act = (link: Link) => void;
/** The last entry of what is recorded of the acts. */
const ROWS: readonly (readonly [why: string, entry: object, ...acts: Act[]])[] = [
  [
    'what is as by default is not said',
    { do: 'toxic', type: 'latency', name: 'latency_downstream' },
    (link) =>
      link.addToxic({ type: 'latency', toxicity: 1, stream: 'downstream', attributes: { latency: 0, jitter: 0 } }),
  ],
  [
    'the rest is, keys as text',
    {
      do: 'toxic',
      type: 'slicer',
      name: 'all of it',
      stream: 'upstream',
      toxicity: 0.25,
      toxicityPer: 'request',
      match: { command: ['get', 'gets'], key: 'ü:*', credential: 'bob' },
      maxActive: 7,
      attributes: { average_size: 9 },
    },
    (link) =>
      link.addToxic({
        type: 'slicer',
        name: 'all of it',
        stream: 'upstream',
        toxicity: 0.25,
        toxicityPer: 'request',
        match: { command: ['get', 'gets'], key: '\u00c3\u00bc:*', credential: 'bob' },
        maxActive: 7,
        attributes: { average_size: 9 },
      }),
  ],
  [
    'more than all is all',
    { do: 'toxic', type: 'noop', name: 'n' },
    (link) => link.addToxic({ type: 'noop', name: 'n', toxicity: 7 }),
  ],
  [
    'less than nothing is nothing',
    { do: 'toxic', type: 'noop', name: 'n', toxicity: 0 },
    (link) => link.addToxic({ type: 'noop', name: 'n', toxicity: -1 }),
  ],
  [
    'of an update what it changes, back to the default too',
    { do: 'update-toxic', name: 'l', attributes: { latency: 0, jitter: 3 } },
    (link) => link.addToxic({ type: 'latency', name: 'l', attributes: { latency: 9, correlation: 0.5 } }),
    (link) => link.updateToxic('l', { attributes: { latency: 0, jitter: 3, correlation: 0.5 } }),
  ],
  [
    'since the last update',
    { do: 'update-toxic', name: 'l', toxicity: 0.5 },
    (link) => link.addToxic({ type: 'latency', name: 'l' }),
    (link) => link.updateToxic('l', { attributes: { latency: 9 } }),
    (link) => link.updateToxic('l', { toxicity: 0.5, attributes: { latency: 9 } }),
  ],
  [
    'an update that changes nothing',
    { do: 'update-toxic', name: 'l', toxicity: 1 },
    (link) => link.addToxic({ type: 'latency', name: 'l' }),
    (link) => link.updateToxic('l', {}),
  ],
  [
    'a removal',
    { do: 'remove-toxic', name: 'l' },
    (link) => link.addToxic({ type: 'latency', name: 'l' }),
    (link) => link.removeToxic('l'),
  ],
  ['down', { do: 'down' }, (link) => (link.down = true)],
  ['up', { do: 'up' }, (link) => (link.down = true), (link) => link.reset()],
];

for (const [why, entry, ...acts] of ROWS) {
  test(`recorded: ${why}`, () => {
    const recording = new Recording(() => 1.5 * SECOND + 999);
    const link: Link = new Link({
      from: WORKLOAD,
      to: 'proxy-1',
      toxics: TOXICS,
      rng: (stream) => createRng('recording', stream),
      onEvent: (event) => recording.heard(pattern, event),
    });
    for (const act of acts) act(link);
    assert.is(recording.entries.length, acts.length);
    assert.equal(recording.entries.at(-1), { at, link: pattern, ...entry });
    parseScenario(scenarioWith(recording.entries), 'recorded');
  });
}

test('what is not done by hand is known, and not recorded', () => {
  const recording = new Recording(() => 0);
  const toxic = { name: 'l', type: 'latency', stream: 'upstream', toxicity: 1, attributes: { latency: 1 } } as const;
  assert.is(recording.heard(pattern, { kind: 'added', toxic }, false), null);
  const update = { kind: 'updated', toxic: { ...toxic, attributes: { latency: 2 } } } as const;
  assert.equal(recording.heard(pattern, update), {
    at: '0s',
    do: 'update-toxic',
    link: pattern,
    name: 'l',
    attributes: { latency: 2 },
  });
  assert.is(recording.heard(pattern, { kind: 'opened', connection: 1, source: '' }), null);
  assert.is(recording.entries.length, 1);
});

test('what is too much is counted', () => {
  const recording = new Recording(() => 0);
  for (let i = 0; i < 10_005; i++) recording.heard(pattern, { kind: i % 2 ? 'up' : 'down' });
  assert.equal([recording.entries.length, recording.lost], [10_000, 5]);
});

test('by hand, during a timeline: in its time, whatever the compression; what became impossible is left out', () => {
  const timeline: TimelineEntry[] = [
    { at: '0s', do: 'toxic', link: pattern, type: 'latency', attributes: { latency: 1 } },
    { at: '1s', do: 'toxic', link: pattern, type: 'latency', name: 'mine', attributes: { latency: 2 } },
    { at: '3s', for: '1s', do: 'partition', from: WORKLOAD, to: 'proxy-*' },
  ];
  const { rig, until, events, skipped } = played(timeline);
  const { world, cluster } = rig;
  const scenario = scenarioWith(timeline);
  const resolved = resolveScenario(scenario, 1);
  const log = new HandLog(world, cluster, { ...resolved, compress: 10 }, events);
  const link = cluster.link(WORKLOAD, 'proxy-1');
  log.begin();
  until(500);
  link.addToxic({ type: 'noop', name: 'mine' });
  until(1500);
  skipped.forEach((entry) => log.skip(entry));
  link.removeToxic('latency 1');
  until(3500);
  link.removeToxic('partition 2 upstream');
  log.close();
  link.down = true;
  const { scenario: recorded } = log.recorded(scenario);
  assert.equal(recorded.timeline, [
    { ...timeline[0], name: 'latency 1' },
    { ...timeline[2], name: 'partition 2' },
    { at: '5s', do: 'toxic', link: pattern, type: 'noop', name: 'mine' },
    { at: '15s', do: 'remove-toxic', link: pattern, name: 'latency 1' },
    { at: '35s', do: 'remove-toxic', link: pattern, name: 'partition 2 upstream' },
  ]);
  const texts = events.filter(({ text }) => text.endsWith(', by the API')).map((event) => [event.at, event.kind]);
  const { zero } = resolved;
  assert.equal(texts, [
    [zero + 500 * MILLISECOND, 'fault'],
    [zero + 1500 * MILLISECOND, 'cure'],
    [zero + 3500 * MILLISECOND, 'cure'],
  ]);
  assert.equal(log.remarks(scenario, new Set()), [], 'clients and proxies only');
});

test('what no timeline said would be disturbed is remarked', () => {
  const { rig, until, events } = played([]);
  const scenario = scenarioWith([]);
  const log = new HandLog(rig.world, rig.cluster, resolveScenario(scenario, 1), events);
  log.begin();
  until(MICROSECOND);
  for (const backend of ['backend-2', 'backend-1']) rig.cluster.link('proxy-1', backend).down = true;
  assert.equal(log.remarks(scenario, new Set(['backend-1'])), [
    'Disturbed by hand only, so that their keys count as healthy: backend-2.',
  ]);
});

test.run();
