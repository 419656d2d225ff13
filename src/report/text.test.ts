/** The terminal: as wide as it is, and no line broken. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cellsOf, cut, padEnd, padStart } from './cells.ts';
import { comparisonDocument } from './comparison.ts';
import { left, right, type Block } from './document.ts';
import { wholeComparison } from './fixture-comparison.case.ts';
import { outage } from './fixture.case.ts';
import { markdownOf } from './markdown.ts';
import { resultsDocument } from './results.ts';
import { runDocument } from './sections/index.ts';
import { named } from './side-by-side/named-result.ts';
import { tableLines } from './table.ts';
import { textOf, textReport } from './text.ts';

const documents: readonly [name: string, document: readonly Block[]][] = [
  ['a run', runDocument(outage)],
  ['a comparison', comparisonDocument(wholeComparison)],
  [
    'side by side',
    resultsDocument(named(['a', 'b', 'c'].map((folder) => ({ file: `${folder}/result.json`, result: outage })))),
  ],
];

test('no line is wider than the screen, whatever that is', () => {
  for (const [name, document] of documents) {
    for (const columns of [60, 72, 80, 99, 100, 110, 125, 140]) {
      const wide = textOf(document, { columns })
        .split('\n')
        .filter((line) => cellsOf(line) > columns);
      assert.equal(wide, [], `${name} in ${columns} columns`);
    }
  }
});

test('what is narrower or wider than that is taken for the least or the most', () => {
  assert.is(textReport(outage, { columns: 20 }), textReport(outage, { columns: 60 }));
  assert.is(textReport(outage, { columns: 400 }), textReport(outage, { columns: 140 }));
  assert.is(textReport(outage), textReport(outage, { columns: 110 }));
});

test('nothing is left out where there is little room: every number of a table is somewhere', () => {
  const words = (columns: number): string[] =>
    [...new Set(textReport(outage, { columns }).match(/\b\d[\d.,]* (?:ms|s|%)(?= |$)/gm))].sort();
  const [narrow, wide] = [new Set(words(60)), words(110)];
  assert.equal(
    wide.filter((word) => !narrow.has(word)),
    [],
  );
});

test('bars are as many as there is room for, and the fault stands between marks', () => {
  const barsIn = (columns: number): readonly number[] =>
    [...textReport(outage, { columns }).matchAll(/^ {4}persistent +([▁-█]+)│([▁-█]+)│([▁-█]+) {2}612 µs to/gm)].flatMap(
      (match) => match.slice(1).map(({ length }) => length),
    );
  const [narrow, usual, wide] = [60, 110, 140].map(barsIn);
  assert.equal(usual, [7, 41, 12], 'of 18 minutes the fault takes 12.5');
  const sum = (parts: readonly number[] | undefined): number => (parts ?? []).reduce((a, b) => a + b, 0);
  assert.equal([sum(usual), sum(wide)], [60, 90]);
  assert.ok(sum(narrow) >= 16 && sum(narrow) < 40, `${sum(narrow)}`);
});

test('the axis names its phases, and draws the fault heavier', () => {
  const lines = textReport(outage).split('\n');
  const at = lines.findIndex((line) => line.startsWith('OVER TIME'));
  assert.match(lines[at + 1]!, /^ +-06:30 +-04:30 +\+00:00 +\+08:00 +\+11:30$/);
  assert.match(lines[at + 2]!, /^ {26}├─+├─+┝ fault ━+┥ recovery ──$/);
  const fault = lines[at + 2]!.indexOf('┝');
  assert.is(lines[at + 1]!.indexOf('-04:30'), fault, 'its time stands above its begin');
  assert.is(lines[at + 4]!.indexOf('│'), fault, 'and its bar below');
  assert.is(lines[at + 4]!.lastIndexOf('│'), lines[at + 2]!.indexOf('┥'));
});

test('a table that is too wide goes on below itself, and what belongs together stays together', () => {
  const columns = [left('name'), right('one'), { ...right('of it'), joined: true }, right('two'), right('three')];
  const rows = [['first', '1,000,000', '5 %', '2', '3']];
  const text = (limit: number): string[] =>
    tableLines(columns, rows, limit).map((line) =>
      line
        .map((one) => one.text)
        .join('')
        .trimEnd(),
    );
  assert.equal(text(99), ['name         one  of it  two  three', 'first  1,000,000    5 %    2      3']);
  assert.equal(text(30), [
    'name         one  of it  two',
    'first  1,000,000    5 %    2',
    '',
    'name   three',
    'first      3',
  ]);
  assert.equal(text(20).slice(0, 2), ['name         one  of it', 'first  1,000,000    5 %']);
});

test('text in a table is wrapped, the last column before all others', () => {
  const rows = [['a name of several words', 'what it says takes more room than there is']];
  const text = tableLines([left(''), left('')], rows, 50).map((line) =>
    line
      .map((one) => one.text)
      .join('')
      .trimEnd(),
  );
  assert.equal(text, [
    'a name of several words  what it says takes more',
    '                         room than there is',
  ]);
});

test('wide characters take two cells, accents none', () => {
  const rows: readonly [text: string, cells: number][] = [
    ['abc µs', 6],
    ['缓存', 4],
    ['한국어', 6],
    ['e\u0301', 1],
    ['🚒 fire', 7],
    ['▁█│━', 4],
  ];
  for (const [text, cells] of rows) assert.is(cellsOf(text), cells, text);
  assert.equal([padEnd('缓存', 6), padStart('缓存', 6)], ['缓存  ', '  缓存']);
  assert.equal([cut('缓存缓存', 6), cut('缓存', 4), cut('abcdef', 4)], ['缓存…', '缓存', 'abc…']);
});

test('markdown is aligned in its source, wide characters included', () => {
  const columns = [left('cache'), right('hits')];
  const table: Block = {
    kind: 'table',
    columns,
    rows: [
      ['缓存', '1,000'],
      ['a|b', '7'],
    ],
  };
  assert.equal(markdownOf([table]).split('\n'), [
    '| cache |  hits |',
    '| :---- | ----: |',
    '| 缓存  | 1,000 |',
    '| a\\|b  |     7 |',
    '',
  ]);
});

test('what would be a command to a terminal is not sent to it', () => {
  const scenario = { ...outage.scenario, title: 'a \u001B[31mred\u0007 title\u202E' };
  const text = textReport({ ...outage, scenario });
  assert.match(text, 'a \uFFFD[31mred\uFFFD title\uFFFD');
  assert.not.match(text, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
});

test.run();
