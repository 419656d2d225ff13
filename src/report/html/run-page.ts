/** `report.html` of a run, from a `Result` alone. */
import type { Result } from '../../scenario/result.ts';
import { commandText } from '../command-text.ts';
import { calmWords, isDisturbed } from '../disturbance.ts';
import type { Block } from '../document.ts';
import { blastRadius } from '../figures/blast-radius.ts';
import { ejections } from '../figures/ejection-lanes.ts';
import { percentileCurve } from '../figures/percentile-curve.ts';
import { capitalised } from '../figures/phase-words.ts';
import { roundTrips } from '../figures/round-trips.ts';
import { swimLane } from '../figures/swim-lane.ts';
import { caches } from '../sections/caches.ts';
import { connections } from '../sections/connections.ts';
import { credentials } from '../sections/credentials.ts';
import { descriptors } from '../sections/descriptors.ts';
import { expectations } from '../sections/expectations.ts';
import { failover } from '../sections/failover.ts';
import { health } from '../sections/health.ts';
import { herd } from '../sections/herd.ts';
import { hurt } from '../sections/hurt.ts';
import { modes } from '../sections/modes.ts';
import { oncall } from '../sections/oncall.ts';
import { origin } from '../sections/origin.ts';
import { pages } from '../sections/pages.ts';
import { phases } from '../sections/phases.ts';
import { TONES, facts, sentence, story } from '../sections/summary.ts';
import { turnedAway } from '../sections/turned-away.ts';
import { workloads } from '../sections/workloads.ts';
import { blocksMarkup, section, slug } from './blocks.ts';
import type { TimeAxis } from './chart.ts';
import { runAxis, runCharts } from './charts/index.ts';
import { fiveNumbers, numbersMarkup } from './five-numbers.ts';
import { contents, glossaryMarkup, header, marksMarkup, repeat, timeMarkup } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { page } from './page.ts';

/** The text of the file: everything in it, nothing to fetch. */
export function runPage(result: Result): string {
  const { id, scenario, seed, verdict, world } = result;
  const axis = runAxis(result);
  const charts = runCharts(result);
  const parts: (Markup | null)[] = [
    marksMarkup(axis.marks),
    timeMarkup(charts, legend(result, axis)),
    percentiles(result),
    of(result, [hurt], [blastRadius(result)]),
    of(result, [oncall], [swimLane(result)]),
    of(result, [failover, herd], [ejections(result)]),
    of(result, [pages], [roundTrips(result)]),
    of(result, [origin]),
    of(result, [modes]),
    of(result, [workloads]),
    of(result, [phases]),
    of(result, [connections]),
    of(result, [turnedAway]),
    of(result, [descriptors]),
    of(result, [caches]),
    of(result, [credentials]),
    of(result, [expectations]),
    of(result, [health]),
    thisRun(result),
    glossaryMarkup(),
  ];
  const body = html`${header({
      kicker: `${id} · ${world} world · seed ${seed}`,
      title: scenario.title,
      verdict: { text: verdict.name.toUpperCase(), tone: TONES[verdict.name] },
      says: sentence(result),
      numbers: numbersMarkup(fiveNumbers(result)),
      story: story(result),
    })}
    ${contents(parts)}
    <main>${parts}</main>`;
  return page({
    title: `${id}: ${verdict.name} · brownout`,
    body,
    script: { axis, charts, name: slug(id) || 'run' },
    data: result,
  });
}

function of(
  result: Result,
  sections: readonly ((result: Result) => Block[])[],
  figures: readonly (Markup | null)[] = [],
): Markup {
  return blocksMarkup(
    sections.flatMap((each) => each(result)),
    figures,
  );
}

/** What is behind the lines of all charts over time. */
function legend(result: Result, { fault, marks }: TimeAxis): string[] {
  return [
    ...(fault === null ? [] : ['The fault is shaded.']),
    ...(isDisturbed(result) ? [] : [`${capitalised(calmWords(result))}.`]),
    ...(marks.length === 0 ? [] : ['Numbered lines are the events above.']),
    ...(result.control === null ? [] : ['Grey is the control, the same seed without faults.']),
  ];
}

function percentiles(result: Result): Markup | null {
  const curve = percentileCurve(result);
  return curve && section({ heading: 'Percentiles', contents: curve });
}

/** What it takes to trust it, and to make it again. */
function thisRun(result: Result): Markup {
  return section({
    heading: 'This run',
    contents: [
      blocksMarkup([
        { kind: 'facts', rows: facts(result).filter(([name]) => name !== 'repeat') },
        ...result.remarks.map(remark),
      ]),
      result.command && repeat(commandText(result.command)),
      html`<div id="downloads" hidden></div>`,
    ],
  });
}

function remark(text: string): Block {
  return { kind: 'paragraph', tone: 'quiet', text: `Note: ${text}` };
}
