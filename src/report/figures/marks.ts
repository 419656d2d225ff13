/** Pieces of drawings. All text goes through `html`: names are the users'. */
import { html, type Markup } from '../html/markup.ts';
import { px } from './scale.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is shown to whoever points at it. */
export function tip(says: string): Markup {
  return html`<title>${says}</title>`;
}

/** `names`: classes; `end` and `middle` say which part of the text stands at x. */
export function label({ x, y }: Point, text: string, names = ''): Markup {
  return names === ''
    ? html`<text x="${px(x)}" y="${px(y)}">${text}</text>`
    : html`<text class="${names}" x="${px(x)}" y="${px(y)}">${text}</text>`;
}

export function line(names: string, from: Point, to: Point): Markup {
  return html`<line class="${names}" x1="${px(from.x)}" y1="${px(from.y)}" x2="${px(to.x)}" y2="${px(to.y)}" />`;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export function box(names: string, { x, y, width, height }: Box, says?: string): Markup {
  return html`<rect class="${names}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}">
    ${says === undefined ? null : tip(says)}
  </rect>`;
}

export function dot(names: string, { x, y }: Point, radius: number, says?: string): Markup {
  return html`<circle class="${names}" cx="${px(x)}" cy="${px(y)}" r="${radius}">
    ${says === undefined ? null : tip(says)}
  </circle>`;
}

/** Through all points, in their order. */
export function polyline(names: string, points: readonly Point[]): Markup {
  const d = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${px(x)} ${px(y)}`).join('');
  return html`<path class="${names}" d="${d}" />`;
}
