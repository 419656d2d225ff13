import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { smallScenario } from './fixture.case.ts';
import { applyOverrides } from './override.ts';
import { parseScenario, scenarioSchema } from './schema.ts';
import { oneOf } from './words.ts';

/** What a small change of a valid scenario is answered with. */
const wrong: readonly [set: string, message: string][] = [
  ['title=""', 'title: expected one line of text, got ""'],
  [
    'titel=x',
    `expected ${oneOf(Object.keys(scenarioSchema.shape))}, got the unknown key "titel" (did you mean "title"?)`,
  ],
  ['seed=1.5', 'seed: expected text or a whole number, got 1.5'],
  ['cluster.machines=0', 'cluster.machines: expected a whole number from 1 to 64, got 0'],
  ['cluster.machines="12"', 'cluster.machines: expected a whole number from 1 to 64, got "12"'],
  [
    'cluster.cpus=2',
    'cluster: expected machines, proxies, backends, cores, fileLimit, ports, backend, proxy, links, nodes or caches, got the unknown key "cpus"',
  ],
  [
    'cluster.links.clientToProxy=-1ms',
    `cluster.links.clientToProxy: expected a duration such as '300us', '1.5s' or '8m', got "-1ms"`,
  ],
  [
    'cluster.backend.memory=64MiB',
    `cluster.backend.memory: expected a size above 0 such as '512KB' or '64MB', got "64MiB"`,
  ],
  [
    'cluster.proxy.hash=md6',
    "cluster.proxy.hash: expected 'fnv1a_64', 'fnv1a_32', 'one_at_a_time' or 'md5', got \"md6\"",
  ],
  [
    'cluster.proxy.policy=latency',
    `cluster.proxy.policy.name: expected 'none', 'consecutive-eject', 'tko-probe', 'latency-outlier', 'success-rate', 'twemproxy', 'envoy', 'finagle' or 'mcrouter', got "latency"`,
  ],
  [
    'cluster.proxy.policy=7',
    "cluster.proxy.policy: expected an object with name: 'none', 'consecutive-eject', 'tko-probe', 'latency-outlier', 'success-rate', 'twemproxy', 'envoy', 'finagle' or 'mcrouter', got 7",
  ],
  ['cluster.proxy.policy.failures=0', 'cluster.proxy.policy.failures: expected a whole number from 1, got 0'],
  [
    'cluster.proxy.authentication.servers=0',
    "cluster.proxy.authentication.servers: expected a whole number from 1, or 'unlimited', got 0",
  ],
  ['workloads=[]', 'workloads: expected an object of workloads by name, got an empty list'],
  ['workloads={}', 'workloads: expected at least one, got none'],
  ['workloads.web.rate=0', 'workloads.web.rate: expected a number above 0, at most 10000000, got 0'],
  [
    'workloads.web.values=etd',
    `workloads.web.values: expected 'etc' or { bytes: a whole number from 0 to 1048576 }, got "etd"`,
  ],
  ['workloads.web.client.retryJitter=1.5', 'workloads.web.client.retryJitter: expected a number from 0 to 1, got 1.5'],
  [
    'workloads.legacy.client.servers=5',
    'workloads.legacy.client.servers: expected at most 4, for so many proxies there are, got 5',
  ],
  [
    'phases.fault=-15s',
    'phases.fault: expected a time after baseline (-10s), for no phase ends before it begins, got "-15s"',
  ],
  ['phases.end=soon', `phases.end: expected a time such as '-4.5m', '0s' or '90s', got "soon"`],
  ['window=500ms', `window: expected a duration of whole seconds from '1s' to '1m', got "500ms"`],
  ['window=1.5s', `window: expected a duration of whole seconds from '1s' to '1m', got "1.5s"`],
  ['window=61s', `window: expected a duration of whole seconds from '1s' to '1m', got "61s"`],
  ['load.1.at=-6s', 'load.1.at: expected a time after the point before it (-5s), got "-6s"'],
  ['timeline.0.at=21s', 'timeline.0.at: expected a time within the run, -20s to 20s, got "21s"'],
  ['timeline.0.for=0s', `timeline.0.for: expected a duration above 0 such as '300us', '1.5s' or '8m', got "0s"`],
  [
    'timeline.0.do=slwo',
    `timeline.0.do: expected 'slow', 'crash', 'restart', 'hang', 'stall', 'fd-limit', 'toxic', 'update-toxic', 'remove-toxic', 'down', 'up', 'partition', 'deploy', 'eject', 'note', 'add-credential', 'promote', 'permit', 'revoke', 'create-cache', 'change-plan', 'flush-cache', 'delete-cache' or 'use-credential', got "slwo"`,
  ],
  [
    'timeline.0.fator=3',
    'timeline.0: expected at, for, ordinary, do, nodes or factor, got the unknown key "fator" (did you mean "factor"?)',
  ],
  [
    'timeline.0.nodes.1=backend-13',
    'timeline.0.nodes.1: expected a node of this cluster (backend-1..4, proxy-1..4 or machine-1..4), got "backend-13"',
  ],
  [
    'timeline.0.nodes.1=bakend-*',
    'timeline.0.nodes.1: expected a node of this cluster (backend-1..4, proxy-1..4 or machine-1..4), got "bakend-*" (did you mean "backend-*"?)',
  ],
  ['timeline.0.nodes=[]', 'timeline.0.nodes: expected at least one node, got none'],
  [
    'timeline.1.link.from=we',
    'timeline.1.link.from: expected a node of this cluster (proxy-1..4, web or legacy), got "we" (did you mean "web"?)',
  ],
  ['timeline.1.link.to=backend-1', 'timeline.1.link.to: expected a node of this cluster (proxy-1..4), got "backend-1"'],
  ['timeline.1.toxicity=2', 'timeline.1.toxicity: expected a number from 0 to 1, got 2'],
  ['timeline.1.attributes.latency=-1', 'timeline.1.attributes.latency: expected a number >= 0, got -1'],
  [
    'timeline.3.backends.0=proxy-1',
    'timeline.3.backends.0: expected a node of this cluster (backend-1..4), got "proxy-1"',
  ],
  [
    'timeline.2=7',
    "timeline.2: expected an object with do: 'slow', 'crash', 'restart', 'hang', 'stall', 'fd-limit', 'toxic', 'update-toxic', 'remove-toxic', 'down', 'up', 'partition', 'deploy', 'eject', 'note', 'add-credential', 'promote', 'permit', 'revoke', 'create-cache', 'change-plan', 'flush-cache', 'delete-cache' or 'use-credential', got 7",
  ],
  ['slo.availability=1', 'slo.availability: expected a number from 0 to 0.999999, got 1'],
  ['expectations.0.above=null', 'expectations.0: expected above or below, got neither'],
];

