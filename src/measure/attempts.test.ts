import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AttemptLog } from './attempts.ts';
import { Outcome } from './outcome.ts';

test('first and last, of what was answered and what failed, at each server', () => {
  const log = new AttemptLog();
  log.ended('any', Outcome.hit, 1);
  log.ended('proxy-10', Outcome.hit, 5);
  log.ended('proxy-2', Outcome['auth-failed'], 10);
  log.ended('proxy-2', Outcome['auth-failed'], 20);
  log.ended('proxy-2', Outcome.reset, 30);
  log.ended('proxy-2', Outcome.miss, 40);
  log.ended('proxy-2', Outcome.stored, 50);
  const [two, ten, any] = log.servers();
  assert.equal([two?.server, ten?.server, any?.server], ['proxy-2', 'proxy-10', 'any'], 'by number');
  const { server: _server, outcomes, ...figures } = two!;
  assert.equal(figures, { answered: 2, failed: 3, firstAnswer: 40, lastAnswer: 50, firstFailure: 10, lastFailure: 30 });
  assert.is(outcomes[Outcome['auth-failed']], 2);
  assert.equal([ten!.firstAnswer, ten!.lastAnswer, ten!.firstFailure, ten!.failed], [5, 5, null, 0]);
});

test.run();
