/** Who was out of the ring when: a lane for each backend, as high as the number of proxies that had it out. */
import type { Result } from '../../scenario/result.ts';
import { left, right, type Cell } from '../document.ts';
import { clock, grouped } from '../format.ts';
import { html, type Content, type Markup } from '../html/markup.ts';
import {
  ejectionLanes,
  outages,
  thinned,
  type EjectionLane,
  type EjectionStep,
  type Stretch,
} from './ejection-spans.ts';
import { figure, type Drawing, type Sheet } from './figure.ts';
import { fitted, LINE_HEIGHT, textWidth } from './lettering.ts';
import { box, label, line, type Box } from './marks.ts';
import { linear, px, type Scale, type Span } from './scale.ts';
import { TIME_AXIS_HEIGHT, timeAxis } from './time-axis.ts';

const LANES_MAX = 16;
/** Changes of a lane beyond these, and stretches to be pointed at, would fill the page's file and be seen by nobody. */
const COLUMNS_MAX = 400;
const POINTED_AT_MAX = 60;
const LANE = 26;
const GAP = 8;

export function ejections(result: Result, id = 'ejection-lanes'): Markup | null {
  const lanes = ejectionLanes(result);
  if (!lanes.some(({ steps }) => steps.length > 0)) return null;
  const shown = lanes.slice(0, LANES_MAX);
  const proxies = result.incident.proxies.length;
  const has = (isPolicy: boolean): boolean => lanes.some(({ by }) => by.some((one) => one.isPolicy === isPolicy));
  const isSick = lanes.some(({ sick }) => sick.length > 0);
  const rest = lanes.length - shown.length;
  return figure({
    id,
    title: 'Who was out of the ring',
    says:
      `A lane for each backend that was sick or taken out; a full lane means that all ${proxies} proxies had it out. ` +
      `${isSick ? 'What is filled where nothing is shaded was wrong, or late.' : 'Nothing was wrong with any of them.'}${rest > 0 ? ` ${rest} more are in the table.` : ''}`,
    key: [
      ...(isSick ? [{ mark: 'sick', says: 'the backend was sick' }] : []),
      ...(has(true) ? [{ mark: 'out by-policy', says: "out by a proxy's policy" }] : []),
      ...(has(false) ? [{ mark: 'out by-people', says: 'out by people' }] : []),
    ],
    draw: (sheet) => draw(result, shown, sheet),
    table: tableOf(lanes, proxies),
  });
}

function draw(result: Result, lanes: readonly EjectionLane[], { width, isNarrow }: Sheet): Drawing {
  const proxies = Math.max(1, result.incident.proxies.length);
  const names = Math.min(isNarrow ? 110 : 170, Math.max(...lanes.map(({ backend }) => textWidth(backend)))) + 16;
  const notes = textWidth(`${proxies} of ${proxies}`) + 10;
  const span: Span = [result.phases[0]?.from ?? 0, result.phases.at(-1)?.to ?? 0];
  const top = LINE_HEIGHT + 6;
  const area: Box = {
    x: names,
    y: top,
    width: width - names - notes,
    height: lanes.length * (LANE + GAP) + GAP,
  };
  const { x, marks } = timeAxis({ phases: result.phases, span, area, isFaultShaded: false });
  return {
    height: area.y + area.height + TIME_AXIS_HEIGHT,
    marks: [
      marks,
      label({ x: width, y: 13 }, 'most at once', 'quiet end'),
      lanes.map((lane, i) => {
        const row: Box = { ...area, y: area.y + GAP + i * (LANE + GAP), height: LANE };
        return laneMarks(lane, { row, x, proxies, width, room: names - 12 });
      }),
    ],
  };
}

interface LanePlace {
  readonly row: Box;
  readonly x: Scale;
  readonly proxies: number;
  readonly width: number;
  readonly room: number;
}

