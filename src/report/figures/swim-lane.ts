/** From the first sign to the effect: what the monitor, each channel and each person did meanwhile. */
import type { OncallFigures, Result } from '../../scenario/result.ts';
import { hasFaultPhase } from '../disturbance.ts';
import { left, right, type Cell } from '../document.ts';
import { clock, NOT_AVAILABLE, seconds } from '../format.ts';
import type { Content, Markup } from '../html/markup.ts';
import { figure, type Drawing, type Sheet } from './figure.ts';
import { fitted, LINE_HEIGHT, STRONG, textWidth } from './lettering.ts';
import { box, dot, label, line } from './marks.ts';
import { pagingLanes, type PagingBar, type PagingLane } from './paging-spans.ts';
import { rowsFor } from './rows.ts';
import { linear, type Span } from './scale.ts';
import { TIME_AXIS_HEIGHT, timeAxis } from './time-axis.ts';

/** More pages than these make a figure that nobody reads. */
const PAGES_MAX = 8;
const ROW = 34;
const BAR = 10;
const PADDING = 6;
const CHANNELS: Readonly<Record<string, string>> = { sms: 'SMS', push: 'push message', call: 'call' };

const DOING: Readonly<Record<PagingBar['doing'], string>> = {
  pending: 'condition held',
  firing: 'fires',
  'on-its-way': 'on its way',
  lost: 'lost, unnoticed',
  acknowledging: 'acknowledging',
  silent: 'no answer',
  acting: 'acting',
};

export function swimLane(result: Result, id = 'swim-lane'): Markup | null {
  const all = result.incident.oncall;
  if (all === undefined || all.alerts.length === 0) return null;
  const figures = shownOf(all);
  const lanes = pagingLanes(figures);
  const span = spanOf(result, figures, lanes);
  return figure({
    id,
    title: 'From the alert to the effect',
    says: says(all, figures, hasFaultPhase(result)),
    draw: (sheet) => draw(result, lanes, span, sheet),
    table: tableOf(lanes),
  });
}

/** The first pages, and the alerts that fired until the last of them was sent. */
function shownOf({ alerts, pages }: OncallFigures): OncallFigures {
  const shown = pages.slice(0, PAGES_MAX);
  if (shown.length === pages.length) return { alerts, pages };
  const last = shown.at(-1)!.sentAt;
  return { alerts: alerts.filter(({ firedAt }) => firedAt <= last), pages: shown };
}

function says({ pages }: OncallFigures, shown: OncallFigures, isShaded: boolean): string {
  const acted = pages.find(({ deed }) => deed !== null);
  const alert = shown.alerts.find(({ rule, firedAt }) => rule === acted?.rule && firedAt === acted.sentAt);
  const told =
    acted?.deed == null
      ? 'No page had led to anything when the run ended.'
      : `From the first scrape that showed it to the effect it took ${seconds(acted.deed.at - (alert?.pendingAt ?? acted.sentAt))}.`;
  const left = pages.length > PAGES_MAX ? ` Only the first ${PAGES_MAX} of ${pages.length} pages are shown.` : '';
  return `Who did what in the meantime, each with how long it took${isShaded ? '; the fault is shaded' : ''}. ${told}${left}`;
}

/** To the last effect, or what was last heard; from the fault's begin where that is not long before. */
function spanOf({ phases }: Result, { alerts, pages }: OncallFigures, lanes: readonly PagingLane[]): Span {
  const ends = lanes
    .filter(({ kind }) => kind !== 'monitor')
    .flatMap(({ bars }) => bars.flatMap(({ from, to }) => [from, ...(to === null ? [] : [to])]));
  const isOpen = pages.some(({ deed }) => deed === null);
  const last = Math.max(...alerts.map(({ firedAt }) => firedAt), ...ends, ...(isOpen ? [phases.at(-1)?.to ?? 0] : []));
  const first = Math.min(...alerts.map(({ pendingAt }) => pendingAt));
  const length = Math.max(1, last - first);
  const fault = phases.find(({ name }) => name === 'fault')?.from;
  const from = fault !== undefined && fault < first && first - fault < length / 2 ? fault : first;
  return [from - length * 0.02, last + length * 0.08];
}

interface Placed {
  readonly bar: PagingBar;
  readonly lane: PagingLane;
  readonly x: number;
  readonly end: number;
  readonly y: number;
  readonly text: string;
  readonly isLeftward: boolean;
}

