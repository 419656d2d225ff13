import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OriginFigures } from '../../scenario/origin-result.ts';
import type { Result } from '../../scenario/result.ts';
import { outage } from '../fixture.case.ts';
import { percent } from '../format.ts';
import { fiveNumbers, numbersMarkup } from './five-numbers.ts';

const told = (result: Result): [name: string, value: string, tone: string | undefined][] =>
  fiveNumbers(result).map(({ name, value, tone }) => [name, value, tone]);

test('with a fault: how bad, for how many, what was lost, how soon somebody acted, how long it lasted', () => {
  const numbers = told(outage);
  assert.is(numbers.length, 5);
  assert.equal(numbers[0], ['p99 of healthy keys', '1.48 s', 'bad']);
  assert.is(fiveNumbers(outage)[0]!.beside, 'legacy; 2,508x the control’s 590 µs');
  assert.equal(
    numbers.map(([name]) => name),
    ['p99 of healthy keys', 'Failed in the fault', 'Goodput lost', 'Ejected after', 'Recovered after'],
  );
});

test('with an origin: pages that failed, and its load where nobody acted', () => {
  const incident = { ...outage.incident, origin: {} as OriginFigures };
  const [, failed] = fiveNumbers({ ...outage, incident });
  const inFault = outage.incident.workloads.map(({ phases }) => phases.find(({ phase }) => phase === 'fault')!.pages);
  const share = inFault.reduce((n, each) => n + each.failed, 0) / inFault.reduce((n, { count }) => n + count, 0);
  assert.equal([failed!.name, failed!.value, failed!.tone], ['Pages failed in the fault', percent(share), 'bad']);
  assert.is(failed!.beside, 'of pages; control 0 %');

  const failover = { ...outage.failover, ejections: 0, peakOriginLoad: 2.94 };
  assert.equal(told({ ...outage, incident, failover })[3], ['Load of the origin', '2.94x', undefined]);
  assert.is(told({ ...outage, incident, failover: { ...failover, ejections: 1 } })[3]![0], 'Ejected after');
});

test('a cluster that is not well at the end says so', () => {
  const { beside } = fiveNumbers({ ...outage, failover: { ...outage.failover, timeToRecover: 'never' } })[4]!;
  assert.is(beside, 'the run ends below the SLO');
});

test('without a fault: how fast and how well it served', () => {
  const calm: Result = {
    ...outage,
    incident: outage.control!,
    scenario: { ...outage.scenario, timeline: [] },
  };
  assert.equal(
    told(calm).map(([name]) => name),
    ['p99 of healthy keys', 'Failed', 'Goodput', 'Availability', 'Load achieved'],
  );
});

test('a run without workloads, control or samples still has five, and no NaN', () => {
  const empty: Result = {
    ...outage,
    control: null,
    incident: { ...outage.incident, workloads: [] },
    failover: { ...outage.failover, goodputLoss: null, answersLost: null, timeToEject: null, timeToRecover: null },
  };
  const numbers = fiveNumbers(empty);
  assert.is(numbers.length, 5);
  assert.not.match(numbersMarkup(numbers).text, /NaN|undefined|null/);
  assert.equal(
    numbers.slice(0, 3).map(({ value }) => value),
    ['n/a', 'n/a', 'n/a'],
  );
});

test.run();
