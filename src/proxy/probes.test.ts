import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { TKO_PROBE } from './policies/presets.ts';
import { tkoProbe } from './policies/tko-probe.ts';
import { Rig, sinceMs } from './rig.case.ts';

/** Without jitter and with a short first wait: probes 2, 3 and 4 s after each other. */
const OPTIONS = {
  ...TKO_PROBE,
  probe: 2 * SECOND,
  probeMax: 4 * SECOND,
  probeJitter: { from: 0, to: 0 },
};

function rigWith(): Rig {
  return new Rig({ backends: 3, policy: (seat) => tkoProbe(OPTIONS, seat) });
}

function get(rig: Rig, key: string): void {
  const asker = rig.asker();
  rig.pass(MILLISECOND - 1);
  asker.ask('get', { key });
  rig.pass(MILLISECOND);
}

function ejections(rig: Rig, start: number): string[] {
  return rig.proxy.ejections.map(({ at, until, by }) => {
    const [from, to] = sinceMs(start, until === null ? [at] : [at, until]);
    return `${from}-${to ?? ''} by ${by}`;
  });
}

test('who refuses is out at once, and back with the first probe that is answered', () => {
  const rig = rigWith();
  const key = rig.keyOn(1);
  rig.backends[1]!.crash();
  const start = rig.now;
  get(rig, key);
  assert.equal(ejections(rig, start), ['1- by policy']);
  const { routed, replied, backendFailures } = rig.proxy.counters;
  rig.pass(6 * SECOND);
  assert.equal(ejections(rig, start), ['1- by policy'], 'probes at 2 and 5 s failed');
  rig.backends[1]!.start();
  rig.world.run(start + 9 * SECOND + MILLISECOND - 1);
  assert.equal(ejections(rig, start), ['1- by policy'], 'live or not: nobody asks before the probe');
  rig.pass(MILLISECOND);
  assert.equal(ejections(rig, start), ['1-9001 by policy']);
  assert.equal(
    [rig.proxy.counters.routed, rig.proxy.counters.replied, rig.proxy.counters.backendFailures],
    [routed, replied, backendFailures],
    'probes are nobody’s requests',
  );
});

test('one in flight: a probe that is not answered is waited for, and is not counted as waiting', () => {
  const rig = rigWith();
  const key = rig.keyOn(1);
  rig.world.cpu('backend-2').stall(Infinity);
  for (let i = 0; i < 3; i++) {
    get(rig, key);
    rig.pass(SECOND);
  }
  const [ejection] = rig.proxy.ejections;
  assert.is(ejection?.until, null);
  rig.world.run(ejection!.at + 2 * SECOND + 500 * MILLISECOND);
  assert.is(rig.proxy.waiting, 0);
  // Silence until 3 s, and 3 s more to the next: which is answered.
  rig.world.run(ejection!.at + 5 * SECOND);
  rig.world.cpu('backend-2').resume();
  rig.world.run(ejection!.at + 6 * SECOND - 1);
  assert.is(ejection!.until, null);
  rig.pass(MILLISECOND);
  assert.is(ejection!.until, ejection!.at + 6 * SECOND);
});

test('who is ejected by hand is not probed back', () => {
  const rig = rigWith();
  rig.backends[1]!.crash();
  const start = rig.now;
  get(rig, rig.keyOn(1));
  rig.proxy.eject(1, 'engineer');
  rig.backends[1]!.start();
  rig.pass(60 * SECOND);
  assert.equal(ejections(rig, start), ['1-2 by policy', '2- by engineer']);
  rig.proxy.readmit(1);
  rig.backends[1]!.crash();
  get(rig, rig.keyOn(1));
  assert.is(rig.proxy.ejections.length, 3, 'readmitted by hand it is judged again');
});

test('a crash ends probing; a proxy that hangs probes nobody', () => {
  const rig = rigWith();
  rig.backends[1]!.crash();
  const start = rig.now;
  get(rig, rig.keyOn(1));
  rig.proxy.hang();
  rig.backends[1]!.start();
  rig.pass(10 * SECOND);
  assert.equal(ejections(rig, start), ['1- by policy']);
  rig.proxy.recover();
  rig.pass(2 * SECOND);
  assert.ok(rig.proxy.ejections[0]!.until !== null);
  rig.backends[1]!.crash();
  get(rig, rig.keyOn(1));
  rig.proxy.crash();
  const { authenticationRequests } = rig.proxy.counters;
  rig.pass(60 * SECOND);
  assert.is(rig.proxy.ejections.length, 2);
  assert.is(rig.proxy.counters.authenticationRequests, authenticationRequests);
});

test.run();
