/** What is wrong with people on call is said before anything runs: where, what was expected, what was got. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { outage, pinned } from './oncall.case.ts';
import { applyOverrides } from './override.ts';
import { parseScenario } from './schema.ts';

function complaintOf(...assignments: readonly string[]): string {
  try {
    parseScenario(applyOverrides(outage(pinned), assignments), 'it');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

const RULE = 'oncall.rules.slow';

test('what is refused, and why', () => {
  const rows: readonly [why: string, set: string, message: string][] = [
    ['a rule for nothing', 'oncall.rules={}', 'it: oncall.rules: expected at least one, got none'],
    ['no bound', `${RULE}.above=null`, 'it: oncall.rules.slow: expected above or below, got neither'],
    [
      'a latency without a unit',
      `${RULE}.above=10`,
      "it: oncall.rules.slow.above: expected a duration such as '20ms', for p99 of the backends' replies, got 10",
    ],
    [
      'a share with one',
      `${RULE}.metric=hit-rate`,
      'it: oncall.rules.slow.above: expected a number, for hit rate, got "10ms"',
    ],
    [
      'how long customers wait is not known',
      `${RULE}={"kind":"burn-rate","slo":0.99,"of":"customers","slowerThan":"1s"}`,
      'it: oncall.rules.slow.slowerThan: expected nothing, for customers tell what failed, not how long it took, got "1s"',
    ],
    ['nobody', 'oncall.people=[]', 'it: oncall.people: expected at least one, got none'],
    [
      'no way to reach them',
      'oncall.escalation={"channels":[]}',
      'it: oncall.escalation.channels: expected at least one, got none',
    ],
    [
      'an unknown word',
      'oncall.escalation=pigeon',
      "it: oncall.escalation: expected 'sms-only', 'sms-escalated' or 'push-escalated', or { channels, … }, got \"pigeon\"",
    ],
    [
      'a delay that is none',
      'oncall.channels.sms.delay=soon',
      "it: oncall.channels.sms.delay: expected a duration such as '30s', 'never' or 'drawn', got \"soon\"",
    ],
    [
      'a node that there is not',
      'oncall.action.backends=["backend-9"]',
      'it: oncall.action.backends.0: expected a node of this cluster (backend-1..6), got "backend-9"',
    ],
    [
      'a name that no path can have',
      'oncall.rules={"a.b":{"kind":"threshold","metric":"p99","above":"1ms"}}',
      'it: oncall.rules: expected names of letters, digits and hyphens, a letter first, got "a.b"',
    ],
  ];
  for (const [why, set, message] of rows) assert.is(complaintOf(set), message, why);
  assert.is(
    complaintOf('oncall.action.backends=["backend-1"]', 'oncall.action.atMost=1'),
    'it: oncall.action.atMost: expected nothing, for all who are named are meant, got 1',
  );
  assert.is(
    complaintOf('oncall.action={"do":"add-proxies","count":6}'),
    'it: oncall.action.count: expected at most 5, for clients know one proxy at least, got 6',
  );
  assert.is(
    complaintOf('cluster.nodes.proxy-1.external="127.0.0.1:11211"'),
    'it: oncall.action.do: expected no external node (proxy-1), for its ring is not in our hands, got "eject"',
  );
});

test('what a comparison sets: page at once, escalate, let the draws be drawn again', () => {
  for (const set of [
    ['oncall.channels.sms.delay=0s'],
    ['oncall.escalation=push-escalated', 'oncall.people.0.response=drawn', 'oncall.people.0.action=drawn'],
    ['oncall.escalation={"channels":["push","call"],"receiptWithin":"30s","acknowledgedWithin":"2m","people":4}'],
    ['oncall.channels.sms.delay=never'],
    ['oncall.rules.budget={"kind":"burn-rate","slo":0.999}'],
    ['oncall=null'],
  ]) {
    assert.is(complaintOf(...set), '', set.join(' '));
  }
});

test.run();
