import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OutcomeName } from '../measure/outcome.ts';
import type { Asked, Script } from '../proxy/scripted-server.case.ts';
import { MILLISECOND } from '../world/world.ts';
import { pooled } from './presets/pooled.ts';
import { ClientRig, serve, valueOf } from './rig.case.ts';

const credentials = { user: 'user', password: 'secret' };
const status =
  (code: number): Script =>
  (asked) =>
    asked.by.reply(asked, code, 'text');
const value =
  (bytes: Buffer): Script =>
  (asked) =>
    asked.by.reply(asked, 0, bytes);

test('what a reply to a get means', () => {
  const rows: readonly [why: string, script: Script, outcome: OutcomeName][] = [
    ['a value', serve, 'hit'],
    ['its number and nothing else', value(valueOf('key:7', 4)), 'hit'],
    ['a value too short for a number', value(Buffer.from('abc')), 'hit'],
    ['an empty value', value(Buffer.alloc(0)), 'hit'],
    ['the value of another key', value(valueOf('key:8')), 'wrong-answer'],
    ['a number that differs in its first byte', value(Buffer.from([1, 0, 0, 7])), 'wrong-answer'],
    ['not found', status(0x01), 'miss'],
    ['not authenticated after all', status(0x20), 'server-error'],
    ['unknown command', status(0x81), 'server-error'],
    ['out of memory', status(0x82), 'server-error'],
    ['a proxy without its backend', status(0x86), 'server-error'],
    ['a reply to another request', (asked) => asked.by.reply({ ...asked, opaque: 99 }, 0), 'protocol-error'],
    ['the text protocol', (asked) => asked.by.say('END\r\n'), 'protocol-error'],
    ['no protocol', (asked) => asked.by.say('\0\0\0\0'), 'protocol-error'],
    ['a reset', (asked) => asked.by.socket.reset(), 'reset'],
    ['an end in peace', (asked) => asked.by.socket.end(), 'reset'],
  ];
  for (const [why, script, outcome] of rows) {
    const rig = new ClientRig(pooled, { script });
    const ticket = rig.get(rig.session());
    rig.pass();
    assert.is(ticket.end, `${outcome}@0`, why);
  }
});

test('what a reply to a set means', () => {
  const rows: readonly [why: string, code: number, outcome: OutcomeName][] = [
    ['stored', 0x00, 'stored'],
    ['nothing to replace', 0x01, 'declined'],
    ['another cas', 0x02, 'declined'],
    ['not stored', 0x05, 'declined'],
    ['too large', 0x03, 'server-error'],
    ['invalid', 0x04, 'server-error'],
    ['out of memory', 0x82, 'server-error'],
  ];
  for (const [why, code, outcome] of rows) {
    const rig = new ClientRig(pooled, { script: status(code) });
    const ticket = rig.set(rig.session(), 100);
    rig.pass();
    assert.is(ticket.outcome, outcome, why);
  }
});

test('a set is as long as it says, and its value begins with the stamp of its key', () => {
  for (const bytes of [0, 3, 4, 100, 100_000]) {
    const heard: Buffer[] = [];
    const rig = new ClientRig(pooled);
    const { server } = rig;
    const accept = server.accept.bind(server);
    server.accept = (socket) => {
      const handler = accept(socket);
      const onData = handler.onData.bind(handler);
      handler.onData = (buf, start, end) => {
        const consumed = onData(buf, start, end);
        heard.push(Buffer.from(buf.subarray(start, consumed)));
        return consumed;
      };
      return handler;
    };
    const ticket = rig.set(rig.session(), bytes, 0x01020304);
    rig.pass();
    assert.is(ticket.outcome, 'stored');
    const body = Buffer.concat(heard).subarray(24 + 8 + 'key:16909060'.length);
    assert.is(body.length, bytes);
    // Of the lower 24 bits, six at a time.
    if (bytes >= 4) assert.equal([...body.subarray(0, 4)], [0o100, 0o140, 0o114, 0o104]);
  }
});

