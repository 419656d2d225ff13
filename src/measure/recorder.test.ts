import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OUTCOMES, Outcome, isAnswered } from './outcome.ts';
import { checkPhases, phaseIndexAt } from './phase.ts';
import { property } from './property.case.ts';
import { Recorder } from './recorder.ts';

const PHASES = [
  { name: 'baseline', from: 0, to: 100 },
  { name: 'fault', from: 100, to: 300 },
  { name: 'recovery', from: 300, to: 400 },
];

test('an operation belongs to the phase of its intended send time', () => {
  const expected: [t: number, phase: number][] = [
    [-5, 0],
    [0, 0],
    [99, 0],
    [100, 1],
    [299, 1],
    [300, 2],
    [400, 2],
    [9999, 2],
  ];
  for (const [t, phase] of expected) assert.is(phaseIndexAt(PHASES, t), phase, `t ${t}`);
});

test('phases leave no gaps', () => {
  const [first, , last] = PHASES;
  assert.ok(first && last);
  assert.throws(() => checkPhases([first, last]), /recovery: expected it to start at 100 ns, got 300 ns/);
  assert.throws(() => checkPhases([{ name: 'x', from: 5, to: 5 }]), /x: expected an end after 5 ns/);
  assert.throws(() => checkPhases([]), /at least one/);
});

test('what was observed is found under its phase, key class, window and outcome', () => {
  const recorder = new Recorder({ phases: PHASES, window: 100 });
  const workload = recorder.workload('persistent', { deadline: 50 });
  workload.observe(10, 5, Outcome.hit, false, 0);
  workload.observe(90, 20, Outcome.miss, false, 0);
  workload.observe(150, 80, Outcome.hit, true, 0);
  workload.observe(150, 50, Outcome.stored, true, 1);
  workload.observe(160, 60, Outcome.timeout, true, 1);
  workload.observe(400, 300, Outcome.unfinished, false, 1);

  const baseline = workload.cell(0, 'healthy');
  assert.equal([baseline.count, baseline.goodput, baseline.answered.max], [2, 2, 20]);
  const late = workload.cell(0, 'faulty');
  assert.equal([late.count, late.goodput, late.answered.max], [1, 0, 80], 'an answer after the deadline is no goodput');
  const fault = workload.phase(1);
  assert.equal([fault.count, fault.answered.count, fault.failed.count, fault.goodput], [3, 1, 2, 1]);
  assert.is(fault.all().max, 300);
  assert.equal(fault.outcomeList(), [
    { outcome: 'stored', count: 1 },
    { outcome: 'timeout', count: 1 },
    { outcome: 'unfinished', count: 1 },
  ]);
  assert.is(workload.phase(2).count, 0);

  const healthy = workload.series('healthy');
  assert.equal(healthy.answered, [2, 0, 0, 0]);
  assert.equal(healthy.failed, [0, 0, 0, 1], 'the end of the run belongs to its last window');
  assert.equal(healthy.hits, [1, 0, 0, 0]);
  assert.equal(healthy.misses, [1, 0, 0, 0]);
  const faulty = workload.series('faulty');
  assert.equal(faulty.answered, [0, 2, 0, 0]);
  assert.equal(faulty.goodput, [0, 1, 0, 0]);
  assert.equal(faulty.outcomes, [
    { outcome: 'hit', values: [0, 1, 0, 0] },
    { outcome: 'stored', values: [0, 1, 0, 0] },
    { outcome: 'timeout', values: [0, 1, 0, 0] },
  ]);
  assert.is(faulty.latency[1]?.max, 80);
});

test('workloads are found again, and listed in order', () => {
  const recorder = new Recorder({ phases: PHASES });
  const first = recorder.workload('z', { deadline: 7 });
  recorder.workload('a');
  assert.is(recorder.workload('z'), first);
  assert.is(first.deadline, 7);
  assert.equal(
    recorder.workloads().map(({ name }) => name),
    ['z', 'a'],
  );
});

test('a phase that is not there is an error', () => {
  const workload = new Recorder({ phases: PHASES }).workload('w');
  assert.throws(() => workload.observe(1, 1, Outcome.hit, true, 3), /0\.\.2, got 3/);
  assert.throws(() => workload.cell(-1, 'healthy'), /0\.\.2, got -1/);
});

test('phases and series count the same operations', () => {
  property('recorder', 20, (draws) => {
    const workload = new Recorder({ phases: PHASES, window: 7 }).workload('w', { deadline: 100 });
    let n = 0;
    let answers = 0;
    for (let t = 0; t <= 400; t += draws.below(3)) {
      const outcome = Outcome[OUTCOMES[draws.below(OUTCOMES.length)]!];
      workload.observe(t, draws.below(200), outcome, draws.below(4) === 0, draws.below(3));
      n++;
      if (isAnswered(outcome)) answers++;
    }
    const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
    const phases = PHASES.map((_, i) => workload.phase(i));
    const series = [workload.series('healthy'), workload.series('faulty')];
    assert.is(sum(phases.map(({ count }) => count)), n);
    assert.is(sum(phases.map(({ answered }) => answered.count)), answers);
    assert.is(sum(series.map(({ answered, failed }) => sum(answered) + sum(failed))), n);
    assert.is(sum(series.map(({ latency }) => sum(latency.map(({ count }) => count)))), answers);
    assert.is(sum(series.map(({ goodput }) => sum(goodput))), sum(phases.map(({ goodput }) => goodput)));
  });
});

test.run();
