import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkAdmission } from './admission-check.ts';
import type { ProxySpec, Scenario } from './define.ts';
import { smallScenario } from './fixture.case.ts';
import { resolveAdmission } from './resolve-admission.ts';
import { runScenario } from './run.ts';
import { parseScenario } from './schema.ts';

/** Busy, and nothing goes wrong. */
const steadyState: Scenario = {
  ...smallScenario,
  workloads: { web: { ...smallScenario.workloads['web']!, rate: 4000 } },
  timeline: [],
};

function withProxy(proxy: ProxySpec): Scenario {
  return { ...steadyState, cluster: { ...steadyState.cluster, proxy: { ...steadyState.cluster.proxy, ...proxy } } };
}

const complaintOf = (proxy: ProxySpec): string => {
  try {
    checkAdmission(withProxy(proxy), 'it');
    return '';
  } catch (error) {
    return String(error);
  }
};

test('what does not fit', () => {
  const rows: readonly [why: string, proxy: ProxySpec, complaint: RegExp][] = [
    ['nothing is said', {}, /^$/],
    ['all that there is', { replicas: 3, choice: 'p2c', hedge: {}, admission: { codel: {}, gradient: {} } }, /^$/],
    ['a hedge alone helps nobody, and may be tried', { hedge: {} }, /^$/],
    ['more than there are', { replicas: 60 }, /proxy\.replicas: expected at most as many as backends .* got 60/],
    ['a choice of one', { choice: 'p2c' }, /proxy\.choice: expected 'first' .* got "p2c"/],
    [
      'a limit between nothing',
      { admission: { gradient: { min: 9, max: 8 } } },
      /max: expected at least min \(9\), got 8/,
    ],
    [
      'a beginning below all',
      { admission: { gradient: { initial: 5 } } },
      /initial: .* from min \(20\) to max \(200\), got 5/,
    ],
    ['small limits begin small', { admission: { gradient: { min: 1, max: 8 } } }, /^$/],
  ];
  for (const [why, proxy, complaint] of rows) assert.match(complaintOf(proxy), complaint, why);
});

test('the schema tells what it expected', () => {
  const rows: readonly [proxy: object, complaint: RegExp][] = [
    [{ admission: { inFlight: 0 } }, /proxy\.admission\.inFlight: expected a whole number from 1, got 0/],
    [{ admission: { codel: { target: '0s' } } }, /codel\.target: expected a duration above 0/],
    [{ hedge: { quantile: 1 } }, /hedge\.quantile: expected a number above 0/],
    [{ replicas: 1.5 }, /proxy\.replicas: expected a whole number/],
    [{ choice: 'best' }, /proxy\.choice: expected/],
    [{ authentication: { time: '1ms', cap: 0 } }, /authentication\.cap: expected a whole number from 1, got 0/],
  ];
  for (const [proxy, complaint] of rows) {
    const scenario = { ...steadyState, cluster: { ...steadyState.cluster, proxy } };
    assert.throws(() => parseScenario(scenario, 'it'), complaint);
  }
});

test('what is off is not there; defaults', () => {
  assert.equal(resolveAdmission({}), {});
  assert.equal(resolveAdmission({ replicas: 1, admission: {} }), {});
  assert.equal(resolveAdmission({ replicas: 2, admission: { inFlight: 8, codel: {} } }), {
    gate: { codel: { target: 5_000_000, interval: 100_000_000 }, gradient: null, inFlight: 8 },
    replicas: { count: 2, choice: 'first', hedge: null },
  });
  assert.is(resolveAdmission({ admission: { gradient: { max: 20, min: 2 } } }).gate!.gradient!.initial, 20);
  assert.is(resolveAdmission({ admission: { gradient: { max: 8, min: 2 } } }).gate!.gradient!.initial, 8);
});

test('a run with replicas, hedges and gates: every request is accounted for, and none is wrong', async () => {
  const { proxy } = steadyState.cluster;
  const specs: readonly ProxySpec[] = [
    { ...proxy, replicas: 2, choice: 'p2c', hedge: { quantile: 0.5, percentMax: 50 } },
    { ...proxy, admission: { inFlight: 1 } },
    { ...proxy, replicas: 3, admission: { inFlight: 2, codel: { target: '1us' }, gradient: { min: 1, max: 3 } } },
  ];
  for (const spec of specs) {
    const scenario = withProxy(spec);
    const run = { scenario, seed: 'admission', world: 'virtual', role: 'incident', compress: 10 } as const;
    const { figures, health } = await runScenario(run);
    assert.ok(health.countsAgree, `${JSON.stringify(spec)}: ${health.reasons.join('; ')}`);
    const errors = figures.workloads.flatMap(({ phases }) => phases.flatMap(({ all }) => all.errors));
    assert.equal(
      errors.filter(({ kind }) => kind !== 'server-error' && kind !== 'unfinished'),
      [],
      'to be shed is an error, and the only one that there is',
    );
    const missed = figures.backends.reduce((n, { misses }) => n + misses, 0);
    assert.is(missed, 0, 'each key is where it is looked for');
  }
});

test.run();
