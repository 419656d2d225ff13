import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Values } from '../html/chart.ts';
import { valuesOf } from './values.ts';

const data = { runs: [{ good: [10, 20, 30], bad: [0, 5, null], odd: [1, 'two', NaN] }], ['']: 5, none: null };
const good: Values = { of: ['runs', 0, 'good'] };
const bad: Values = { of: ['runs', 0, 'bad'] };

const rows: readonly [values: Values, expected: readonly (number | null)[], why: string][] = [
  [good, [10, 20, 30], 'a list as it is'],
  [{ rate: ['runs', 0, 'bad'] }, [0, 0.5, null], 'per second of the window, which is 10 s wide'],
  [{ sum: [good, bad] }, [10, 25, 30], 'null is nothing'],
  [{ sum: [bad, bad] }, [0, 10, null], 'but nothing at all is null'],
  [{ sum: [good, { of: ['runs', 0, 'gone'] }] }, [10, 20, 30], 'a list that is not there adds nothing'],
  [{ sum: [] }, [], 'no lists, no windows'],
  [{ share: bad, of: { sum: [good, bad] } }, [0, 0.2, null], 'a part of a sum'],
  [{ share: good, of: bad }, [null, 4, null], 'of nothing there is no share'],
  [{ share: good, of: { of: [] } }, [null, null, null], 'nor of what is not there'],
  [{ of: ['runs', 1, 'good'] }, [], 'an index behind the end'],
  [{ of: ['none', 'good'] }, [], 'through null'],
  [{ of: ['', 'length'] }, [], 'through a number'],
  [{ of: ['runs', 'length'] }, [], 'what is no list'],
  [{ of: ['constructor', 'name'] }, [], 'only what the data itself has'],
  [{ of: ['runs', 0, 'odd'] }, [1, null, null], 'what is no number is no value'],
];

for (const [values, expected, why] of rows) {
  test(`values: ${why}`, () => assert.equal(valuesOf(values, data, 10), expected));
}

test.run();
