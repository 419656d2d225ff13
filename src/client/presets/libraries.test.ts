/** The presets that are called after libraries: each does, to the millisecond, what its header says. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ClientRig, serve, signIn } from '../rig.case.ts';
import { presets, type PresetName } from './index.ts';

type Fault = 'refused' | 'SYNs vanish' | 'no sign-in' | 'silence';

const FAULTS: Record<Fault, (rig: ClientRig) => void> = {
  refused: (rig) => rig.server.listener.close(),
  'SYNs vanish': (rig) => rig.blackhole(0),
  'no sign-in': (rig) => (rig.server.script = () => undefined),
  silence: (rig) => (rig.server.script = signIn),
};

interface Row {
  readonly why: string;
  readonly preset: PresetName;
  readonly fault: Fault;
  /** Calls begin then, in ms. */
  readonly calls: readonly number[];
  /** How each ends. */
  readonly ends: readonly string[];
  readonly connects?: number;
  /** When the server heard of it. */
  readonly gets?: readonly number[];
  readonly marks: number;
}

const HOUR = 3_600_000;

const ROWS: readonly Row[] = [
  {
    why: 'connects after 1, 3, 9, 27 and 60 s, and then 30 s of nothing',
    preset: 'npm-memcached',
    fault: 'refused',
    calls: [0, 100_001, 129_999, 130_001],
    ends: ['refused@100000', 'no-servers@100001', 'no-servers@129999', 'refused@230001'],
    connects: 12,
    marks: 2,
  },
  {
    why: 'each of six connects has 5 s',
    preset: 'npm-memcached',
    fault: 'SYNs vanish',
    calls: [0],
    ends: ['connect-timeout@130000'],
    connects: 6,
    marks: 1,
  },
  {
    why: 'a reply that does not come is not asked for again, nor held against the server',
    preset: 'npm-memcached',
    fault: 'silence',
    calls: [0, 6000],
    ends: ['timeout@5000', 'timeout@11000'],
    connects: 2,
    gets: [0, 6000],
    marks: 0,
  },
  {
    why: 'raised at once; left alone for a second; out for a minute at the third in a row',
    preset: 'pymemcache',
    fault: 'refused',
    calls: [0, 999, 1000, 1999, 2000, 2001, 61_999, 62_000],
    ends: [
      'refused@0',
      'no-servers@999',
      'refused@1000',
      'no-servers@1999',
      'refused@2000',
      'no-servers@2001',
      'no-servers@61999',
      'refused@62000',
    ],
    connects: 4,
    marks: 1,
  },
  {
    why: 'it waits for ever: here for an hour',
    preset: 'pymemcache',
    fault: 'silence',
    calls: [0],
    ends: [`timeout@${HOUR}`],
    connects: 1,
    gets: [0],
    marks: 0,
  },
  {
    why: 'raised at once; disabled for 2 to 3 s',
    preset: 'pylibmc',
    fault: 'refused',
    calls: [0, 1999, 3001],
    ends: ['refused@0', 'no-servers@1999', 'refused@3001'],
    connects: 2,
    marks: 2,
  },
  {
    why: 'one that does not sign in is disabled as well',
    preset: 'pylibmc',
    fault: 'no sign-in',
    calls: [0, 6999, 8001],
    ends: ['auth-timeout@5000', 'no-servers@6999', 'auth-timeout@13001'],
    connects: 2,
    marks: 2,
  },
  {
    why: 'a reply that is late costs the connection, not the server',
    preset: 'pylibmc',
    fault: 'silence',
    calls: [0, 5001],
    ends: ['timeout@5000', 'timeout@10001'],
    connects: 2,
    gets: [0, 5001],
    marks: 0,
  },
  {
    why: 'the second connect that fails takes it out for 30 s',
    preset: 'dalli',
    fault: 'refused',
    calls: [0, 1, 2, 30_000, 30_001],
    ends: ['refused@0', 'refused@1', 'no-servers@2', 'no-servers@30000', 'refused@30001'],
    connects: 3,
    marks: 1,
  },
  {
    why: 'so does the second sign-in',
    preset: 'dalli',
    fault: 'no sign-in',
    calls: [0, 1000, 2001, 32_000],
    ends: ['auth-timeout@1000', 'auth-timeout@2000', 'no-servers@2001', 'auth-timeout@33000'],
    connects: 3,
    marks: 1,
  },
  {
    why: 'a connection that is lost costs a step, and the call goes to the next server',
    preset: 'django-persistent',
    fault: 'silence',
    calls: [0, 800, 31_000],
    ends: ['hit@750', 'hit@800', 'hit@31750'],
    connects: 3,
    gets: [0, 31_000],
    marks: 2,
  },
];

for (const { why, preset, fault, calls, ends, connects, gets, marks } of ROWS) {
  test(`${preset}: ${fault}: ${why}`, () => {
    const rig = new ClientRig(presets[preset], { servers: 2, credentials: { user: 'user', password: 'secret' } });
    FAULTS[fault](rig);
    const session = rig.session();
    const tickets = calls.map((ms) => {
      rig.until(ms);
      return rig.get(session);
    });
    rig.until(2 * HOUR);
    assert.equal(
      tickets.map(({ end }) => end),
      ends,
    );
    const { counters } = rig.context;
    if (connects !== undefined) assert.is(counters.connections.tried, connects, 'connections tried');
    if (gets !== undefined) assert.equal(rig.getsAt(), gets);
    assert.is(counters.marks, marks, 'marks');
  });
}

test('dalli: silence after the sign-in: it asks again each 1.1 s, over a new connection, until it is answered', () => {
  const rig = new ClientRig(presets.dalli, { credentials: { user: 'user', password: 'secret' } });
  rig.server.script = signIn;
  const ticket = rig.get(rig.session());
  rig.until(109_000);
  rig.server.script = serve;
  rig.until(200_000);
  assert.equal(
    rig.getsAt(),
    Array.from({ length: 101 }, (_, i) => i * 1100),
  );
  assert.equal(
    [ticket.end, rig.context.counters.connections.tried, rig.context.counters.marks],
    ['hit@110000', 101, 0],
  );
});

test('django: each page pays for the dead server, django-persistent does once in 30 s', () => {
  const pays = (preset: 'django' | 'django-persistent'): number => {
    const rig = new ClientRig(presets[preset], { servers: 2 });
    rig.blackhole(0);
    const kept = rig.session();
    const tickets = Array.from({ length: 60 }, (_, second) => {
      rig.until(second * 1000);
      return rig.get(preset === 'django' ? rig.session() : kept);
    });
    rig.pass();
    return tickets.filter(({ ms }, second) => ms - second * 1000 >= 750).length;
  };
  assert.equal([pays('django'), pays('django-persistent')], [60, 2]);
});

test.run();
