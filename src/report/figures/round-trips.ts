/** What a page costs: how often it waits for the network, and how long it takes. */
import type { PageFigures, Result, WorkloadFigures } from '../../scenario/result.ts';
import { left, right, type Cell } from '../document.ts';
import { latency, NOT_AVAILABLE, percent, rate } from '../format.ts';
import { html, type Content, type Markup } from '../html/markup.ts';
import { figure, type Drawing, type Sheet } from './figure.ts';
import { fitted, textWidth } from './lettering.ts';
import { box, dot, label, line } from './marks.ts';
import { phaseWords, type PhaseWords } from './phase-words.ts';
import { roundLatency } from './round-latency.ts';
import { linear, logarithmic, type Scale, type Span } from './scale.ts';
import { linearTicks, logTicks, roundSpan } from './ticks.ts';

const ROW = 26;
const NARROW_ROW = 50;
const TOP = 28;
const NAME_MAX = 180;
const GAP = 48;
/** Room for two latencies. */
const VALUES = 160;
/** Latencies this many times apart need a logarithmic axis. */
const FAR_APART = 20;

interface PageCost {
  readonly workload: WorkloadFigures;
  readonly baseline: PageFigures | null;
  readonly fault: PageFigures | null;
}

/** Null where every page is a single round trip: there is nothing to compare. */
export function roundTrips(result: Result, id = 'round-trips'): Markup | null {
  const costs = result.incident.workloads.flatMap((workload): PageCost[] => {
    const [baseline, fault] = [pagesIn(workload, 'baseline'), pagesIn(workload, 'fault')];
    return baseline === null && fault === null ? [] : [{ workload, baseline, fault }];
  });
  if (!costs.some(({ baseline, fault }) => tripsOf({ baseline, fault }) > 1)) return null;
  const words = phaseWords(result);
  return figure({
    id,
    title: 'What a page cost',
    says:
      `Left: how often a page waits for the network ${words.before}, on average: to connect, for each exchange of a ` +
      'sign-in, for each exchange of requests. Right: the median of how long complete pages take.',
    key: [
      { mark: 'trips', says: 'round trips of a page' },
      { mark: 'line page-baseline', says: `median page ${words.before}` },
      ...(costs.some(({ fault }) => fault !== null) ? [{ mark: 'line page-fault', says: words.during }] : []),
    ],
    draw: (sheet) => draw(costs, words, sheet),
    table: tableOf(costs),
  });
}

function pagesIn({ phases }: WorkloadFigures, phase: 'baseline' | 'fault'): PageFigures | null {
  const pages = phases.find((each) => each.phase === phase)?.pages;
  return pages !== undefined && pages.count > 0 ? pages : null;
}

function tripsOf({ baseline, fault }: Pick<PageCost, 'baseline' | 'fault'>): number {
  return (baseline ?? fault)?.roundTrips ?? 0;
}

function draw(costs: readonly PageCost[], words: PhaseWords, { width, isNarrow }: Sheet): Drawing {
  const names = isNarrow
    ? 6
    : Math.min(NAME_MAX, Math.max(...costs.map(({ workload }) => textWidth(workload.name)))) + 14;
  const rowHeight = isNarrow ? NARROW_ROW : ROW;
  const bottom = TOP + costs.length * rowHeight;
  const plots = width - names - GAP - (isNarrow ? 22 : VALUES);
  const bars: Span = [names, names + plots * 0.45];
  const times: Span = [bars[1] + GAP, bars[1] + GAP + plots * 0.55];
  const most = Math.max(...costs.map(tripsOf));
  const counts = linear([0, most], bars);
  const { x, ticks } = latencyScale(costs, times);
  return {
    height: bottom + 26,
    marks: [
      label({ x: bars[0], y: 14 }, isNarrow ? 'round trips' : 'round trips per page', 'quiet'),
      label(
        { x: times[0], y: 14 },
        isNarrow ? 'median page' : `median page, ${words.before} → ${words.during}`,
        'quiet',
      ),
      linearTicks([0, most], isNarrow ? 4 : 6).map((at) => tick(counts(at), rate(at), [TOP, bottom])),
      ticks.map((at) => tick(x(at), roundLatency(at), [TOP, bottom])),
      line('axis', { x: times[0], y: bottom }, { x: times[1], y: bottom }),
      costs.map((cost, i) => {
        const y = TOP + i * rowHeight;
        return rowMarks(cost, { words, y, isNarrow, width, names, counts, x });
      }),
      line('axis', { x: bars[0], y: TOP }, { x: bars[0], y: bottom }),
    ],
  };
}