function laneMarks({ backend, sick, steps }: EjectionLane, { row, x, proxies, width, room }: LanePlace): Content {
  const bottom = row.y + row.height;
  const y = linear([0, proxies], [bottom, row.y]);
  const across = ({ from, to }: { readonly from: number; readonly to: number }): Box => {
    return { x: x(from), y: row.y, width: x(to) - x(from), height: row.height };
  };
  const out = outages(steps);
  const most = Math.max(0, ...out.map((each) => each.most));
  const thin = thinned(steps, COLUMNS_MAX);
  const middle = row.y + row.height / 2 + 5;
  return [
    label({ x: 0, y: middle }, fitted(backend, room), 'halo'),
    box('lane', row),
    sick.map((stretch) =>
      box('sick', across(stretch), `${backend} was sick from ${clock(stretch.from)} to ${clock(stretch.to)}`),
    ),
    // All, and then those by people in front: what is seen of the former are the policies'.
    area('out by-policy', thin, { x, y, of: ({ byPeople, byPolicy }) => byPeople + byPolicy }),
    area('out by-people', thin, { x, y, of: ({ byPeople }) => byPeople }),
    line('axis', { x: row.x, y: bottom }, { x: row.x + row.width, y: bottom }),
    pointedAt(out).map((stretch) =>
      box(
        'pointed-at',
        across(stretch),
        `${backend}, ${stretch.says}: out at up to ${stretch.most} of ${proxies} proxies`,
      ),
    ),
    label({ x: width, y: middle }, `${most} of ${proxies}`, most === 0 ? 'quiet end' : 'end'),
  ];
}

/** Each stretch, or all of them as one. */
function pointedAt(out: ReturnType<typeof outages>): (Stretch & { readonly most: number; readonly says: string })[] {
  const [first, last] = [out[0], out.at(-1)];
  const within = ({ from, to }: Stretch): string => `${clock(from)} to ${clock(to)}`;
  if (first === undefined || last === undefined || out.length <= POINTED_AT_MAX) {
    return out.map((stretch) => ({ ...stretch, says: within(stretch) }));
  }
  const whole = { from: first.from, to: last.to, most: Math.max(...out.map(({ most }) => most)) };
  return [{ ...whole, says: `${grouped(out.length)} times in ${within(whole)}` }];
}

interface AreaPlace {
  readonly x: Scale;
  readonly y: Scale;
  readonly of: (step: EjectionStep) => number;
}

/** Changes of a lane that are nearer to each other, in units of the drawing, are one. */
const NEAR = 0.5;

/** In steps, on the lane's ground; nothing where it is nothing throughout. */
function area(names: string, steps: readonly EjectionStep[], { x, y, of }: AreaPlace): Content {
  const ground = px(y(0));
  let [d, height, changedAt] = ['', 0, -Infinity];
  steps.forEach((step, i) => {
    const [at, next] = [px(x(step.at)), steps[i + 1]];
    const value = of(step);
    // However short it was, that it was out is shown.
    const isLast = next === undefined || x(next.at) - changedAt > NEAR || (of(next) === 0) !== (value === 0);
    if (value === height || !isLast) return;
    if (height === 0) d += `M${at} ${ground}`;
    else d += `H${at}`;
    d += value === 0 ? `V${ground}Z` : `V${px(y(value))}`;
    [height, changedAt] = [value, x(step.at)];
  });
  return d === '' ? null : html`<path class="${names}" d="${d}" />`;
}

function tableOf(lanes: readonly EjectionLane[], proxies: number): Parameters<typeof figure>[0]['table'] {
  return {
    columns: [left('backend'), left('sick'), left('out'), right('most at once'), left('by')],
    rows: lanes.map(({ backend, sick, steps, by }): Cell[] => {
      const out = outages(steps);
      const first = out[0];
      return [
        backend,
        sick.map(({ from, to }) => `${clock(from)} to ${clock(to)}`).join(', ') || 'no',
        first === undefined
          ? 'never'
          : `${clock(first.from)} to ${clock(first.to)}${out.length > 1 ? `, and ${out.length === 2 ? 'once' : `${out.length - 1} times`} more` : ''}`,
        `${Math.max(0, ...out.map(({ most }) => most))} of ${proxies}`,
        by.map(({ name, count, isPolicy }) => `${isPolicy ? 'policies' : name}: ${grouped(count)}`).join(', '),
      ];
    }),
  };
}
