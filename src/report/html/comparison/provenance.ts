/** What it takes to trust a comparison, and to make it again. */
import type { Comparison } from '../../../compare/comparison.ts';
import { commandText } from '../../command-text.ts';
import { seedList } from '../../comparison-words.ts';
import { clock, seconds } from '../../format.ts';
import { blocksMarkup, section } from '../blocks.ts';
import { html, type Markup } from '../markup.ts';

export function provenanceMarkup(comparison: Comparison): Markup {
  const { command } = comparison;
  return section({
    heading: 'This comparison',
    contents: html`${
        command &&
        html`<p>To make it again:</p>
          <pre class="command"><code>${commandText(command)}</code></pre>`
      }
      ${blocksMarkup([{ kind: 'facts', rows: facts(comparison) }])} ${tracesMarkup(comparison)}
      <div id="downloads" hidden></div>`,
  });
}

function facts({ seeds, runs, controls, courses, brownout, environment }: Comparison): [string, string][] {
  const phases = courses?.axis.phases ?? [];
  const { from, to } = { from: phases[0]?.from ?? 0, to: phases.at(-1)?.to ?? 0 };
  const each = to > from ? `, each ${clock(from)} to ${clock(to)} (${seconds(to - from)})` : '';
  const { wallSeconds, cpuSeconds, finishedAt, node, platform } = environment;
  return [
    ['world', 'virtual: simulated network, clock and CPUs'],
    ['seeds', seedList(seeds)],
    ['runs', `${runs.length} and ${controls.length} controls${each}`],
    ['took', `${seconds(wallSeconds)}, ${seconds(cpuSeconds)} of CPU time; finished ${finishedAt}`],
    ['version', `brownout ${brownout}, Node ${node}, ${platform}`],
  ];
}

type Traced = Pick<Comparison['runs'][number], 'variation' | 'seed' | 'traceHash'>;

/** Equal hashes: the runs were equal, event by event. */
function tracesMarkup({ variations, seeds, runs, controls }: Comparison): Markup {
  const row = (label: string, name: string, all: readonly Traced[]): [string, string] => {
    const own = all.filter(({ variation }) => variation === name);
    return [label, seeds.map((seed) => own.find((each) => each.seed === seed)?.traceHash ?? 'none').join(' ')];
  };
  const leaders = [...new Set(controls.map(({ variation }) => variation))];
  const rows = [
    ...leaders.map((name) => row(`control of ${name}`, name, controls)),
    ...variations.map(({ name }) => row(name, name, runs)),
  ];
  return html`<details>
    <summary>Trace hashes, seed by seed</summary>
    ${blocksMarkup([{ kind: 'facts', rows }])}
  </details>`;
}
