/**
 * The two rhythms of memjs-legacy, and what jitter makes of them: all that fails at one time is tried again 200 ms later
 * at one time, and who is marked at one time is tried again a minute later.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../world/world.ts';
import type { ClientOptions } from './options.ts';
import { memjsLegacy } from './presets/memjs-legacy.ts';
import { ClientRig, serve, signIn } from './rig.case.ts';

const SEED = 'beat';

/** Connections in the fullest 10 ms, when a server with 200 clients loses all of its connections at one time. */
function spike(options: Partial<ClientOptions>): { readonly peak: number; readonly atMs: number } {
  const rig = new ClientRig({ ...memjsLegacy, ...options }, { seed: SEED, script: signIn });
  for (let i = 0; i < 200; i++) rig.get(rig.session());
  rig.until(100);
  const before = [...rig.server.connections];
  const names = rig.server.names.length;
  for (const { socket } of before) socket.reset();
  rig.server.script = serve;
  rig.pass();
  // Nothing is in a client's way: a get is heard when its connection stands.
  const heard = rig.server.asked.slice(names).map(({ at }) => Math.floor((at - rig.start) / (10 * MILLISECOND)));
  assert.is(heard.length, 200, `seed ${SEED}: all try again`);
  const counts = new Map<number, number>();
  for (const bin of heard) counts.set(bin, (counts.get(bin) ?? 0) + 1);
  const [bin, peak] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  return { peak, atMs: bin * 10 };
}

test('the spike: 200 clients lose their connections, and are back in one moment 200 ms later', () => {
  assert.equal(spike({}), { peak: 200, atMs: 300 });
});

test('jitter on the retry delay spreads them over 400 ms', () => {
  const { peak } = spike({ retryJitter: 1 });
  assert.ok(peak < 20, `seed ${SEED}: expected less than a tenth of them in any 10 ms, got ${peak} of 200`);
});

test('jitter on the dead time does nothing about the spike', () => {
  assert.equal(spike({ deadJitter: 1 }), { peak: 200, atMs: 300 });
});

const CLIENTS = 60;
const SECONDS = 320;
/** Keys of a backend that is silent: behind whichever server. */
const BAD = 6;

/** New connections per second at six servers, all of which lead to the backend that is silent. */
function beat(options: Partial<ClientOptions>): number[] {
  const rig = new ClientRig(
    { ...memjsLegacy, ...options },
    { seed: SEED, servers: 6, script: (asked) => (asked.key === `key:${BAD}` ? undefined : serve(asked)) },
  );
  const rng = rig.world.rng('arrivals');
  const { clock } = rig.world;
  for (let i = 0; i < CLIENTS; i++) {
    const session = rig.session(i % 6);
    const next = {
      fire: () => {
        rig.get(session, 1 + rng.below(BAD));
        // Two a second.
        clock.at(clock.now() + Math.round(SECOND * rng.uniform()), next);
      },
    };
    clock.at(clock.now() + Math.round(SECOND * rng.uniform()), next);
  }
  const { connections } = rig.context.counters;
  let before = 0;
  return Array.from({ length: SECONDS }, (_, second) => {
    rig.until((second + 1) * 1000);
    const opened = connections.tried - before;
    before = connections.tried;
    return opened;
  });
}

/** Of the series with itself so many seconds later, -1..1. */
function autocorrelation(series: readonly number[], lag: number): number {
  const mean = series.reduce((a, b) => a + b, 0) / series.length;
  let [shared, own] = [0, 0];
  series.forEach((value, i) => {
    own += (value - mean) ** 2;
    if (i >= lag) shared += (value - mean) * (series[i - lag]! - mean);
  });
  return shared / own;
}

/** The lag between half a minute and 100 s at which the series is most like itself, and how much. */
function strongest(series: readonly number[]): { readonly lag: number; readonly likeness: number } {
  const lags = Array.from({ length: 71 }, (_, i) => 30 + i);
  return lags
    .map((lag) => ({ lag, likeness: autocorrelation(series, lag) }))
    .reduce((a, b) => (b.likeness > a.likeness ? b : a));
}

test('the beat: a wave of connections each minute or little more', () => {
  const { lag, likeness } = strongest(beat({}));
  assert.ok(lag >= 60 && lag <= 70, `seed ${SEED}: expected a beat of 60..70 s, got ${lag} s`);
  assert.ok(likeness > 0.5, `seed ${SEED}: expected it to be like itself by over 0.5, got ${likeness}`);
});

test('jitter on the retry delay leaves the beat as it is', () => {
  const { lag, likeness } = strongest(beat({ retryJitter: 1 }));
  assert.ok(lag >= 60 && lag <= 70 && likeness > 0.5, `seed ${SEED}: got ${likeness} at ${lag} s`);
});

test('jitter on the dead time blurs it', () => {
  const { lag, likeness } = strongest(beat({ deadJitter: 1 }));
  assert.ok(likeness < 0.2, `seed ${SEED}: expected nothing to recur by more than 0.2, got ${likeness} at ${lag} s`);
});

test.run();
