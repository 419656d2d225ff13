import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Result } from '../../scenario/result.ts';
import { NO_FAULT } from '../../scenario/unknown-figures.ts';
import { outage } from '../fixture.case.ts';
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

test('without a fault: how fast and how well it served', () => {
  const calm: Result = {
    ...outage,
    incident: outage.control!,
    failover: { ...outage.failover, unknown: [{ metric: 'failover.timeToRecover', why: NO_FAULT }] },
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
