/** `report.html` of a comparison, from a `Comparison` alone. */
import type { Comparison } from '../../compare/comparison.ts';
import { answer } from '../comparison-answer.ts';
import { seedList, seedsCounted } from '../comparison-words.ts';
import { course, extra, pages, ranking, trouble } from '../comparison.ts';
import { dotPlot } from '../figures/dot-plot.ts';
import { blocksMarkup, slug } from './blocks.ts';
import { comparisonNumbers } from './comparison/numbers.ts';
import { multiples } from './comparison/multiples.ts';
import { overTimeMarkup } from './comparison/over-time.ts';
import { provenanceMarkup } from './comparison/provenance.ts';
import { eventsMarkup, variantsMarkup } from './comparison/variants.ts';
import { numbersMarkup } from './five-numbers.ts';
import { contents, glossaryMarkup, header, marksMarkup } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { page } from './page.ts';

/** The text of the file: everything in it, nothing to fetch. */
export function comparisonPage(comparison: Comparison): string {
  const { id, preset, says, scenario, seeds, variations, table } = comparison;
  const shown = multiples(comparison);
  const parts: (Markup | null)[] = [
    blocksMarkup(ranking(comparison), [dotPlot(comparison)]),
    marksMarkup(shown?.axis.marks ?? [], 'What happened in all of them'),
    overTimeMarkup(shown, seeds.length),
    blocksMarkup(course(table)),
    blocksMarkup(pages(comparison)),
    blocksMarkup(extra(table)),
    variantsMarkup(comparison),
    eventsMarkup(comparison),
    blocksMarkup(trouble(comparison)),
    provenanceMarkup(comparison),
    glossaryMarkup(),
  ];
  const name = preset === null ? id : `${id}, ${preset}`;
  const body = html`${header({
      kicker: `${name} · ${variations.length} variants under ${seedsCounted(seeds)} (${seedList(seeds)}) · virtual world`,
      title: says ?? scenario.title,
      verdict: { text: 'COMPARED', tone: 'strong' },
      says: answer(comparison),
      numbers: numbersMarkup(comparisonNumbers(comparison)),
      story: says === null ? [] : [`${id}: ${scenario.title}.`],
    })}
    ${contents(parts)}
    <main>${parts}</main>`;
  return page({
    title: `${name}: compared · brownout`,
    body,
    script: shown && { axis: shown.axis, charts: [...shown.latency, ...shown.lost], name: slug(name) || 'comparison' },
    data: comparison,
  });
}
