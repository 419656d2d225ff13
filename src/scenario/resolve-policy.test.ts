import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { smallScenario } from './fixture.case.ts';
import { applyOverrides } from './override.ts';
import { POLICY_NAMES } from './policy-schema.ts';
import { resolvePolicy } from './resolve-policy.ts';
import { parseScenario } from './schema.ts';

function timeoutAfter(...set: string[]): number {
  const bare = ['cluster.proxy.policy={"name":"none"}', ...set];
  const { cluster } = parseScenario(applyOverrides(smallScenario, bare), 'small');
  const seat = { backends: 12, rng: createRng('seed', 'policy') };
  return resolvePolicy(cluster.proxy.policy!, seat).timeout;
}

test('every policy is there by its name alone', () => {
  const usual = new Map<string, number>([
    ['none', Infinity],
    ['consecutive-eject', 400 * MILLISECOND],
    // As twemproxy comes.
    ['twemproxy', Infinity],
  ]);
  for (const name of POLICY_NAMES) {
    assert.is(timeoutAfter(`cluster.proxy.policy.name=${name}`), usual.get(name) ?? SECOND, name);
    assert.is(timeoutAfter(`cluster.proxy.policy=${name}`), usual.get(name) ?? SECOND, `${name}, shorthand`);
  }
});

test('options are set one by one', () => {
  for (const set of [
    ['name=consecutive-eject', 'retry=1s', 'failures=1'],
    ['name=tko-probe', 'probe=1s', 'probeGrowth=2', 'probeJitter={"from":0,"to":1}', 'ejectedPercentMax=0'],
    ['name=latency-outlier', 'window=1s', 'times=1.5', 'floor=0ms', 'windows=1', 'ejected=1s', 'jitter=0s'],
    ['name=success-rate', 'rate=1', 'window=1s', 'requests=1', 'dead=1s', 'deadMax=2s'],
  ]) {
    const paths = [...set, 'timeout=7ms'].map((each) => `cluster.proxy.policy.${each}`);
    assert.is(timeoutAfter(...paths), 7 * MILLISECOND);
  }
});

test('presets have no options', () => {
  assert.throws(
    () => timeoutAfter('cluster.proxy.policy.name=envoy', 'cluster.proxy.policy.timeout=1s'),
    /cluster\.proxy\.policy: expected name, got the unknown key "timeout"/,
  );
});

test.run();
