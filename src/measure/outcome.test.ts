import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OUTCOMES, Outcome, isAnswered, isFailure, outcomeList } from './outcome.ts';

test('names are in the order of their numbers: results depend on it', () => {
  assert.equal(
    OUTCOMES.map((name) => Outcome[name]),
    OUTCOMES.map((_, i) => i),
  );
});

test('every outcome is either an answer or a failure', () => {
  const answers = OUTCOMES.filter((name) => isAnswered(Outcome[name]));
  assert.equal(answers, ['hit', 'miss', 'stored', 'declined', 'done']);
  for (const name of OUTCOMES) assert.is(isFailure(Outcome[name]), !answers.includes(name));
});

test('lists name what occurred, in order', () => {
  const counts = OUTCOMES.map(() => 0);
  counts[Outcome.unfinished] = 2;
  counts[Outcome.hit] = 5;
  assert.equal(outcomeList(counts), [
    { outcome: 'hit', count: 5 },
    { outcome: 'unfinished', count: 2 },
  ]);
});

test.run();