function draw(result: Result, lanes: readonly PagingLane[], span: Span, { width, isNarrow }: Sheet): Drawing {
  const names = isNarrow ? 0 : Math.min(150, Math.max(...lanes.map((lane) => STRONG * textWidth(nameOf(lane))))) + 16;
  const [start, end] = [names, width - 8];
  const x = linear(span, [start, end]);
  let y = 4;
  const placed: Placed[] = [];
  const heads: Content[] = [];
  for (const lane of lanes) {
    if (y > 4) heads.push(line('axis', { x: 0, y }, { x: width, y }));
    heads.push(
      label(
        { x: 0, y: y + PADDING + 13 + (isNarrow ? 0 : BAR) },
        fitted(nameOf(lane), (isNarrow ? width : names - 12) / STRONG),
        'strong',
      ),
    );
    if (isNarrow) y += LINE_HEIGHT + 4;
    const spots = lane.bars.map((bar) => spot(bar, x, span, [start, end]));
    const rows = rowsFor(spots.map(({ extent }) => extent));
    spots.forEach((each, i) => placed.push({ ...each, lane, y: y + PADDING + rows[i]! * ROW }));
    y += PADDING * 2 + (Math.max(...rows) + 1) * ROW - 4;
  }
  const axis = timeAxis({
    phases: result.phases,
    span,
    area: { x: start, y: 4, width: end - start, height: y - 4 },
    isFaultShaded: hasFaultPhase(result),
  });
  return { height: y + TIME_AXIS_HEIGHT, marks: [axis.marks, heads, handoffs(placed), placed.map(barMarks)] };
}

function nameOf({ kind, name }: PagingLane): string {
  if (kind === 'monitor') return 'monitor';
  return kind === 'channel' ? (CHANNELS[name] ?? name) : name;
}

function spot(bar: PagingBar, x: (at: number) => number, span: Span, [start, end]: Span) {
  const [from, to] = [x(Math.max(span[0], bar.from)), x(Math.min(span[1], bar.to ?? span[1]))];
  const what = bar.doing === 'firing' ? `${bar.rule} fires` : DOING[bar.doing];
  const text = bar.to === null ? `${what} …` : `${what} ${seconds(bar.to - bar.from)}`;
  const room = textWidth(text);
  const isLeftward = from + room > end;
  const textFrom = isLeftward ? Math.max(start, Math.min(end, to) - room) : from;
  const extent = { from: Math.min(from, textFrom), to: Math.max(to, textFrom + room + 10) };
  return { bar, x: from, end: Math.max(to, from + 2), text, isLeftward, extent };
}

const HANDS_ON: ReadonlySet<PagingBar['doing']> = new Set(['pending', 'on-its-way', 'lost'] as const);

/** Where one ends and another begins at once, in another lane. */
function handoffs(placed: readonly Placed[]): Content {
  return placed.flatMap(({ bar, lane, end, y }) =>
    placed
      .filter(
        (next) =>
          next.lane !== lane && next.bar.rule === bar.rule && next.bar.from === bar.to && HANDS_ON.has(bar.doing),
      )
      .map((next) =>
        line('handoff', { x: end, y: y + LINE_HEIGHT + BAR / 2 }, { x: end, y: next.y + LINE_HEIGHT + BAR / 2 }),
      ),
  );
}

function barMarks({ bar, lane, x, end, y, text, isLeftward }: Placed): Content {
  const { doing, from, to, rule } = bar;
  const until = to === null ? 'the end of the run' : clock(to);
  const told = `${nameOf(lane)}, ${rule}: ${DOING[doing]} from ${clock(from)} to ${until}`;
  const middle = y + LINE_HEIGHT + BAR / 2;
  return [
    label({ x: isLeftward ? end : x, y: y + 12 }, text, isLeftward ? 'end' : ''),
    box(`bar ${doing}`, { x, y: y + LINE_HEIGHT, width: end - x, height: BAR }, told),
    to !== null &&
      doing !== 'firing' &&
      doing !== 'silent' &&
      dot(`moment ${doing}`, { x: end, y: middle }, 4, `${ENDS[doing]} at ${clock(to)}`),
  ];
}

const ENDS: Readonly<Record<PagingBar['doing'], string>> = {
  pending: 'alert fired, page sent',
  firing: 'resolved',
  'on-its-way': 'arrived',
  lost: 'escalated',
  acknowledging: 'acknowledged',
  silent: 'given up',
  acting: 'took effect',
};

function tableOf(lanes: readonly PagingLane[]): Parameters<typeof figure>[0]['table'] {
  const columns = [left('who'), left('alert'), left('what'), right('from'), right('to'), right('took')];
  const rows = lanes.flatMap((lane) =>
    lane.bars.map(({ doing, from, to, rule }): Cell[] => [
      nameOf(lane),
      rule,
      DOING[doing],
      clock(from),
      to === null ? NOT_AVAILABLE : clock(to),
      to === null ? NOT_AVAILABLE : seconds(to - from),
    ]),
  );
  return { columns, rows };
}
