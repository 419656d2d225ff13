import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Asked } from '../proxy/scripted-server.case.ts';
import { MILLISECOND, SECOND, type ListenOptions } from '../world/world.ts';
import type { CheckReport } from './check.ts';
import { FINDING_CODES } from './findings.ts';
import { ALICE, CheckRig, HANG_UP, SERVER, WellMannered, type Manners, type Replies } from './rig.case.ts';

const answering =
  (status: number, value = '') =>
  (asked: Asked): void =>
    asked.by.reply(asked, status, value);
const silent = (): void => undefined;
const resetting = ({ by }: Asked): void => by.socket.reset();

function line({ steps, finding, notes }: CheckReport): string {
  const took = steps.map(({ name, outcome }) => (outcome === 'ok' ? name : `${name}:${outcome}`)).join(' ');
  return [took, finding?.code ?? 'fine', ...notes.map(({ code }) => code)].join(' | ');
}

const BEFORE_SET = 'connect version mechanisms authentication';
const scripted: readonly [why: string, replies: Replies, credential: typeof ALICE | null, expected: string][] = [
  ['all is well', {}, ALICE, `${BEFORE_SET} set get delete | fine`],
  ['nobody signs in, and nobody has to', {}, null, 'connect version mechanisms set get delete | fine'],
  ['no SASL, and none wanted', { mechs: answering(0x81) }, null, 'connect version mechanisms set get delete | fine'],
  ['no SASL', { mechs: answering(0x81) }, ALICE, 'connect version mechanisms:failed | no-sasl'],
  [
    'a sign-in is demanded',
    {
      set: (asked) => {
        asked.by.reply(asked, 0x20, 'Auth failure.');
        asked.by.socket.end();
      },
    },
    null,
    'connect version mechanisms set:failed | sign-in-required',
  ],
  [
    'turned down',
    { auth: answering(0x20) },
    ALICE,
    'connect version mechanisms authentication:failed | wrong-credentials',
  ],
  [
    'other mechanisms',
    { mechs: answering(0, 'CRAM-MD5 GSSAPI') },
    ALICE,
    'connect version mechanisms:failed | no-plain',
  ],
  ['PLAIN is a word', { mechs: answering(0, 'NOT-PLAIN') }, ALICE, 'connect version mechanisms:failed | no-plain'],
  ['in small letters', { mechs: answering(0, 'plain') }, ALICE, `${BEFORE_SET} set get delete | fine`],
  ['PLAIN refused', { auth: answering(4) }, ALICE, 'connect version mechanisms authentication:failed | no-plain'],
  [
    'more steps than PLAIN has',
    { auth: answering(0x21) },
    ALICE,
    'connect version mechanisms authentication:failed | sign-in-failed',
  ],
  [
    'authentication is busy',
    { auth: silent },
    ALICE,
    'connect version mechanisms authentication:failed | sign-in-silent',
  ],
  ['hangs up on a sign-in', { auth: resetting }, ALICE, 'connect version mechanisms authentication:failed | hung-up'],
  [
    'a cache as full as its plan allows',
    { auth: ({ by }) => by.say('ERROR Too many open connections\r\n') },
    ALICE,
    'connect version mechanisms authentication:failed | full',
  ],
  ['read-only', { set: answering(0x20), get: answering(1) }, ALICE, `${BEFORE_SET} set:noted get | fine | read-only`],
  [
    'revoked at once',
    { set: answering(0x20), get: answering(0x20) },
    ALICE,
    `${BEFORE_SET} set:noted get:failed | sign-in-forgotten`,
  ],
  ['no backend', { set: answering(0x86) }, ALICE, `${BEFORE_SET} set:failed | no-backend`],
  ['no memory', { set: answering(0x82) }, null, 'connect version mechanisms set:failed | out-of-memory'],
  ['no room', { set: answering(3) }, null, 'connect version mechanisms set:failed | too-large'],
  ['a status of its own', { set: answering(0x77) }, null, 'connect version mechanisms set:failed | wrong-status'],
  ['evicted at once', { set: answering(0) }, null, 'connect version mechanisms set get:failed delete:noted | lost'],
  [
    "another's value",
    { get: answering(0, 'not mine') },
    null,
    'connect version mechanisms set get:failed delete | other-value',
  ],
  ['silence after the set', { get: silent }, null, 'connect version mechanisms set get:failed | silent'],
  [
    'flushed in between',
    { delete: answering(1) },
    null,
    'connect version mechanisms set get delete:noted | fine | gone-already',
  ],
  [
    'does not delete',
    { delete: answering(0x84) },
    null,
    'connect version mechanisms set get delete:failed | no-backend',
  ],
  [
    'no version',
    { version: answering(0x81) },
    null,
    'connect version:noted mechanisms set get delete | fine | no-version',
  ],
  [
    'the reply to another question',
    { mechs: (asked) => asked.by.reply({ ...asked, name: 'version' }, 0, '1.6.18') },
    null,
    'connect version mechanisms:failed | wrong-reply',
  ],
  [
    'a reply to the same question, asked by another',
    { mechs: (asked) => asked.by.reply({ ...asked, opaque: asked.opaque + 1 }, 0, 'PLAIN') },
    null,
    'connect version mechanisms:failed | wrong-reply',
  ],
  [
    'a reply too many',
    {
      version: (asked) => {
        asked.by.reply(asked, 0, '1.6.18');
        asked.by.reply(asked, 0, '1.6.18');
      },
    },
    null,
    'connect version mechanisms:failed | wrong-reply',
  ],
];

