import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { smallScenario } from './fixture.case.ts';
import { BadInput } from './errors.ts';
import { applyOverrides } from './override.ts';
import { parseScenario, scenarioSchema } from './schema.ts';
import { oneOf } from './words.ts';

const set = (...assignments: string[]) => parseScenario(applyOverrides(smallScenario, assignments), 'small');

test('numbers, text, lists and objects', () => {
  const changed = set(
    'cluster.machines=6',
    'timeline.0.factor=2.5',
    'timeline.0.nodes=["backend-6"]',
    'phases.end=1m',
    'cluster.proxy.authentication.skipClosed=true',
    'workloads.web.page={"operations":5,"order":"pipelined"}',
  );
  assert.is(changed.cluster.machines, 6);
  assert.is(changed.phases.end, '1m');
  assert.is(changed.cluster.proxy.authentication?.skipClosed, true);
  assert.equal(changed.workloads['web']?.page, { operations: 5, order: 'pipelined' });
  assert.equal(changed.timeline[0], { at: '0s', for: '10s', do: 'slow', nodes: ['backend-6'], factor: 2.5 });
});

test('an optional part that is not there yet', () => {
  assert.is(set('cluster.cores=4').cluster.cores, 4);
  assert.is(set('cluster.proxy.policy=null', 'cluster.proxy.policy.name=none').cluster.proxy.policy?.name, 'none');
});

test('a name stands for a policy or a client', () => {
  assert.equal(set('cluster.proxy.policy=none').cluster.proxy.policy, { name: 'none' });
  assert.equal(set('workloads.legacy.client=disciplined').workloads['legacy']?.client, { preset: 'disciplined' });
});

test('null removes; indices stay valid until all is applied', () => {
  const changed = set('timeline.0=null', 'timeline.3.at=11s', 'load=null');
  assert.equal(
    changed.timeline.map((entry) => `${entry.at} ${entry.do}`),
    ['2s toxic', '5s note', '11s eject'],
  );
  assert.is(changed.load, undefined);
});

test('the scenario itself stays as it was', () => {
  const before = JSON.stringify(smallScenario);
  set('timeline.0=null', 'cluster.machines=6');
  assert.is(JSON.stringify(smallScenario), before);
});

const wrong: readonly [assignment: string, message: string][] = [
  ['cluster.machines', '--set: expected path=value, got "cluster.machines"'],
  ['cluster.machines=', '--set: expected path=value, got "cluster.machines="'],
  ['=5', '--set: expected path=value, got "=5"'],
  ['cluster..machines=5', '--set: expected path=value, got "cluster..machines=5"'],
  ['timeline.4.at=0s', '--set timeline.4.at: timeline: expected an index, 0 to 3, got "4"'],
  ['timeline.first.at=0s', '--set timeline.first.at: timeline: expected an index, 0 to 3, got "first"'],
  ['title.x=1', '--set title.x: title: expected a list or an object, got "Two of four backends become slow"'],
  [
    'workloads.wbe.rate=5',
    '--set workloads.wbe.rate: workloads: expected web or legacy, got "wbe" (did you mean "web"?)',
  ],
  ['__proto__.x=1', '--set __proto__.x: the scenario: expected a key of a scenario, got "__proto__"'],
  [
    'clutser.machines=5',
    `small: expected ${oneOf(Object.keys(scenarioSchema.shape))}, got the unknown key "clutser" (did you mean "cluster"?)`,
  ],
];

test('a path that leads nowhere', () => {
  for (const [assignment, message] of wrong) {
    assert.throws(
      () => set(assignment),
      (error: unknown) => error instanceof BadInput && error.message === message,
      message,
    );
  }
});

test('only plain data can be changed', () => {
  assert.throws(() => applyOverrides({ title: () => '' }, []), /^scenario: expected plain data/);
});

test.run();
