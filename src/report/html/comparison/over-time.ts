/** The section with the small charts; the script draws into them. */
import { latency } from '../../format.ts';
import { section } from '../blocks.ts';
import type { LineChart } from '../chart.ts';
import { chartMarkup } from '../layout.ts';
import { html, type Markup } from '../markup.ts';
import type { Multiples } from './multiples.ts';

export function overTimeMarkup(shown: Multiples | null, seeds: number): Markup | null {
  if (shown === null || shown.latency.length === 0) return null;
  const { latency: tails, lost, missing, axis } = shown;
  const one = `windows of ${axis.window} s, ${seeds === 1 ? 'one seed' : `medians over the seeds that count`}`;
  return html`${section({
    heading: 'Latency over time',
    aside: `p99 of all keys, ${one}; best first, all to one scale. ${axis.fault === null ? 'Grey is the control.' : 'The fault is shaded, and grey is the control without it.'} A gap: too few answers to say.`,
    contents: html`<div id="zoom-bar" hidden></div>
      <noscript><p class="bad">These charts are drawn by a script, which this browser does not run.</p></noscript>
      ${keyMarkup(shown)} ${gridMarkup(tails)} ${missing.map(missingMarkup)}`,
  })}
  ${section({
    heading: 'Lost over time',
    aside: `Of the answers in time that the control gave in a window, the share that the run did not; ${one}${seeds < 3 ? '' : ', dotted: the quartiles'}. In all: from the fault to the end; points are against the reference.`,
    contents: gridMarkup(lost),
  })}`;
}

function gridMarkup(charts: readonly LineChart[]): Markup {
  return html`<div class="multiples">${charts.map(chartMarkup)}</div>`;
}

/** Small charts have no legend of their own. */
function keyMarkup({ workloads, limit }: Multiples): Markup {
  return html`<ul class="multiples-key">
    ${workloads.map((name, i) => html`<li><span class="${`swatch nth-${(i % 8) + 1}`}"></span>${name}</li> `)}
    <li><span class="swatch control"></span>control</li>
    ${limit !== null && html`<li><span class="swatch limit"></span>SLO, ${latency(limit)}</li>`}
  </ul>`;
}

function missingMarkup({ name, why }: Multiples['missing'][number]): Markup {
  return html`<p class="quiet">${name} is not drawn: ${why}.</p> `;
}
