/** What a timeline that cannot be played is answered with: one line, before anything begins. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { smallScenario } from './fixture.case.ts';
import { parseScenario } from './schema.ts';

type Row = readonly [why: string, message: string, ...entries: object[]];

const link = { from: 'web', to: 'proxy-1' };
const slow = { at: '0s', do: 'toxic', link, type: 'latency', name: 'slow', attributes: { latency: 5 } };

const NODES: readonly Row[] = [
  [
    'no such node',
    'nodes.0: expected a node of this cluster (backend-1..4, proxy-1..4 or machine-1..4), got "backend-5"',
    { do: 'restart', nodes: ['backend-5'] },
  ],
  ['no node at all', 'nodes: expected at least one node, got none', { do: 'fd-limit', nodes: [], limit: 1 }],
  [
    'a pause has an end',
    `for: expected a duration above 0 such as '300us', '1.5s' or '8m', got nothing`,
    { do: 'stall', nodes: ['backend-1'] },
  ],
  ['no limit', 'limit: expected a whole number from 0, got nothing', { do: 'fd-limit', nodes: ['machine-1'] }],
  [
    'half a descriptor',
    'limit: expected a whole number from 0, got 0.5',
    { do: 'fd-limit', nodes: ['machine-1'], limit: 0.5 },
  ],
];

const LINKS: readonly Row[] = [
  [
    'no such source',
    'link.from.1: expected a node of this cluster (proxy-1..4, web or legacy), got "wbe" (did you mean "web"?)',
    { ...slow, link: { from: ['web', 'wbe'], to: 'proxy-*' } },
  ],
  [
    'no source at all',
    'link.from: expected at least one node, got none',
    { do: 'down', link: { from: [], to: 'proxy-*' } },
  ],
  [
    'no such target of clients',
    'link.to.0: expected a node of this cluster (proxy-1..4), got "backend-1"',
    { do: 'up', link: { from: 'web', to: ['backend-1'] } },
  ],
  [
    'no such target of either',
    'link.to.1: expected a node of this cluster (proxy-1..4 or backend-1..4), got "machine-1"',
    { do: 'down', link: { from: ['web', 'proxy-1'], to: ['backend-1', 'machine-1'] } },
  ],
  [
    'a number',
    'link.from: expected one line of text, or a list of such, got 7',
    { do: 'down', link: { from: 7, to: 'proxy-*' } },
  ],
  [
    'no such node',
    'to: expected a node of this cluster (backend-1..4, proxy-1..4, machine-1..4, web or legacy), got "cache-1"',
    { do: 'partition', from: 'web', to: 'cache-1' },
  ],
  [
    'clients have no link to backends',
    'expected nodes with links between them (workloads to proxies, proxies to backends), got none from "web" to "backend-*", "legacy"',
    { do: 'partition', from: 'web', to: ['backend-*', 'legacy'] },
  ],
  [
    'a direction that is none',
    `direction: expected 'both' or 'one-way', got "there"`,
    { do: 'partition', from: 'web', to: 'proxy-1', direction: 'there' },
  ],
];

const TOXICS: readonly Row[] = [
  ['no such attribute', 'attributes: expected latency, jitter', { ...slow, attributes: { latecny: 5 } }],
  ['the guess', 'got the unknown key "latecny" (did you mean "latency"?)', { ...slow, attributes: { latecny: 5 } }],
  [
    'a word for a number',
    'attributes.latency: expected a number >= 0, got "5"',
    { ...slow, attributes: { latency: '5' } },
  ],
  [
    'a list for a number',
    'attributes.latency: expected a number, a word, true or false, got a list',
    { ...slow, attributes: { latency: [5] } },
  ],
  [
    'what two attributes say must fit',
    'attributes.size_variation: expected',
    { do: 'toxic', link, type: 'slicer', attributes: { average_size: 10, size_variation: 10 } },
  ],
  ['half a connection', 'maxActive: expected a whole number from 1, got 0.5', { ...slow, maxActive: 0.5 }],
  [
    'a share of nothing',
    `toxicityPer: expected 'connection' or 'request', got "byte"`,
    { ...slow, toxicityPer: 'byte' },
  ],
  ['nothing to match', 'match: expected command, key or credential, got none of them', { ...slow, match: {} }],
  [
    'no such command',
    `match.command: expected the name of a command, such as 'get', got "gte" (did you mean "get"?)`,
    { ...slow, match: { command: ['set', 'gte'] } },
  ],
  [
    'no such property',
    'match: expected command, key or credential, got the unknown key "keys" (did you mean "key"?)',
    { ...slow, match: { keys: 'a*' } },
  ],
  [
    'a name that is taken',
    'name: link web to proxy-1: expected a new toxic name, got "slow", which exists',
    slow,
    { ...slow, at: '9s' },
  ],
  [
    'a name that is taken on one of the links',
    'name: link web to proxy-1: expected a new toxic name, got "slow", which exists',
    { ...slow, link: { from: '*', to: 'proxy-*' } },
    slow,
  ],
  [
    'a name that is free only afterwards',
    'name: link web to proxy-1: expected a new toxic name, got "slow", which exists',
    { ...slow, for: '5s' },
    { ...slow, at: '5s' },
  ],
  [
    'a name as those without one get',
    'name: link web to proxy-1: expected a new toxic name, got "latency 1", which exists',
    { at: '-1s', do: 'toxic', link, type: 'latency' },
    { ...slow, name: 'latency 1' },
  ],
];

const CHANGES: readonly Row[] = [
  [
    'no such toxic',
    'name: expected a toxic that is on link web to proxy-1 then (slow), got "slwo" (did you mean "slow"?)',
    slow,
    { at: '1s', do: 'remove-toxic', link, name: 'slwo' },
  ],
  [
    'on another link',
    'name: expected a toxic that is on link web to proxy-2 then (none is), got "slow"',
    slow,
    { at: '1s', do: 'update-toxic', link: { from: 'web', to: 'proxy-*' }, name: 'slow', toxicity: 0 },
  ],
  [
    'not yet',
    'name: expected a toxic that is on link web to proxy-1 then (none is), got "slow"',
    { ...slow, at: '2s' },
    { at: '1s', do: 'remove-toxic', link, name: 'slow' },
  ],
  [
    'no longer',
    'name: expected a toxic that is on link web to proxy-1 then (none is), got "slow"',
    { ...slow, for: '1s' },
    { at: '1001ms', do: 'remove-toxic', link, name: 'slow' },
  ],
  [
    'removed before',
    'name: expected a toxic that is on link web to proxy-1 then (none is), got "slow"',
    slow,
    { at: '1s', do: 'remove-toxic', link, name: 'slow' },
    { at: '2s', do: 'remove-toxic', link, name: 'slow' },
  ],
  [
    'nothing to change',
    'expected attributes or toxicity, got neither',
    slow,
    { at: '1s', do: 'update-toxic', link, name: 'slow' },
  ],
  [
    'not undone by itself',
    `for: expected nothing, for 'update-toxic' is not undone by itself, got "1s"`,
    slow,
    { at: '1s', for: '1s', do: 'update-toxic', link, name: 'slow', toxicity: 0 },
  ],
  [
    'not undone by itself',
    `for: expected nothing, for 'up' is not undone by itself, got "1s"`,
    { for: '1s', do: 'up', link },
  ],
  [
    'no such attribute',
    'attributes: expected latency, jitter',
    slow,
    { at: '1s', do: 'update-toxic', link, name: 'slow', attributes: { rate: 1 } },
  ],
  [
    'out of range',
    'attributes.latency: expected a number >= 0, got -1',
    slow,
    { at: '1s', do: 'update-toxic', link, name: 'slow', attributes: { latency: -1 } },
  ],
];

for (const [why, expected, ...entries] of [...NODES, ...LINKS, ...TOXICS, ...CHANGES]) {
  test(`${why}: ${expected}`, () => {
    const message = complaintAbout(entries);
    assert.match(message, new RegExp(`^small: timeline\\.${entries.length - 1}[.:]`));
    assert.ok(message.includes(expected), message);
    assert.not.match(message, /\n/);
  });
}

const FINE: readonly (readonly [why: string, ...entries: object[]])[] = [
  ['a name may come again', { ...slow, for: '5s' }, { ...slow, at: '5001ms' }],
  [
    'also when it was removed',
    { ...slow, for: '5s' },
    { at: '1s', do: 'remove-toxic', link, name: 'slow' },
    { ...slow, at: '2s' },
    { at: '9s', do: 'update-toxic', link, name: 'slow', toxicity: 0 },
  ],
  ['one name on two links', slow, { ...slow, link: { from: 'web', to: ['proxy-2', 'proxy-3'] } }],
  ['the list is in no order', { at: '3s', do: 'remove-toxic', link, name: 'slow' }, slow],
  ['a machine that is in both sets', { do: 'partition', from: 'machine-1', to: 'machine-*' }],
  [
    'words and switches',
    { do: 'toxic', link, type: 'latency', attributes: { distribution: 'pareto', p50: 1, p99: 100 } },
  ],
];

for (const [why, ...entries] of FINE) test(`fine: ${why}`, () => assert.is(complaintAbout(entries), ''));

test('a pause of work that takes no time', () => {
  const { proxy, ...cluster } = smallScenario.cluster;
  const timeline = [{ at: '0s', for: '1s', do: 'stall', nodes: ['machine-1', 'proxy-*'] }];
  const { cpu: _cpu, ...idle } = proxy;
  assert.throws(
    () => parseScenario({ ...smallScenario, cluster: { ...cluster, proxy: idle }, timeline }, 'small'),
    /^small: timeline\.0\.nodes\.1: expected nodes whose work takes CPU time \(cluster\.proxy\.cpu\), or a hang, got "proxy-\*"$/,
  );
});

test.run();

function complaintAbout(entries: readonly object[]): string {
  const timeline = entries.map((entry) => ({ at: '0s', ...entry }));
  try {
    parseScenario({ ...smallScenario, timeline }, 'small');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
