/** The page of several runs side by side. */
import { ABOUT_RUNS, cautions, FIGURES_OF_RUNS, resultsSentence } from '../results.ts';
import type { NamedResult } from '../side-by-side/named-result.ts';
import { blocksMarkup, section } from './blocks.ts';
import type { TimeChart } from './chart.ts';
import { sharedAxis, sideBySideCharts } from './charts/side-by-side.ts';
import { chartMarkup, contents, glossaryMarkup, marksMarkup } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { page } from './page.ts';

/** The text of the file: everything in it, nothing to fetch. */
export function resultsPage(results: readonly NamedResult[]): string {
  const axis = sharedAxis(results);
  const charts = axis === null ? [] : sideBySideCharts(results);
  const parts: (Markup | null)[] = [
    ...ABOUT_RUNS.map((each) => blocksMarkup(each(results))),
    axis && marksMarkup(axis.marks),
    overTime(charts),
    ...FIGURES_OF_RUNS.map((each) => blocksMarkup(each(results))),
    charts.length === 0
      ? null
      : section({ heading: 'The data of these runs', contents: html`<div id="downloads" hidden></div>` }),
    glossaryMarkup(),
  ];
  const body = html`<header>
      <p class="kicker">brownout report</p>
      <h1>Side by side</h1>
      <p class="verdict">${resultsSentence(results)}</p>
      ${blocksMarkup(cautions(results))}
    </header>
    ${contents(parts)}
    <main>${parts}</main>`;
  return page({
    title: `${resultsSentence(results)} · brownout`,
    body,
    script: axis && { axis, charts, name: 'side-by-side' },
    data: { results: results.map(({ result }) => result) },
  });
}

function overTime(charts: readonly TimeChart[]): Markup {
  const heading = 'Over time';
  if (charts.length === 0) {
    const why = 'They begin at different times or have windows of different widths: there is no axis for all of them.';
    return section({ heading, contents: html`<p class="quiet">${why}</p>` });
  }
  return section({
    heading,
    aside: 'A line for each run. Numbered lines are the events above. Drag to zoom, double-click to see all again.',
    contents: html`<div id="zoom-bar" hidden></div>
      <noscript><p class="bad">These charts are drawn by a script, which this browser does not run.</p></noscript>
      ${charts.map(chartMarkup)}`,
  });
}
