import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BadInput } from '../scenario/errors.ts';
import { smallScenario } from '../scenario/fixture.case.ts';
import { applyOverrides } from '../scenario/override.ts';
import { parseScenario } from '../scenario/schema.ts';
import { readSeeds, seedsText } from './seeds.ts';
import { allCombinations, arrivalsOf, oneAtATime, type Alternative } from './variation.ts';

const value = (name: string): Alternative => ({
  name,
  says: `says ${name}`,
  changes: [{ path: name[0]!, value: name, where: name }],
});
const axes = [
  [value('a1'), value('a2'), value('a3')],
  [value('b1'), value('b2')],
];
const shown = (all: readonly Alternative[]): string[] =>
  all.map(({ name, changes }) => `${name}: ${changes.map((change) => change.where).join('+')}`);

test('all combinations, the last axis fastest', () => {
  assert.equal(shown(allCombinations(axes)), [
    'a1 b1: a1+b1',
    'a1 b2: a1+b2',
    'a2 b1: a2+b1',
    'a2 b2: a2+b2',
    'a3 b1: a3+b1',
    'a3 b2: a3+b2',
  ]);
});

test('one at a time: named by what is otherwise, the rest as in the first', () => {
  assert.equal(shown(oneAtATime(axes)), ['a1 b1: a1+b1', 'a2: a2+b1', 'a3: a3+b1', 'b2: a1+b2']);
});

test('one axis: both are the same', () => {
  assert.equal(shown(allCombinations(axes.slice(0, 1))), shown(oneAtATime(axes.slice(0, 1))));
  assert.is(allCombinations(axes)[5]!.says, 'says a3; says b2');
});

const same: readonly [set: string, isSame: boolean, why: string][] = [
  ['workloads.web.client.attempts=1', true, 'how clients try is their own affair'],
  ['cluster.proxy.policy=none', true, 'customers do not know of policies'],
  ['timeline.0.factor=2', true, 'faults are no arrivals'],
  ['slo.p99=1s', true, 'nor is what is expected'],
  ['workloads.web.rate=99', false, 'another rate'],
  ['workloads.web.clients=9', false, 'others ask'],
  ['workloads.legacy.keys.skew=1', false, 'other keys'],
  ['load=null', false, 'another load'],
  ['phases.end=21s', false, 'more of them'],
  ['window=5s', false, 'the same, but in other windows'],
];

for (const [set, isSame, why] of same) {
  test(`arrivals: ${why}`, () => {
    const changed = parseScenario(applyOverrides(smallScenario, [set]), 'small');
    assert.is(arrivalsOf(changed) === arrivalsOf(smallScenario), isSame, set);
  });
}

test('seeds: a range, a list', () => {
  assert.equal(readSeeds('1..4', '--seeds'), ['1', '2', '3', '4']);
  assert.equal(readSeeds('7..7', '--seeds'), ['7']);
  assert.equal(readSeeds('5, 1,outage', '--seeds'), ['5', '1', 'outage']);
  for (const text of ['1..4', '7', '1,2', '2,1,3', '01,02,03', '-1,0,1', '9999999998,9999999999,10000000000']) {
    assert.is(seedsText(readSeeds(text, '--seeds')), text);
  }
  assert.is(seedsText(readSeeds('1,2,3', '--seeds')), '1..3');
});

const wrong: readonly [text: string, message: string][] = [
  ['4..1', '--seeds: expected a range whose end is not below 4, got "4..1"'],
  ['1..1001', '--seeds: expected at most 1000 seeds, got "1..1001"'],
  ['1,,2', '--seeds: expected a range such as 1..20 or a list such as 1,2,5, got "1,,2"'],
  ['1...2', '--seeds: expected a range such as 1..20 or a list such as 1,2,5, got "1...2"'],
  ['1,2,1', '--seeds: expected each seed once, got 1 twice'],
];

for (const [text, message] of wrong) {
  test(`refused: ${text}`, () => {
    assert.throws(
      () => readSeeds(text, '--seeds'),
      (error: unknown) => {
        assert.is((error as Error).message, message);
        return error instanceof BadInput;
      },
    );
  });
}

test.run();
