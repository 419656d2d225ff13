import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { left, right, type Block } from '../document.ts';
import { blocksMarkup, slug } from './blocks.ts';
import { html } from './markup.ts';

/** Without the white space between and in tags. */
function compact(blocks: readonly Block[], ...more: Parameters<typeof blocksMarkup>[1][]): string {
  return blocksMarkup(blocks, ...more)
    .text.replaceAll(/\s+/g, ' ')
    .replaceAll(/ >/g, '>')
    .replaceAll(/ ?(<[^>]*>) ?/g, '$1');
}

test('sections begin at headings, with figures below the first one', () => {
  const blocks: Block[] = [
    { kind: 'paragraph', text: 'before' },
    { kind: 'heading', text: 'How soon?', aside: 'in seconds' },
    { kind: 'paragraph', text: 'one', tone: 'bad' },
    { kind: 'heading', text: 'And then' },
    { kind: 'paragraph', text: 'two' },
  ];
  assert.is(
    compact(blocks, [html`<hr />`, null]),
    '<p class="">before</p>' +
      '<section aria-labelledby="how-soon"><h2 id="how-soon">How soon?</h2><p class="aside">in seconds</p><hr />' +
      '<p class="bad">one</p></section>' +
      '<section aria-labelledby="and-then"><h2 id="and-then">And then</h2><p class="">two</p></section>',
  );
});

test('a heading without anything below it is nothing, and pictures of characters are', () => {
  assert.is(
    compact([
      { kind: 'heading', text: 'Over time' },
      { kind: 'caption', text: 'of failures' },
      { kind: 'picture', lines: [[{ text: '▁▂' }]] },
    ]),
    '',
  );
});

test('tables: heads that have a scope, the first text of a row names it, tones are classes', () => {
  const table: Block = {
    kind: 'table',
    columns: [right('time'), left('kind'), left('')],
    rows: [['+00:10', { text: '<fault>', tone: 'bad' }, 'x']],
  };
  assert.is(
    compact([table]),
    '<div class="table"><table><thead><tr><th scope="col" class="right">time</th><th scope="col" class="left">kind</th>' +
      '<td></td></tr></thead><tbody><tr><td class="right">+00:10</td><th scope="row" class="left bad">&lt;fault&gt;</th>' +
      '<td class="left">x</td></tr></tbody></table></div>',
  );
});

test('facts: a word with a definition tells it to whoever points at it or comes by keyboard', () => {
  const text = compact([
    {
      kind: 'facts',
      rows: [
        ['hysteresis', '30 s', 'how long'],
        ['seed', '<1>'],
      ],
    },
  ]);
  assert.match(text, /tabindex="0">hysteresis<span class="definition" role="tooltip">How long the harm/);
  assert.match(text, '<td class="right strong">30 s</td><td class="left quiet">how long</td>');
  assert.match(text, '<th scope="row" class="left">seed</th><td class="right strong">&lt;1&gt;</td>');
});

test('checks say in words whether they held', () => {
  const text = compact([
    {
      kind: 'checks',
      rows: [
        { held: true, says: 'a', detail: 'd' },
        { held: false, says: 'b', detail: 'd' },
        { held: null, says: 'c', detail: 'd' },
      ],
    },
  ]);
  assert.equal(
    [...text.matchAll(/<strong class="(\w+)">([^<]+)</g)].map(([, tone, mark]) => [tone, mark]),
    [
      ['good', 'held'],
      ['bad', 'NOT HELD'],
      ['quiet', 'n/a'],
    ],
  );
});

test('anchors are letters, digits and dashes, whatever the name is', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['Who was hurt', 'who-was-hurt'],
    ["Little's law, p99.9", 'little-s-law-p99-9'],
    ['"><script>', 'script'],
    ['日本', ''],
  ];
  for (const [text, expected] of rows) assert.is(slug(text), expected, text);
});

test('a heading does not take the name of what the script looks for', () => {
  for (const name of ['page', 'Data', 'marks', 'zoom bar', 'downloads', 'chart-goodput', '日本']) {
    const text = compact([
      { kind: 'heading', text: name },
      { kind: 'paragraph', text: 'x' },
    ]);
    assert.match(text, /<h2 id="section-/, name);
  }
});

test.run();
