import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { csv, type CsvCell } from './csv.ts';

const cells: readonly [cell: CsvCell, text: string, why: string][] = [
  ['plain', 'plain', 'as it is'],
  [1.5, '1.5', 'a number'],
  [-3, '-3', 'a number that begins like a formula is none'],
  [null, '', 'no value'],
  ['a,b', '"a,b"', 'a comma'],
  ['a "b"', '"a ""b"""', 'quotes'],
  ['a\nb', '"a\nb"', 'a line break'],
  ['=1+1', "'=1+1", 'a formula'],
  ['+1', "'+1", 'a formula'],
  ['-1', "'-1", 'a formula'],
  ['@sum', "'@sum", 'a formula'],
  ['\t=1', "'\t=1", 'a formula behind a tab'],
  ['=a,"b"', '"\'=a,""b"""', 'a formula with all of it'],
  ['a=1', 'a=1', 'no formula'],
];
for (const [cell, text, why] of cells) test(`csv: ${why}: ${text}`, () => assert.is(csv([[cell]]), `${text}\r\n`));

test('rows end with CR LF', () => {
  assert.is(
    csv([
      ['time_s', 'a'],
      [0, null],
      [10, 5],
    ]),
    'time_s,a\r\n0,\r\n10,5\r\n',
  );
  assert.is(csv([]), '');
});

test.run();
