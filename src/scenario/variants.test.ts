/** What could have been otherwise: named changes of a scenario, alone and on top of each other. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chosenScenario } from './chosen.ts';
import type { Scenario } from './define.ts';
import { BadInput } from './errors.ts';
import { smallScenario } from './fixture.case.ts';
import { readAssignment } from './override.ts';
import { parseScenario } from './schema.ts';

const scenario: Scenario = {
  ...smallScenario,
  variants: {
    envoy: { says: 'Envoy in their place', set: { 'cluster.proxy.policy': 'envoy' } },
    'page-at-once': { says: 'the page is sent at once', set: { 'timeline.2': null, 'timeline.3.at': '3s' } },
    both: { says: 'both', of: ['envoy', 'page-at-once'], set: { 'workloads.web.client.attempts': 1 } },
  },
  comparisons: {
    all: {
      says: 'what would have helped',
      seeds: '1..3',
      set: { 'workloads.web.rate': 50 },
      variants: [{ name: 'as-it-was', says: 'as it was' }, 'envoy', 'both'],
    },
  },
};

const { variants = {}, comparisons = {} } = scenario;

const choose = (variants: readonly string[], ...sets: readonly string[]): Scenario =>
  chosenScenario(scenario, { variants, changes: sets.map(readAssignment) }, 'small');

test('a variant is the scenario with its changes, and nothing to compare any more; nothing is expected of it', () => {
  assert.equal(choose([]), smallScenario);
  assert.equal(choose(['envoy']), {
    ...smallScenario,
    expectations: [],
    cluster: { ...smallScenario.cluster, proxy: { ...smallScenario.cluster.proxy, policy: { name: 'envoy' } } },
  });
});

test('variants of others: indices are those of the file, whatever else is removed', () => {
  const both = choose(['both']);
  assert.is(both.cluster.proxy.policy?.name, 'envoy');
  assert.is(both.workloads['web']?.client.attempts, 1);
  assert.equal(
    both.timeline.map(({ at }) => at),
    ['0s', '2s', '3s'],
  );
});

test('several variants, then --set: from left to right', () => {
  const all = choose(['envoy', 'page-at-once'], 'cluster.proxy.policy=twemproxy', 'timeline.3.at=4s');
  assert.is(all.cluster.proxy.policy?.name, 'twemproxy');
  assert.is(all.timeline.at(-1)?.at, '4s');
});

test('what a variant says of expectations holds, for all that are chosen with it', () => {
  const milder = { says: 'it hurts less', set: { 'expectations.0.above': 500 } };
  const chosen = { variants: ['envoy', 'milder'], changes: [] };
  const { expectations } = chosenScenario({ ...scenario, variants: { ...variants, milder } }, chosen, 'small');
  assert.equal(expectations, [{ ...smallScenario.expectations[0], above: 500 }]);
});

test('the scenario itself stays as it was', () => {
  const before = JSON.stringify(scenario);
  choose(['both'], 'timeline.0.factor=7', 'cluster.proxy.policy.name=none');
  assert.is(JSON.stringify(scenario), before);
});

const all = comparisons['all']!;
const wrong: readonly [why: string, change: Partial<Scenario>, message: string][] = [
  [
    'a path that no scenario has',
    { variants: { deep: { says: 'x', set: { 'cluster.proxy.polcy': 'none' } } } },
    'small: variants.deep: cluster.proxy: expected cpu,',
  ],
  [
    'an index beyond the list',
    { variants: { late: { says: 'x', set: { 'timeline.9.at': '0s' } } } },
    'variants.late: timeline.9.at: timeline: expected an index, 0 to 3, got "9"',
  ],
  [
    'a value that the schema refuses',
    { variants: { slow: { says: 'x', set: { 'workloads.web.rate': -1 } } } },
    'small: variants.slow: workloads.web.rate: expected a number above 0, at most 10000000, got -1',
  ],
  [
    'a scenario that does not fit together',
    { variants: { few: { says: 'x', set: { 'cluster.machines': 1 } } } },
    'small: variants.few: ',
  ],
  [
    'another that is not there',
    { variants: { ...variants, more: { says: 'x', of: ['envoi'] } } },
    'variants.more.of: expected envoy, page-at-once, both or more, got "envoi" (did you mean "envoy"?)',
  ],
  [
    'a circle',
    { variants: { a: { says: 'x', of: ['b'] }, b: { says: 'x', of: ['a'] } } },
    'variants.b.of: expected variants of others, got a circle: a of b of a',
  ],
  ['no words', { variants: { mute: { says: '' } } }, 'small: variants.mute.says: expected one line of text, got ""'],
  [
    'a function among the values',
    { variants: { live: { says: 'x', set: { seed: () => 1 } } } },
    'variants.live: seed: expected plain data, got something that cannot be copied, such as a function',
  ],
  [
    'a comparison of what is not there',
    { variants, comparisons: { all: { ...all, variants: ['twemproxy'] } } },
    'small: comparisons.all.variants: expected envoy, page-at-once or both, got "twemproxy"',
  ],
  [
    'a comparison of nothing',
    { variants, comparisons: { all: { ...all, variants: [] } } },
    'small: comparisons.all.variants: expected at least one, got none',
  ],
  [
    'one name for two',
    { variants, comparisons: { all: { ...all, variants: ['both', { name: 'envoy', says: 'x' }] } } },
    'small: comparisons.all.variants: expected names that no variant of the scenario has, got "envoy"',
  ],
  [
    'one twice',
    { variants, comparisons: { all: { ...all, variants: ['both', 'both'] } } },
    'small: comparisons.all.variants: expected each once, got both twice',
  ],
  [
    'a common change that leads nowhere',
    { variants, comparisons: { all: { ...all, set: { 'workloads.wbe.rate': 1 } } } },
    'comparisons.all: workloads.wbe.rate: workloads: expected web or legacy, got "wbe" (did you mean "web"?)',
  ],
  [
    'seeds that are none',
    { variants, comparisons: { all: { ...all, seeds: 'many' } } },
    `small: comparisons.all.seeds: expected seeds such as '1..10' or '1,2,5', got "many"`,
  ],
];

for (const [why, change, message] of wrong) {
  test(`refused: ${why}`, () => {
    assert.throws(
      () => parseScenario({ ...smallScenario, ...change }, 'small'),
      (error: unknown) => error instanceof BadInput && check(error.message, message),
    );
  });
}

test('refused: a variant that nobody knows, and changes that do not go with one', () => {
  assert.throws(
    () => choose(['envoi']),
    (error: Error) =>
      check(error.message, '--variant: expected envoy, page-at-once or both, got "envoi" (did you mean "envoy"?)'),
  );
  assert.throws(
    () => choose(['envoy'], 'cluster.proxy.policy.failures=2'),
    (error: Error) => check(error.message.slice(-'(with --variant envoy)'.length), '(with --variant envoy)'),
  );
  assert.throws(
    () => chosenScenario(smallScenario, { variants: ['envoy'], changes: [] }, 'small'),
    (error: Error) => check(error.message, '--variant: expected a scenario with variants, got "envoy"'),
  );
});

test.run();

function check(message: string, begins: string): true {
  assert.is(message.slice(0, begins.length), begins);
  return true;
}
