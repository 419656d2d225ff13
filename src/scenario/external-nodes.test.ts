import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withoutPasswords } from './external-nodes.ts';
import { smallScenario } from './fixture.case.ts';
import { checkWorld } from './live-only.ts';
import { applyOverrides } from './override.ts';
import { parseScenario } from './schema.ts';

const HERE = '"external":"127.0.0.1:11211"';
const SECRET = 'Correct horse';

const wrong: readonly [why: string, sets: readonly string[], message: string][] = [
  [
    'no such node',
    [`cluster.nodes={"backend-5":{${HERE}}}`],
    'cluster.nodes: expected a proxy or backend of this cluster (proxy-1, proxy-2, proxy-3, proxy-4, backend-1, backend-2, backend-3 or backend-4), got "backend-5" (did you mean "backend-1"?)',
  ],
  [
    'another host',
    ['cluster.nodes={"backend-3":{"external":"10.0.0.1:11211"}}'],
    'cluster.nodes.backend-3.external: expected host:port on loopback, such as \'127.0.0.1:11211\', got "10.0.0.1:11211"',
  ],
  [
    'a port that none can have',
    ['cluster.nodes={"backend-3":{"external":"127.0.0.1:70000"}}'],
    'cluster.nodes.backend-3.external: expected host:port on loopback, such as \'127.0.0.1:11211\', got "127.0.0.1:70000"',
  ],
  [
    'no password',
    [`cluster.nodes={"backend-3":{${HERE},"user":"alice"}}`],
    'cluster.nodes.backend-3: expected user and password, or neither, got one of them',
  ],
  [
    'a password is not shown, not even a wrong one',
    [`cluster.nodes={"backend-3":{${HERE},"user":"alice","password":123456}}`],
    'cluster.nodes.backend-3.password: expected text, got something else',
  ],
  [
    'a fault that needs the process',
    [`cluster.nodes={"backend-2":{${HERE}}}`],
    'timeline.0.nodes.1: expected no external node (backend-2), for its process is not in our hands, got "backend-2"',
  ],
  [
    'by a pattern, too',
    [`cluster.nodes={"backend-3":{${HERE}}}`, 'timeline.0={"at":"0s","do":"crash","nodes":["backend-*"]}'],
    'timeline.0.nodes.0: expected no external node (backend-3), for its process is not in our hands, got "backend-*"',
  ],
  [
    "another's links",
    [
      `cluster.nodes={"proxy-1":{${HERE}}}`,
      'timeline=[{"at":"0s","do":"down","link":{"from":"proxy-*","to":"backend-1"}}]',
    ],
    'timeline.0.link.from: expected no external node (proxy-1), for its links to backends are not ours, got "proxy-*"',
  ],
  [
    'a partition along them',
    [
      `cluster.nodes={"proxy-1":{${HERE}}}`,
      'timeline=[{"at":"0s","do":"partition","from":"backend-1","to":"proxy-*"}]',
    ],
    'timeline.0.partition: expected no external node (proxy-1), for its links to backends are not ours, got "proxy-1"',
  ],
  [
    "another's CPU",
    [`cluster.nodes={"backend-3":{${HERE}}}`, 'timeline.0={"at":"0s","for":"1s","do":"stall","nodes":["backend-3"]}'],
    'timeline.0.nodes.0: expected no external node (backend-3), for its process is not in our hands, got "backend-3"',
  ],
  [
    "another's ring",
    [`cluster.nodes={"proxy-1":{${HERE}}}`, 'timeline=[{"at":"0s","do":"eject","backends":["backend-1"]}]'],
    'timeline.0.proxies.0: expected no external node (proxy-1), for its ring is not in our hands, got "proxy-*"',
  ],
  [
    'caches are kept apart by our own nodes only',
    [
      `cluster.nodes={"backend-3":{${HERE}}}`,
      'cluster.caches={"shop":{"credentials":{"alice":{}}}}',
      'workloads.web.credential=shop/alice',
      'workloads.legacy.credential=shop/alice',
    ],
    'cluster.nodes: expected none, for only our own nodes keep caches (cluster.caches) apart, got "backend-3"',
  ],
  [
    'a library that cannot sign in',
    [
      `cluster.nodes={"proxy-1":{${HERE},"user":"alice","password":"${SECRET}"}}`,
      'cluster.proxy.authentication=null',
      'timeline=[]',
      'workloads.web.driver=memcached',
    ],
    'workloads.web.driver: expected a library that can sign in (memjs), for proxy-1 asks for it, got "memcached"',
  ],
];

for (const [why, sets, message] of wrong) {
  test(`refused: ${why}`, () => {
    let said = 'nothing';
    try {
      parseScenario(applyOverrides(smallScenario, sets), 'file.json');
    } catch (error) {
      said = error instanceof Error ? error.message : String(error);
    }
    assert.is(said, `file.json: ${message}`);
  });
}

const external = parseScenario(
  applyOverrides(smallScenario, [
    `cluster.nodes={"backend-3":{${HERE},"user":"alice","password":"${SECRET}"},"backend-4":{${HERE}}}`,
    'timeline.2={"at":"1s","do":"toxic","link":{"from":"proxy-*","to":"backend-3"},"type":"latency"}',
  ]),
  'external',
);

test('a link of ours to an external backend may be disturbed', () => {
  assert.is(Object.keys(external.cluster.nodes!).length, 2);
});

test('virtual time is refused', () => {
  assert.throws(
    () => checkWorld(external, 'virtual', 'external'),
    (error: Error) =>
      error.message ===
      'external: cluster.nodes.backend-3.external: expected --world live, for virtual time has no other processes, got "127.0.0.1:11211"',
  );
  checkWorld(external, 'live', 'external');
});

test('what is shown has no password, and is still the scenario', () => {
  const shown = withoutPasswords(external);
  assert.not.match(JSON.stringify(shown), SECRET);
  assert.is(shown.cluster.nodes!['backend-3']!.user, 'alice');
  assert.is(external.cluster.nodes!['backend-3']!.password, SECRET, 'the original keeps it');
  assert.equal(parseScenario(JSON.parse(JSON.stringify(shown)), 'shown').title, external.title);
  assert.is(withoutPasswords(smallScenario), smallScenario);
});

test.run();