for (const [why, replies, credential, expected] of scripted) {
  test(`a memcached: ${why}`, () => {
    const rig = new CheckRig();
    const server = rig.scripted(new WellMannered(replies).script);
    assert.is(line(rig.check({ credential })), expected);
    const [connection, ...more] = server.connections;
    assert.equal(more, [], 'one connection');
    assert.ok(connection?.closed, 'which is closed');
  });
}

const TLS_ALERT = '\x15\x03\x03\x00\x02\x02\x28';
const onlyTo =
  (question: string, answer: string) =>
  (heard: Buffer): string | null =>
    heard.toString('latin1').startsWith(question) ? answer : HANG_UP;
const strangers: readonly [why: string, manners: Manners, listen: Partial<ListenOptions>, expected: string][] = [
  ['the server is full', {}, { maxConnections: 0 }, 'full'],
  ['a web server that answers to anything', { answer: () => 'HTTP/1.1 400 Bad Request\r\n' }, {}, 'http'],
  ['a web server that waits for a line', { answer: onlyToLines('HTTP/1.1 400 Bad Request\r\n') }, {}, 'http'],
  ['a TLS server that answers with an alert', { answer: () => TLS_ALERT }, {}, 'tls'],
  ['a TLS server that hangs up on all but TLS', { answer: onlyTo('\x16\x03\x01', TLS_ALERT) }, {}, 'tls'],
  ['an SSH server', { greeting: 'SSH-2.0-OpenSSH_9.6\r\n' }, {}, 'other-service'],
  ['a Redis', { answer: onlyToLines("-ERR unknown command 'version'\r\n") }, {}, 'other-service'],
  ['a memcached that speaks text only', { answer: onlyToLines('VERSION 1.6.18\r\n') }, {}, 'text-only'],
  ['an answer in text', { answer: () => 'ERROR\r\n' }, {}, 'text-only'],
  ['memcached -Y', { answer: onlyToLines('CLIENT_ERROR unauthenticated\r\n') }, {}, 'text-sign-in'],
  ['nonsense in text', { answer: () => 'hello\r\n' }, {}, 'not-memcached'],
  ['nonsense without an end', { answer: () => 'x' }, {}, 'not-memcached'],
  ['nonsense that begins well', { answer: () => '\x81\x0b\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00' }, {}, 'silent'],
  ['an impossible length', { answer: () => `\x81\x0b\xff\xff${'\x00'.repeat(20)}` }, {}, 'not-memcached'],
  ['silence', {}, {}, 'silent'],
  ['hangs up on everybody', { answer: () => HANG_UP }, {}, 'hung-up'],
];

function onlyToLines(answer: string) {
  return (heard: Buffer): string | null => (heard.includes('\n') ? answer : null);
}

