/** A report's blocks as HTML. Pictures of characters are left out: a page has figures in their place. */
import { definitionOf } from '../definitions.ts';
import { span, type Block, type Cell, type Check, type Column, type Tone } from '../document.ts';
import { html, Markup, type Content } from './markup.ts';

/** Sections begin at headings; `figures` stand below the first one. Nothing but a heading is nothing. */
export function blocksMarkup(blocks: readonly Block[], figures: readonly (Markup | null)[] = []): Markup {
  const [before, ...sections] = split(withoutPictures(blocks));
  const drawn = figures.filter((figure) => figure !== null);
  return html`${before!.map(blockMarkup)}${sections.map((section, i) => sectionMarkup(section, i === 0 ? drawn : []))}`;
}

/** An anchor: letters, digits and dashes. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Nor what a picture was about. */
function withoutPictures(blocks: readonly Block[]): Block[] {
  return blocks.filter(
    ({ kind }, i) => kind !== 'picture' && !(kind === 'caption' && blocks[i + 1]?.kind === 'picture'),
  );
}

/** At headings; what comes before the first one is first, and may be empty. */
function split(blocks: readonly Block[]): Block[][] {
  const parts: Block[][] = [[]];
  for (const block of blocks) {
    if (block.kind === 'heading') parts.push([]);
    parts.at(-1)!.push(block);
  }
  return parts;
}

function sectionMarkup([heading, ...rest]: readonly Block[], figures: readonly Markup[]): Markup | null {
  const contents = [...figures, ...rest.map(blockMarkup).filter((each) => each !== null)];
  if (heading?.kind !== 'heading' || contents.length === 0) return null;
  return section({ heading: heading.text, aside: heading.aside, contents });
}

export interface Section {
  readonly heading: string;
  readonly aside?: string | undefined;
  readonly contents: Content;
}

export function section({ heading, aside, contents }: Section): Markup {
  const id = anchorOf(heading);
  const { text } = html`<section aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    ${asideMarkup(aside)} ${contents}
  </section>`;
  return new Markup(text, [{ id, text: heading }]);
}

/** Names that the page's own elements have; a heading may come from whoever names a metric. */
const TAKEN = /^(?:page|data|marks|zoom-bar|downloads|chart-.*|)$/;

function anchorOf(heading: string): string {
  const id = slug(heading);
  return TAKEN.test(id) ? `section-${id}` : id;
}

function blockMarkup(block: Block): Markup | null {
  switch (block.kind) {
    case 'verdict':
      return html`<p class="verdict">
        <strong class="${toneClass(block.name.tone)}">${block.name.text}</strong> ${block.says}
      </p>`;
    case 'title':
      return html`<p class="lead">${block.text}</p>`;
    case 'heading':
      return html`<h2>${block.text}</h2>`;
    case 'caption':
      return html`<h3>${block.text}</h3>
        ${asideMarkup(block.aside)}`;
    case 'paragraph':
      return html`<p class="${toneClass(block.tone)}">${block.text}</p>`;
    case 'table':
      return tableMarkup(block.columns, block.rows);
    case 'facts':
      return factsMarkup(block.rows);
    case 'picture':
      return null;
    case 'checks':
      return html`<ul class="checks">
        ${block.rows.map(checkMarkup)}
      </ul>`;
  }
}

function asideMarkup(text: string | undefined): Markup | null {
  return text === undefined ? null : html`<p class="aside">${text}</p>`;
}

/** Scrolls by itself where it is wider than the page. */
function tableMarkup(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Markup {
  const head = columns.some((column) => column.head !== '')
    ? html`<thead>
        <tr>
          ${columns.map(({ head: text, align }) =>
            text === '' ? html`<td></td>` : html`<th scope="col" class="${align}">${term(text)}</th>`,
          )}
        </tr>
      </thead>`
    : null;
  // A row is told by its first cell that is text, and no rank.
  const told = Math.max(
    0,
    columns.findIndex(({ align, head }) => align === 'left' && head !== '#'),
  );
  const body = rows.map(
    (row) =>
      html`<tr>
        ${columns.map(({ align }, i) => cellMarkup(row[i] ?? '', align, i === told))}
      </tr> `,
  );
  return html`<div class="table">
    <table>
      ${head}
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

function cellMarkup(cell: Cell, align: Column['align'], isHead: boolean): Markup {
  const { text, tone } = span(cell);
  const names = `${align} ${toneClass(tone)}`.trim();
  return isHead && text !== ''
    ? html`<th scope="row" class="${names}">${text}</th>`
    : html`<td class="${names}">${text}</td>`;
}

function factsMarkup(rows: readonly (readonly [name: string, value: Cell, gloss?: string])[]): Markup {
  const glossed = rows.some(([, , gloss]) => gloss !== undefined);
  const lines = rows.map(([name, cell, gloss]) => {
    const { text, tone } = span(cell);
    return html`<tr>
      ${name === '' ? html`<td></td>` : html`<th scope="row" class="left">${term(name)}</th>`}
      <td class="${`${glossed ? 'right strong' : 'left'} ${toneClass(tone)}`.trim()}">${text}</td>
      ${glossed && html`<td class="left quiet">${gloss ?? ''}</td>`}
    </tr> `;
  });
  return html`<div class="table facts">
    <table>
      <tbody>
        ${lines}
      </tbody>
    </table>
  </div>`;
}

/** A word that has a definition shows it to whoever points at it, or comes to it by keyboard. */
export function term(name: string): Content {
  const definition = definitionOf(name);
  if (definition === undefined) return name;
  return html`<span class="term" tabindex="0"
    >${name}<span class="definition" role="tooltip">${definition}</span></span
  >`;
}

function checkMarkup({ held, says, detail }: Check): Markup {
  const [mark, tone] = held === null ? ['n/a', 'quiet'] : held ? ['held', 'good'] : ['NOT HELD', 'bad'];
  return html`<li>
    <strong class="${tone}">${mark}</strong>
    <span>${says}</span>
    <span class="quiet">${detail}</span>
  </li> `;
}

function toneClass(tone: Tone | undefined): string {
  return tone ?? '';
}