function tick(x: number, text: string, [top, bottom]: Span): Content {
  return [line('grid', { x, y: top }, { x, y: bottom }), label({ x, y: bottom + 18 }, text, 'quiet middle')];
}

function latencyScale(
  costs: readonly PageCost[],
  range: Span,
): { readonly x: Scale; readonly ticks: readonly number[] } {
  const all = costs
    .flatMap(({ baseline, fault }) => [baseline?.p50 ?? [], fault?.p50 ?? []].flat())
    .filter((us) => us > 0);
  if (all.length === 0) return { x: () => range[0], ticks: [] };
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const most = Math.max(2, Math.floor((range[1] - range[0]) / 64));
  if (low * FAR_APART >= high) return { x: linear([0, high], range), ticks: linearTicks([0, high], most) };
  const span = roundSpan([low, high]);
  return { x: logarithmic(span, range), ticks: logTicks(span, most) };
}

interface RowPlace {
  readonly words: PhaseWords;
  readonly y: number;
  readonly isNarrow: boolean;
  readonly width: number;
  readonly names: number;
  readonly counts: Scale;
  readonly x: Scale;
}

function rowMarks(cost: PageCost, { words, y, isNarrow, width, names, counts, x }: RowPlace): Content {
  const { workload, baseline, fault } = cost;
  const trips = tripsOf(cost);
  const [text, middle] = [y + 18, y + (isNarrow ? 36 : ROW / 2)];
  const [before, during] = [baseline?.p50 ?? null, fault?.p50 ?? null];
  const values = [before, ...(fault === null ? [] : [during])].map(latency).join(' → ');
  const room = isNarrow ? width - VALUES : names - 10;
  const name = fitted(workload.name, room);
  const says =
    `${workload.name}, ${workload.mode}: ${rate(trips)} round trips; median page ${latency(before)} ${words.before}, ` +
    `${latency(during)} ${words.during}`;
  return html`
    ${label({ x: 0, y: text }, name, isNarrow ? 'halo' : '')} ${label({ x: width, y: text }, values, 'halo end')}
    ${box('trips', { x: counts(0), y: middle - 6, width: counts(trips) - counts(0), height: 12 })}
    ${
      counts(trips) - counts(0) > 34
        ? label({ x: counts(trips) - 6, y: middle + 5 }, rate(trips), 'on-mark end')
        : label({ x: counts(trips) + 6, y: middle + 5 }, rate(trips), 'halo')
    }
    ${before !== null && during !== null && line('page-change', { x: x(before), y: middle }, { x: x(during), y: middle })}
    ${during !== null && dot('page-fault', { x: x(during), y: middle }, 5)}
    ${before !== null && dot('page-baseline', { x: x(before), y: middle }, 5)}
    ${box('pointed-at', { x: 0, y, width, height: isNarrow ? NARROW_ROW : ROW }, says)}
  `;
}

function tableOf(costs: readonly PageCost[]): Parameters<typeof figure>[0]['table'] {
  const columns = [
    left('workload'),
    left('connections'),
    right('operations a page'),
    ...['baseline', 'fault'].flatMap((phase) => [
      right(`round trips, ${phase}`),
      right(`p50, ${phase}`),
      right('failed'),
    ]),
  ];
  const rows = costs.map(({ workload, baseline, fault }): Cell[] => [
    workload.name,
    workload.mode,
    rate(workload.operationsPerPage),
    ...[baseline, fault].flatMap((pages) =>
      pages === null
        ? [NOT_AVAILABLE, NOT_AVAILABLE, NOT_AVAILABLE]
        : [rate(pages.roundTrips), latency(pages.p50), percent(pages.failedShare)],
    ),
  ]);
  return { columns, rows };
}