for (const [why, manners, listen, expected] of strangers) {
  test(`who answers: ${why}`, () => {
    const rig = new CheckRig();
    rig.raw(manners, listen);
    assert.is(line(rig.check({ credential: ALICE })), `connect version:failed | ${expected}`);
  });
}

test('who cannot be connected to', () => {
  assert.is(line(new CheckRig().check()), 'connect:failed | refused');
  const rig = new CheckRig();
  rig.scripted(new WellMannered().script);
  rig.link(0, 'drop');
  const { steps, ...report } = rig.check({ timeout: 300 * MILLISECOND });
  assert.is(line({ steps, ...report }), 'connect:failed | connect-timeout');
  assert.is(steps[0]!.time, 300 * MILLISECOND);
  assert.match(report.finding!.says, 'server did not answer the connect within 300 ms');
});

test('each step has its time, and its own limit', () => {
  const rig = new CheckRig();
  rig.link(10 * MILLISECOND);
  const wait = ({ by, ...asked }: Asked): void => {
    rig.world.clock.at(rig.world.clock.now() + 400 * MILLISECOND, { fire: () => by.reply({ by, ...asked }, 0) });
  };
  rig.scripted(new WellMannered({ auth: wait, delete: wait }).script);
  const report = rig.check({ credential: ALICE, timeout: 500 * MILLISECOND });
  assert.is(line(report), `${BEFORE_SET} set get delete | fine | slow | slow`);
  assert.equal(
    report.steps.map(({ time }) => Math.round(time / MILLISECOND)),
    [20, 20, 20, 420, 20, 20, 420],
  );
  assert.match(report.notes[0]!.says, /^authentication took 420 ms, 21 times as long as the connect/);
});

test('a connect that needed a second SYN is told', () => {
  const rig = new CheckRig();
  rig.link(600 * MILLISECOND);
  rig.scripted(new WellMannered().script);
  assert.is(line(rig.check()), 'connect version mechanisms set get delete | fine | slow-connect');
});

test('the key is its own, random, and short-lived; nothing is left behind', () => {
  const keys = new Set<string>();
  for (const node of ['check-1', 'check-2']) {
    const rig = new CheckRig();
    const server = new WellMannered({ set: (asked, wellMannered) => (keys.add(asked.key), wellMannered.serve(asked)) });
    rig.scripted(server.script);
    assert.is(rig.check({ node }).finding, null);
    assert.is(server.items.size, 0);
  }
  assert.is(keys.size, 2);
  for (const key of keys) assert.match(key, /^brownout-check:[0-9a-f]{32}$/);
});

test('no sentence shows a password; each is whole', () => {
  const seen = new Set<string>();
  const look = (report: CheckReport): void => {
    assert.not(JSON.stringify(report).includes(ALICE.password));
    if (report.finding === null) return;
    const { code, says, advice } = report.finding;
    seen.add(code);
    for (const half of [says, advice]) assert.match(half, /^[^\s.].*[^\s.:]$/, code);
  };
  for (const [, replies] of scripted) {
    for (const credential of [ALICE, null]) {
      const rig = new CheckRig();
      rig.scripted(new WellMannered(replies).script);
      look(rig.check({ credential }));
    }
  }
  for (const [, manners, listen] of strangers) {
    const rig = new CheckRig();
    rig.raw(manners, listen);
    look(rig.check({ credential: ALICE }));
  }
  look(new CheckRig().check());
  // The others need a real machine.
  const elsewhere = ['unknown-host', 'connect-timeout', 'connect-lost', 'no-resources'];
  assert.equal(
    FINDING_CODES.filter((code) => !seen.has(code) && !elsewhere.includes(code)),
    [],
  );
});

test('a server may be called by another name', () => {
  const report = new CheckRig().check({ address: SERVER, shownAddress: 'cache.example:11211' });
  assert.is(report.address, 'cache.example:11211');
  assert.match(report.finding!.says, 'nobody listens on cache.example:11211');
});

test('seconds and milliseconds', () => {
  const rig = new CheckRig();
  rig.raw({});
  const { finding, steps } = rig.check({ timeout: 1.5 * SECOND });
  assert.match(finding!.says, 'does not answer version within 1.5 s');
  assert.is(steps[1]!.time, 1.5 * SECOND);
});

test.run();
