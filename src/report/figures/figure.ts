/**
 * A figure that needs no script: drawn twice, for a page and for a telephone, of which the style shows the one that fits,
 * and once more as a table. Colours and sizes of text are in figures.css.
 */
import type { Cell, Column } from '../document.ts';
import { blocksMarkup } from '../html/blocks.ts';
import { html, type Content, type Markup } from '../html/markup.ts';

/** What is drawn on; height is what the drawing needs. */
export interface Sheet {
  readonly width: number;
  readonly isNarrow: boolean;
}

export const WIDE: Sheet = { width: 900, isNarrow: false };
export const NARROW: Sheet = { width: 400, isNarrow: true };

export interface Drawing {
  readonly height: number;
  readonly marks: Content;
}

export interface FigureOptions {
  /** Unique in the page; letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly says: string;
  /** Marks and what they mean, where they are not written in the drawing. */
  readonly key?: readonly KeyEntry[];
  readonly draw: (sheet: Sheet) => Drawing;
  readonly table: { readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] };
}

export interface KeyEntry {
  /** Class of the mark in the drawing, which has the same colour. */
  readonly mark: string;
  readonly says: string;
}

export function figure({ id, title, says, key = [], draw, table }: FigureOptions): Markup {
  return html`<figure class="svg-figure" id="${id}">
    <figcaption>
      <h3>${title}</h3>
      <p>${says}</p>
      ${
        key.length > 0 &&
        html`<ul class="key">
          ${key.map(({ mark, says: text }) => html`<li><span class="swatch ${mark}"></span>${text}</li> `)}
        </ul>`
      }
    </figcaption>
    ${[WIDE, NARROW].map((sheet) => svg({ id, title, says, sheet, drawing: draw(sheet) }))}
    <details>
      <summary>As a table</summary>
      ${blocksMarkup([{ kind: 'table', ...table }])}
    </details>
  </figure>`;
}

interface SvgOptions extends Pick<FigureOptions, 'id' | 'title' | 'says'> {
  readonly sheet: Sheet;
  readonly drawing: Drawing;
}

function svg({ id, title, says, sheet, drawing }: SvgOptions): Markup {
  const size = sheet.isNarrow ? 'narrow' : 'wide';
  const name = `${id}-${size}`;
  return html`<svg
    class="${size}"
    viewBox="0 0 ${sheet.width} ${Math.ceil(drawing.height)}"
    role="img"
    aria-labelledby="${name}-title ${name}-desc"
  >
    <title id="${name}-title">${title}</title>
    <desc id="${name}-desc">${says}</desc>
    ${drawing.marks}
  </svg>`;
}
