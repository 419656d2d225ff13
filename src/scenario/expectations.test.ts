import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Expectation } from './define.ts';
import { BadInput } from './errors.ts';
import { judgeExpectations } from './expectations.ts';
import type { Result } from './result.ts';

const METRICS: Result['metrics'] = [
  ['control.web.p99', 600],
  ['failover.tip', 20],
  ['failover.timeToRecover', 'never'],
  ['incident.few.p99', null],
  ['incident.none', 0],
  ['incident.web.p99', 9000],
];
const WITHOUT_CONTROL = METRICS.filter(([path]) => !path.startsWith('control.'));

const judge = (expectation: Omit<Expectation, 'says'>, metrics = METRICS) =>
  judgeExpectations([{ says: 'it is so', ...expectation }], metrics)[0]!;

const rows: [why: string, expectation: Omit<Expectation, 'says'>, held: boolean | null, expected: string][] = [
  ['above a number', { metric: 'incident.web.p99', above: 8999 }, true, '> 8999'],
  ['a bound itself is not above', { metric: 'incident.web.p99', above: 9000 }, false, '> 9000'],
  ['nor below', { metric: 'incident.web.p99', below: 9000 }, false, '< 9000'],
  ['between two numbers', { metric: 'failover.tip', above: -1, below: 91 }, true, '> -1 and < 91'],
  ['outside them', { metric: 'failover.tip', above: 30, below: 91 }, false, '> 30 and < 91'],
  ['a multiple', { metric: 'incident.web.p99', above: 10, of: 'control.web.p99' }, true, '> 6000'],
  [
    'two multiples',
    { metric: 'incident.web.p99', above: 10, below: 12, of: 'control.web.p99' },
    false,
    '> 6000 and < 7200',
  ],
  ['bounds of nothing', { metric: 'incident.web.p99', above: 10, of: 'incident.none' }, true, '> 0'],
  ['never is later than any time', { metric: 'failover.timeToRecover', above: 900 }, true, '> 900'],
  ['and before none', { metric: 'failover.timeToRecover', below: 900 }, false, '< 900'],
  ['too few samples tell nothing', { metric: 'incident.few.p99', below: 900 }, null, '< 900'],
  [
    'nor does a multiple of too few',
    { metric: 'incident.web.p99', above: 2, of: 'incident.few.p99' },
    null,
    '> 2 times incident.few.p99',
  ],
  [
    'nor a multiple of never',
    { metric: 'failover.tip', below: 1, of: 'failover.timeToRecover' },
    null,
    '< 1 times failover.timeToRecover',
  ],
];

for (const [why, expectation, held, expected] of rows) {
  test(`an expectation: ${why}`, () => {
    const outcome = judge(expectation);
    assert.is(outcome.held, held);
    assert.is(outcome.expected, expected);
  });
}

test('without a control, what needs one cannot be told', () => {
  const multiple = judge({ metric: 'incident.web.p99', above: 10, of: 'control.web.p99' }, WITHOUT_CONTROL);
  assert.equal([multiple.actual, multiple.held], [9000, null]);
  const own = judge({ metric: 'control.web.p99', below: 10 }, WITHOUT_CONTROL);
  assert.equal([own.actual, own.held], [null, null]);
});

test('a metric that does not exist is bad input, and a near one is named', () => {
  for (const expectation of [{ metric: 'failover.tipp' }, { metric: 'failover.tip', of: 'incident.web.p999' }]) {
    assert.throws(
      () => judge({ ...expectation, above: 1 }),
      (error: unknown) => error instanceof BadInput && /expected a metric, got .*did you mean/.test(error.message),
    );
  }
});

test.run();
