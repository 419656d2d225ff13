/**
 * What jitter on the clients' side does to `september-outage`: on the delay of memjs-legacy's retries, and on the time for
 * which it leaves a proxy alone. The storm beats: clients that are marked out together come back together, a minute and a
 * half from wave to wave. Between the waves proxies and slow backends get through what has piled up. Jitter on the dead
 * time takes these pauses away, and that makes the outage worse for everybody; jitter on the retry delay changes nothing.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe, healthy, outageWith, results } from './outage.case.ts';
import type { Result } from './scenario/result.ts';

const SEEDS = ['1'] as const;
/** Windows of ten seconds. */
const [BEAT_FROM, BEAT_TO] = [6, 11] as const;

/** New connections at all proxies, per window, from the tip of the storm until the backends are taken out. */
function storm({ incident, phases, failover }: Result): number[] {
  const { proxies } = incident;
  const { window } = proxies[0]!;
  const start = phases[0]!.from;
  const tip = typeof failover.tip === 'number' ? failover.tip : NaN;
  const [from, to] = [tip, phases.at(-1)!.from].map((at) => Math.floor((at - start) / window));
  return proxies[0]!.newConnections
    .map((_, i) => proxies.reduce((sum, { newConnections }) => sum + newConnections[i]!, 0))
    .slice(from, to);
}

/** New connections per window before the fault. */
function usual({ incident: { proxies }, phases }: Result): number {
  const { window } = proxies[0]!;
  const [from, to] = [phases[1]!.from, phases[1]!.to].map((at) => Math.floor((at - phases[0]!.from) / window));
  const all = proxies.flatMap(({ newConnections }) => newConnections.slice(from, to));
  return all.reduce((a, b) => a + b, 0) / (to! - from!);
}

/** How much the storm is like itself 60 to 110 s before. */
function beat(series: readonly number[]): number {
  const mean = series.reduce((a, b) => a + b, 0) / series.length;
  const off = series.map((value) => value - mean);
  const own = off.reduce((sum, each) => sum + each * each, 0);
  const lags = Array.from({ length: BEAT_TO - BEAT_FROM + 1 }, (_, i) => BEAT_FROM + i);
  return Math.max(...lags.map((lag) => off.reduce((sum, each, i) => sum + each * (off[i - lag] ?? 0), 0) / own));
}

interface Storm {
  readonly seed: string;
  readonly beat: number;
  /** Share of its windows with less than one and a half times the usual new connections. */
  readonly calm: number;
  /** Of what per-request clients ask for on healthy keys during the fault. */
  readonly failed: number;
}

function stormOf(result: Result, what: string): Storm {
  const series = storm(result);
  const calm = series.filter((value) => value < 1.5 * usual(result)).length / series.length;
  const failed = healthy(result, 'per-request', 'fault').failedShare;
  const one = { seed: result.seed, beat: beat(series), calm, failed };
  console.log(`${describe(what, result)}; beat ${one.beat.toFixed(2)}, calm ${(100 * calm).toFixed(0)} % of the storm`);
  return one;
}

async function storms(what: string, ...assignments: string[]): Promise<Storm[]> {
  const scenario = outageWith(...assignments);
  const all = await results(SEEDS.map((seed) => ({ scenario, seed })));
  return all.map((result) => stormOf(result, what));
}

/** As it is; by the first test. */
let plain: readonly Storm[] = [];

test('as it is: the storm beats, and is calm for a good part of the time', async () => {
  plain = await storms('no jitter');
  for (const { seed, beat, calm } of plain) {
    assert.ok(beat > 0.4, `seed ${seed}: expected a beat of over 0.4, got ${beat}`);
    assert.ok(calm > 0.2, `seed ${seed}: expected over a fifth of the windows to be calm, got ${calm}`);
  }
});

test('jitter on the retry delay changes nothing of it', async () => {
  const all = await storms('retry jitter', 'workloads.legacy.client.retryJitter=1');
  all.forEach(({ seed, beat, calm, failed }, i) => {
    assert.ok(beat > 0.4 && calm > 0.2, `seed ${seed}: expected beat and calm as before, got ${beat}, ${calm}`);
    const times = failed / plain[i]!.failed;
    assert.ok(times > 0.7 && times < 1.4, `seed ${seed}: expected about as many failures, got ${times} times as many`);
  });
});

test('jitter on the dead time takes beat and calm away, and per-request clients fail far more often', async () => {
  const all = await storms('dead jitter', 'workloads.legacy.client.deadJitter=1');
  all.forEach(({ seed, beat, calm, failed }, i) => {
    assert.ok(beat < plain[i]!.beat - 0.2, `seed ${seed}: expected a weaker beat than ${plain[i]!.beat}, got ${beat}`);
    assert.ok(
      calm < plain[i]!.calm / 2,
      `seed ${seed}: expected less than half of ${plain[i]!.calm} calm, got ${calm}`,
    );
    const times = failed / plain[i]!.failed;
    assert.ok(times > 1.3, `seed ${seed}: expected over 1.3 times the failures, got ${times} times`);
  });
});

test.run();
