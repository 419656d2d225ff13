import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { smallScenario } from './fixture.case.ts';
import { checkWorld } from './live-only.ts';
import { applyOverrides } from './override.ts';
import { parseScenario } from './schema.ts';
import { runScenario } from './run.ts';

const wrong: readonly [why: string, sets: readonly string[], message: string][] = [
  [
    'no such library',
    ['workloads.web.driver=memjz'],
    `workloads.web.driver: expected 'memjs' or 'memcached', got "memjz"`,
  ],
  [
    'it has no SASL',
    ['workloads.web.driver=memcached', 'timeline=[]'],
    'workloads.web.driver: expected a library that can sign in (memjs), for the proxies ask for it, got "memcached"',
  ],
  [
    'it would be told to ask for ever',
    ['workloads.legacy.driver=memjs', 'workloads.legacy.client=dalli'],
    'workloads.legacy.client.preset: expected one that gives up some time, where a library drives, got "dalli"',
  ],
  [
    'a key that a library would refuse',
    ['workloads.legacy.driver=memjs', 'workloads.legacy.keys.prefix="a b"'],
    'workloads.legacy.keys.prefix: expected letters, digits and _ : . / - where a library drives, got "a b"',
  ],
  [
    'a toxic where no link of ours is',
    ['workloads.web.driver=memjs'],
    'timeline.1.link.from: expected a link that is ours, for a library drives web and connects by itself, got "web"',
  ],
  [
    'by a pattern, too',
    ['workloads.web.driver=memjs', 'timeline.1={"at":"2s","do":"down","link":{"from":"w*","to":"proxy-1"}}'],
    'timeline.1.link.from: expected a link that is ours, for a library drives web and connects by itself, got "w*"',
  ],
  [
    'in a list of patterns',
    ['workloads.web.driver=memjs', 'timeline.1={"at":"2s","do":"up","link":{"from":["legacy","w*"],"to":"proxy-1"}}'],
    'timeline.1.link.from: expected a link that is ours, for a library drives web and connects by itself, got "web"',
  ],
  [
    'a partition where no link of ours is',
    [
      'workloads.web.driver=memjs',
      'timeline.1={"at":"2s","do":"partition","from":"machine-1","to":["web","backend-2"]}',
    ],
    'timeline.1.partition: expected a link that is ours, for a library drives web and connects by itself, got "web"',
  ],
];

for (const [why, sets, message] of wrong) {
  test(`refused: ${why}`, () => {
    assert.throws(
      () => parseScenario(applyOverrides(smallScenario, sets), 'file.json'),
      (error: Error) => assert.is(error.message, `file.json: ${message}`) ?? true,
    );
  });
}

test('virtual time is refused in one line; without a driver it is not', async () => {
  const scenario = parseScenario(applyOverrides(smallScenario, ['workloads.legacy.driver=memjs']), 'small');
  const message = 'workloads.legacy.driver: expected --world live, for libraries know no virtual time, got "memjs"';
  const refused = (error: Error): boolean => error.name === 'BadInput' && error.message.endsWith(message);
  assert.throws(() => checkWorld(scenario, 'virtual', 'small'), refused);
  checkWorld(scenario, 'live', 'small');
  checkWorld(smallScenario, 'virtual', 'small');
  let thrown: unknown = null;
  try {
    await runScenario({ scenario, seed: '1', world: 'virtual', role: 'incident' });
  } catch (error) {
    thrown = error;
  }
  assert.ok(thrown instanceof Error && refused(thrown), String(thrown));
});

test.run();
