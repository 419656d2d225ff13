/** What every page is put together from. */
import type { Span } from '../document.ts';
import { allDefinitions } from '../definitions.ts';
import { clock } from '../format.ts';
import { section } from './blocks.ts';
import type { Mark, TimeChart } from './chart.ts';
import { html, type Content, type Markup } from './markup.ts';

export interface Header {
  /** What it is of, in a few words. */
  readonly kicker: string;
  readonly title: string;
  readonly verdict: Span;
  readonly says: string;
  readonly numbers: Markup;
  /** Paragraphs. */
  readonly story: readonly string[];
}

export function header({ kicker, title, verdict, says, numbers, story }: Header): Markup {
  return html`<header>
    <p class="kicker">${kicker}</p>
    <h1>${title}</h1>
    <p class="verdict"><strong class="${`chip ${verdict.tone ?? ''}`.trim()}">${verdict.text}</strong> ${says}</p>
    ${numbers} ${story.map((text) => html`<p class="story">${text}</p>`)}
  </header>`;
}

/** Links to the sections of these parts, by their headings. */
export function contents(parts: readonly (Markup | null)[]): Markup {
  const headings = parts.flatMap((part) => part?.headings ?? []);
  const links = headings.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li> `);
  return html`<nav aria-label="Contents">
    <ul>
      ${links}
    </ul>
  </nav>`;
}

/** Events in order of time; their numbers are those of the flags on the charts. */
export function marksMarkup(marks: readonly Mark[], heading = 'What happened'): Markup | null {
  if (marks.length === 0) return null;
  const items = marks.map(
    ({ at, kind, text }, i) =>
      html`<li data-mark="${i}" class="${`mark ${kind}`}">
        <span class="number" aria-hidden="true">${i + 1}</span>
        <span class="time">${clock(at)}</span>
        <span class="kind">${kind}</span>
        <span>${text}</span>
      </li> `,
  );
  return section({
    heading,
    contents: html`<ol id="marks">
      ${items}
    </ol>`,
  });
}

/** Places that the script draws into. */
export function timeMarkup(charts: readonly TimeChart[], says: readonly string[]): Markup | null {
  if (charts.length === 0) return null;
  return section({
    heading: 'Over time',
    aside: [...says, 'Drag to zoom, double-click to see all again.'].join(' '),
    contents: html`<div id="zoom-bar" hidden></div>
      <noscript><p class="bad">These charts are drawn by a script, which this browser does not run.</p></noscript>
      ${charts.map(chartMarkup)}`,
  });
}

export function chartMarkup(chart: TimeChart): Markup {
  const size = chart.kind === 'lines' && chart.size === 'small' ? ' small' : '';
  return html`<figure class="chart${size}" data-chart="${chart.id}" id="chart-${chart.id}">
    <figcaption>
      <h3>${chart.title}</h3>
      <p>${chart.says}</p>
    </figcaption>
    <div class="plot"></div>
  </figure> `;
}

/** The command that makes it again. */
export function repeat(command: string): Markup {
  return html`<p>To make it again: <code>${command}</code></p>`;
}

export function glossaryMarkup(): Markup {
  return section({
    heading: 'Definitions',
    contents: html`<details>
      <summary>What the figures mean</summary>
      <dl class="glossary">
        ${allDefinitions().map(
          ([word, definition]): Content =>
            html`<dt>${word}</dt>
              <dd>${definition}</dd> `,
        )}
      </dl>
    </details>`,
  });
}
