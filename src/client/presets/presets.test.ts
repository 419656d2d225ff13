import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { property, type Draws } from '../../protocol/collect.case.ts';
import type { Asked } from '../../proxy/scripted-server.case.ts';
import { MILLISECOND, SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';
import { ClientRig, serve, signIn } from '../rig.case.ts';
import { presets } from './index.ts';

const credentials = { user: 'user', password: 'secret' };
const all: readonly (readonly [name: string, options: ClientOptions])[] = Object.entries(presets);

test('all presets: served in 4 round trips, and then in 1', () => {
  for (const [name, options] of all) {
    const rig = new ClientRig(options, { servers: 6, credentials, latency: MILLISECOND });
    const session = rig.session();
    const first = rig.get(session);
    rig.until(20);
    const second = rig.get(session);
    rig.pass();
    assert.equal([first.end, second.end, rig.context.counters.connections.tried], ['hit@8', 'hit@22', 1], name);
  }
});

test('all presets: when an operation ends at last, whatever the servers do', () => {
  const rows: readonly [why: string, fail: (rig: ClientRig) => void, ends: Record<string, string | RegExp>][] = [
    [
      'nobody listens',
      (rig) => rig.servers.forEach(({ listener }) => listener.close()),
      {
        'memjs-legacy': 'refused@1200',
        disciplined: /^refused@[\d.]+$/,
        django: 'refused@0',
        pooled: 'refused@0',
        'django-persistent': 'refused@0',
        'npm-memcached': 'refused@100000',
        pymemcache: 'refused@0',
        pylibmc: 'refused@0',
        dalli: 'refused@0',
      },
    ],
    [
      'SYNs vanish',
      (rig) => rig.servers.forEach((_, i) => rig.blackhole(i)),
      {
        'memjs-legacy': 'connect-timeout@7200',
        disciplined: /^connect-timeout@1[\d.]+$/,
        django: 'connect-timeout@1500',
        pooled: 'connect-timeout@1000',
        'django-persistent': 'connect-timeout@1500',
        'npm-memcached': 'connect-timeout@130000',
        // Its machine's own patience.
        pymemcache: 'connect-timeout@127000',
        pylibmc: 'connect-timeout@5000',
        dalli: 'connect-timeout@1000',
      },
    ],
    [
      'silence from the start',
      (rig) => rig.servers.forEach((server) => (server.script = () => undefined)),
      {
        'memjs-legacy': 'auth-timeout@7200',
        disciplined: /^auth-timeout@1[\d.]+$/,
        django: 'auth-timeout@1500',
        pooled: 'auth-timeout@1000',
        'django-persistent': 'auth-timeout@1500',
        'npm-memcached': 'auth-timeout@130000',
        pymemcache: 'auth-timeout@3600000',
        pylibmc: 'auth-timeout@5000',
        dalli: 'auth-timeout@1000',
      },
    ],
    [
      'silence after the sign-in',
      (rig) => rig.servers.forEach((server) => (server.script = signIn)),
      {
        'memjs-legacy': 'timeout@7200',
        disciplined: /^timeout@1[\d.]+$/,
        django: 'timeout@1500',
        pooled: 'timeout@1000',
        'django-persistent': 'timeout@1500',
        'npm-memcached': 'timeout@5000',
        pymemcache: 'timeout@3600000',
        pylibmc: 'timeout@5000',
        // As long as nobody stops it.
        dalli: 'null@-1',
      },
    ],
  ];
  for (const [why, fail, ends] of rows) {
    for (const [name, options] of all) {
      const rig = new ClientRig(options, { servers: 6, credentials });
      fail(rig);
      const ticket = rig.get(rig.session());
      rig.pass(3700 * SECOND);
      const expected = ends[name];
      if (expected instanceof RegExp) assert.match(ticket.end, expected, `${why}: ${name}`);
      else assert.is(ticket.end, expected, `${why}: ${name}`);
    }
  }
});

/** Answers, is late, is silent, resets, ends, turns down or talks nonsense, as it comes. */
function moody(rig: () => ClientRig, draws: Draws): (asked: Asked) => void {
  const wrongs = 1 + draws.below(10);
  return (asked) => {
    const { clock } = rig().world;
    const mood = draws.below(10 * wrongs);
    if (mood === 0) asked.by.socket.reset();
    else if (mood === 1) asked.by.socket.end();
    else if (mood === 2) asked.by.say('nonsense');
    else if (mood === 3) asked.by.reply(asked, asked.name === 'auth' ? 0x20 : 0x86);
    else if (mood === 4) return;
    else clock.at(clock.now() + draws.below(3) * draws.below(400) * MILLISECOND, { fire: () => serve(asked) });
  };
}

test('all presets: each operation ends, once, with servers of any mood, and then all is well again', () => {
  property('client/moody', 80, (draws) => {
    const [name, options] = draws.pick(all);
    const rig: ClientRig = new ClientRig(options, {
      servers: 1 + draws.below(6),
      credentials: draws.below(2) === 0 ? credentials : null,
      latency: draws.below(2) * MILLISECOND,
      seed: draws.seed,
      script: (asked) => mood(asked),
      listen: draws.below(3) === 0 ? { maxConnections: 3 } : {},
    });
    let mood = moody(() => rig, draws);
    const sessions = Array.from({ length: 1 + draws.below(3) }, () => rig.session(draws.below(6)));
    const tickets = Array.from({ length: 150 }, (_, i) => {
      rig.pass(draws.below(3) * draws.below(100) * MILLISECOND);
      const session = draws.pick(sessions);
      return draws.below(4) === 0 ? rig.set(session, 100, i) : rig.get(session, i);
    });
    rig.pass(20 * SECOND);
    mood = serve;
    // An hour for who waits for ever; whoever asks until he is answered, is.
    rig.pass(3700 * SECOND);
    const open = tickets.filter(({ outcome }) => outcome === null).length;
    assert.is(open, 0, `${name}: ${open} never ended`);
    assert.not(
      tickets.some(({ outcome }) => outcome === 'wrong-answer'),
      `${name}: an answer went to another request`,
    );
    const { requests, replies } = rig.context.counters;
    assert.ok(replies <= requests, `${name}: ${replies} replies to ${requests} requests`);

    for (const session of sessions) session.close();
    // Longer than any server is left alone.
    rig.pass(120 * SECOND);
    const after = sessions.map((session) => rig.get(session));
    rig.pass(20 * SECOND);
    assert.ok(
      after.every(({ outcome }) => outcome === 'hit'),
      `${name}: ${after.map(({ end }) => end).join()}`,
    );
  });
});

test.run();
