import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Expectation, Scenario } from './define.ts';
import { smallScenario } from './fixture.case.ts';
import { assembleResult, type JudgeInput } from './judge.ts';
import type { Result } from './result.ts';
import { runScenario } from './run.ts';

const run = (role: 'incident' | 'control') =>
  runScenario({ scenario: smallScenario, seed: 'judge', world: 'virtual', role });
const incident = await run('incident');
const control = await run('control');
const environment = {
  node: 'v20',
  platform: 'test',
  wallSeconds: 1,
  cpuSeconds: 1,
  peakMemoryBytes: 1,
  finishedAt: '2026-01-01T00:00:00Z',
};

function judge(expectations: Omit<Expectation, 'says'>[], changes: Partial<JudgeInput> = {}): Result {
  const scenario: Scenario = {
    ...smallScenario,
    expectations: expectations.map((each) => ({ says: 'so it is', ...each })),
  };
  const given = { scenario, id: 'small', brownout: '0', seed: 'judge', world: 'virtual' as const, environment };
  return assembleResult({ ...given, incident, control, ...changes });
}

const HELD = { metric: 'incident.totals.operations', above: 1 };
const BROKEN = { metric: 'incident.totals.operations', below: 1 };
const OF_CONTROL = { metric: 'incident.totals.operations', above: 0.5, of: 'control.totals.operations' };
/** Legacy sends too little for a p99. */
const UNKNOWN = { metric: 'incident.legacy.baseline.all.p99', above: 0 };

const verdicts: [why: string, verdict: Result['verdict']['name'], Result][] = [
  ['all held', 'passed', judge([HELD, OF_CONTROL])],
  ['one did not', 'failed', judge([HELD, BROKEN])],
  ['one cannot be told, though all was there to tell it by', 'failed', judge([HELD, UNKNOWN])],
  ['without a control, what needs one is not held against the run', 'passed', judge([OF_CONTROL], { control: null })],
  ['what needs none is', 'failed', judge([OF_CONTROL, BROKEN], { control: null })],
  ['a live run may have too few samples', 'passed', judge([UNKNOWN], { world: 'live', control: null })],
  ['a compressed one is another scenario', 'inconclusive', judge([BROKEN], { world: 'live', compress: 20 })],
  ['so is a scaled one', 'inconclusive', judge([BROKEN], { world: 'live', incident: { ...incident, scaled: true } })],
  ['an aborted one', 'aborted', judge([BROKEN], { incident: { ...incident, aborted: true } })],
];

for (const [why, verdict, result] of verdicts) {
  test(`verdict: ${why}`, () => assert.is(result.verdict.name, verdict, result.verdict.reasons.join('; ')));
}

test('a reason says what was expected and what came', () => {
  assert.match(judge([BROKEN]).verdict.reasons.join(), /^so it is: expected < 1, got \d+$/);
  assert.match(judge([UNKNOWN]).verdict.reasons.join(), /^so it is: expected > 0, got n\/a$/);
});

test('metrics are sorted, and name the same of both runs', () => {
  const paths = judge([]).metrics.map(([path]) => path);
  assert.equal(paths, [...paths].sort());
  const of = (run: string): string[] =>
    paths.filter((path) => path.startsWith(run)).map((path) => path.slice(run.length));
  assert.equal(of('incident.'), of('control.'));
  assert.ok(paths.includes('incident.web.fault.healthy.p99'));
});

test('the herd of connections is told of both runs, each by its own baseline', () => {
  const metrics = new Map(judge([]).metrics);
  assert.is(metrics.get('incident.connectionHerd'), metrics.get('failover.connectionHerd'));
  assert.ok(Number(metrics.get('control.connectionHerd')) <= Number(metrics.get('incident.connectionHerd')));
});

test.run();