test('what is wrong is said in one line', () => {
  for (const [set, message] of wrong) {
    const data = applyOverrides(smallScenario, [set]);
    assert.is(complaintAbout(data), `small: ${message}`, set);
  }
});

test('a release names workloads that exist, and clients that can be', () => {
  for (const [entry, message] of [
    [{}, 'timeline.4.workloads: expected a list, got nothing'],
    [{ workloads: [] }, 'timeline.4.workloads: expected at least one, got none'],
    [{ workloads: ['wbe'] }, 'timeline.4.workloads.0: expected web or legacy, got "wbe" (did you mean "web"?)'],
    [
      { workloads: ['web'], client: { mode: 'leeky' } },
      "timeline.4.client.mode: expected 'persistent', 'per-request' or 'leaky', got \"leeky\"",
    ],
    [
      { workloads: ['*'], client: { servers: 9 } },
      'timeline.4.client.servers: expected at most 4, for so many proxies there are, got 9',
    ],
  ] as const) {
    const timeline = [...smallScenario.timeline, { at: '1s', do: 'deploy', ...entry }];
    assert.is(complaintAbout({ ...smallScenario, timeline }), `small: ${message}`);
  }
});

test('a toxic must exist', () => {
  const data = applyOverrides(smallScenario, ['timeline.1.type=latencie']);
  assert.match(
    complaintAbout(data),
    /^small: timeline\.1\.type: expected .*latency.*, got "latencie" \(did you mean "latency"\?\)$/,
  );
});

test('names of workloads are words that no node has', () => {
  const named = (name: string) => ({
    ...smallScenario,
    workloads: { [name]: smallScenario.workloads['web'] },
    timeline: [],
  });
  assert.is(complaintAbout(named('proxy-1')), 'small: workloads: expected names that no node may have, got "proxy-1"');
  assert.match(
    complaintAbout(named('a.b')),
    /expected names of letters, digits and hyphens, a letter first, got "a.b"$/,
  );
  parseScenario(named('django-2'), 'small');
});

test('what is no object at all', () => {
  for (const [data, got] of [
    [null, 'null'],
    ['x', '"x"'],
    [[], 'an empty list'],
    [undefined, 'nothing'],
  ] as const) {
    assert.match(complaintAbout(data), new RegExp(`^small: expected an object with title, .*, got ${got}$`));
  }
});

test('a valid scenario comes back as it was', () => {
  assert.equal(parseScenario(smallScenario, 'small'), smallScenario);
});

test.run();

function complaintAbout(data: unknown): string {
  try {
    parseScenario(data, 'small');
    return 'nothing is wrong';
  } catch (error) {
    return (error as Error).message;
  }
}
