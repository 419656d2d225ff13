import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../world/world.ts';
import type { ClientOptions } from './options.ts';
import { pooled } from './presets/pooled.ts';
import { ClientRig, serve } from './rig.case.ts';

const credentials = { user: 'user', password: 'secret' };

test('a sign-in is connect, LIST_MECHS, AUTH, then the get: four round trips instead of two', () => {
  const rows = [
    ['with credentials', credentials, ['mechs', 'auth', 'get'], [3, 5, 7], 'hit@8', 'hit@22'],
    ['without', null, ['get'], [3], 'hit@4', 'hit@22'],
  ] as const;
  for (const [why, who, names, times, first, second] of rows) {
    const rig = new ClientRig(pooled, { credentials: who, latency: MILLISECOND });
    const session = rig.session();
    const ticket = rig.get(session);
    rig.until(20);
    assert.equal(rig.server.names, names, why);
    assert.equal(
      rig.server.asked.map(({ at }) => (at - rig.start) / MILLISECOND),
      times,
      why,
    );
    assert.is(ticket.end, first, why);
    const again = rig.get(session);
    rig.pass();
    assert.is(again.end, second, `${why}: once connected, one round trip`);
    assert.equal([rig.context.counters.connections.tried, rig.server.connections.length], [1, 1], why);
  }
});

test('warmed up, the first operation waits for nothing', () => {
  const rig = new ClientRig(pooled, { credentials, latency: MILLISECOND });
  const session = rig.session();
  session.warm();
  rig.until(20);
  assert.equal(rig.server.names, ['mechs', 'auth']);
  const ticket = rig.get(session);
  rig.pass();
  assert.equal([ticket.end, rig.context.counters.connections.tried], ['hit@22', 1]);
});

test('what is begun during the handshake is sent after it, in order', () => {
  const rig = new ClientRig(pooled, { credentials, latency: MILLISECOND });
  const session = rig.session();
  const tickets = Array.from({ length: 40 }, (_, i) => rig.get(session, i));
  rig.at(3, () => tickets.push(rig.get(session, 40)));
  rig.at(5, () => tickets.push(rig.get(session, 41)));
  rig.pass();
  assert.equal(
    rig.server.asked.slice(2).map(({ key }) => key),
    tickets.map((_, i) => `key:${i}`),
  );
  assert.equal(new Set(tickets.map(({ end }) => end)), new Set(['hit@8']));
});

test('who gave up during the handshake is not sent', () => {
  const options: ClientOptions = { ...pooled, timeout: 5 * MILLISECOND };
  const rig = new ClientRig(options, { credentials, latency: MILLISECOND });
  const session = rig.session();
  const early = rig.get(session, 1);
  rig.until(4);
  const late = rig.get(session, 2);
  rig.pass();
  assert.equal([early.end, late.end], ['auth-timeout@5', 'hit@8']);
  assert.equal(
    rig.server.asked.slice(2).map(({ key }) => key),
    ['key:2'],
  );
  assert.is(rig.context.counters.requests, 1);
});

test('credentials that are turned down fail all that wait, and the next operation tries anew', () => {
  let right = false;
  const rig = new ClientRig(pooled, {
    credentials,
    script(asked) {
      if (asked.name === 'auth' && !right) asked.by.reply(asked, 0x20, 'Auth failure.');
      else serve(asked);
    },
  });
  const session = rig.session();
  const tickets = [rig.get(session), rig.get(session)];
  rig.pass();
  assert.equal(
    tickets.map(({ end }) => end),
    ['auth-failed@0', 'auth-failed@0'],
  );
  assert.equal([rig.getsAt(), rig.server.connections[0]!.closed], [[], 'reset']);
  right = true;
  const again = rig.get(session);
  rig.pass();
  assert.equal([again.outcome, rig.context.counters.connections.tried], ['hit', 2]);
});

test('the timeout of an attempt covers the handshake, that of a step each of its steps', () => {
  const slow = 400;
  /** Each step takes 400 ms. */
  const script: typeof serve = (asked) => {
    const { world } = rig;
    world.clock.at(world.clock.now() + slow * MILLISECOND, { fire: () => serve(asked) });
  };
  const options = { ...pooled, timeout: 500 * MILLISECOND };
  let rig = new ClientRig({ ...options, timeoutOf: 'attempt' }, { credentials, script });
  const attempt = rig.get(rig.session());
  rig.pass(5 * SECOND);
  assert.is(attempt.end, 'auth-timeout@500');
  rig = new ClientRig({ ...options, timeoutOf: 'step' }, { credentials, script });
  const step = rig.get(rig.session());
  rig.pass(5 * SECOND);
  assert.is(step.end, `hit@${3 * slow}`);
  rig = new ClientRig({ ...options, timeout: 399 * MILLISECOND, timeoutOf: 'step' }, { credentials, script });
  const tooSlow = rig.get(rig.session());
  rig.pass(5 * SECOND);
  assert.is(tooSlow.end, 'auth-timeout@399');
});

test('a timeout is named after the step that it met', () => {
  const rows = [
    ['no answer to the SYN', null, 'connect-timeout@500'],
    ['no mechanisms', [], 'auth-timeout@500'],
    ['no answer to AUTH', ['mechs'], 'auth-timeout@500'],
    ['no value', ['mechs', 'auth'], 'timeout@500'],
  ] as const;
  for (const timeoutOf of ['attempt', 'step'] as const) {
    for (const [why, answered, end] of rows) {
      const script: typeof serve = (asked) => {
        if (answered?.some((name) => name === asked.name)) serve(asked);
      };
      const rig = new ClientRig({ ...pooled, timeout: 500 * MILLISECOND, timeoutOf }, { credentials, script });
      if (answered === null) rig.blackhole(0);
      const ticket = rig.get(rig.session());
      rig.pass(5 * SECOND);
      assert.is(ticket.end, end, `${why}, timeout of ${timeoutOf}`);
    }
  }
});

test('without credentials there is no sign-in to be late', () => {
  const rig = new ClientRig(pooled, { script: () => undefined });
  const ticket = rig.get(rig.session());
  rig.pass(5 * SECOND);
  assert.equal([ticket.end, rig.server.names], ['timeout@1000', ['get']]);
});

test('a SYN that vanishes fails by itself after 127 s', () => {
  const rig = new ClientRig({ ...pooled, timeout: 200 * SECOND });
  rig.blackhole(0);
  const ticket = rig.get(rig.session());
  rig.pass(300 * SECOND);
  assert.is(ticket.end, 'connect-timeout@127000');
});

test.run();