test('no connection, for one reason or another', () => {
  const rows: readonly [why: string, rig: () => ClientRig, end: string][] = [
    [
      'nobody listens',
      () => {
        const rig = new ClientRig(pooled);
        rig.server.listener.close();
        return rig;
      },
      'refused@0',
    ],
    [
      'SYNs vanish',
      () => {
        const rig = new ClientRig(pooled);
        rig.blackhole(0);
        return rig;
      },
      'connect-timeout@1000',
    ],
    [
      'accepted only to be told so',
      () => new ClientRig(pooled, { listen: { maxConnections: 0 } }),
      'too-many-connections@0',
    ],
    [
      'the same, during the handshake',
      () => new ClientRig(pooled, { listen: { maxConnections: 0 }, credentials }),
      'too-many-connections@0',
    ],
    ['told so letter by letter', () => letterByLetter('ERROR Too many open connections\r\n'), 'too-many-connections@1'],
    ['letter by letter, something else', () => letterByLetter('EHLO'), 'protocol-error@1'],
    [
      'no descriptor left',
      () => {
        const rig = new ClientRig(pooled);
        rig.world.machine({ name: 'small', fileLimit: 0 }).place('client');
        return rig;
      },
      'no-resources@0',
    ],
    [
      'no local port left',
      () => {
        const rig = new ClientRig(pooled);
        rig.world.machine({ name: 'small', ephemeralPorts: 0 }).place('client');
        return rig;
      },
      'no-resources@0',
    ],
  ];
  for (const [why, make, end] of rows) {
    const rig = make();
    const ticket = rig.get(rig.session());
    rig.pass();
    assert.is(ticket.end, end, why);
  }
});

/** A letter a millisecond. */
function letterByLetter(text: string): ClientRig {
  const rig: ClientRig = new ClientRig(pooled, {
    script: (asked) => [...text].forEach((letter, i) => rig.at(i, () => asked.by.say(letter))),
  });
  return rig;
}

test('descriptors come back with the connections that held them', () => {
  const rig = new ClientRig(pooled);
  rig.world.machine({ name: 'small', fileLimit: 3 }).place('client');
  const sessions = Array.from({ length: 5 }, () => rig.session());
  const tickets = sessions.map((session) => rig.get(session));
  rig.pass();
  const outcomes = tickets.map(({ outcome }) => outcome);
  assert.equal(outcomes, ['hit', 'hit', 'hit', 'no-resources', 'no-resources']);
  sessions[0]!.close();
  rig.pass();
  const again = rig.get(sessions[4]!);
  rig.pass();
  assert.is(again.outcome, 'hit');
});

test('a connection that ends in the middle of a reply fails all that was on it', () => {
  const rig = new ClientRig(pooled, {
    script(asked: Asked) {
      if (asked.key === 'key:1') return serve(asked);
      asked.by.say('\x81\0\0\0\x04\0\0\0\0\0\0\x0c');
      asked.by.socket.end();
    },
  });
  const session = rig.session();
  const tickets = [1, 2, 3].map((key) => rig.get(session, key));
  rig.pass();
  assert.equal(
    tickets.map(({ outcome }) => outcome),
    ['hit', 'reset', 'reset'],
  );
});

test('an idle connection that the server closes is replaced by the next operation', () => {
  for (const by of ['end', 'reset'] as const) {
    const rig = new ClientRig(pooled);
    const session = rig.session();
    const first = rig.get(session);
    rig.until(100);
    rig.server.connections[0]!.socket[by]();
    rig.until(200);
    assert.is(rig.server.connections[0]!.closed, by === 'end' ? 'closed' : 'reset', 'nothing is asked on it any more');
    assert.is(rig.context.counters.connections.tried, 1, 'not before it is needed');
    const next = rig.get(session);
    rig.pass();
    assert.equal([first.outcome, next.outcome, rig.context.counters.connections.tried], ['hit', 'hit', 2], by);
  }
});

test('closed by the session, the server sees it go in peace', () => {
  for (const ms of [0, 1, 3, 100]) {
    const rig = new ClientRig(pooled, { credentials, latency: MILLISECOND });
    const session = rig.session();
    session.warm();
    rig.until(ms);
    session.close();
    rig.pass();
    const closes = rig.server.connections.map(({ closed }) => closed);
    assert.ok(
      closes.every((why) => why === (ms === 100 || ms === 3 ? 'closed' : 'reset')),
      `${ms} ms: ${closes.join()}`,
    );
    const next = rig.get(session);
    rig.pass();
    assert.is(next.outcome, 'hit', 'and it may be used again');
  }
});

test.run();
