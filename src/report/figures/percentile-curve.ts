/** Latency by percentile, before the fault and in it, of all workloads side by side. */
import { parseNanos } from '../../scenario/units.ts';
import type { PhaseName, Result } from '../../scenario/result.ts';
import { hasFaultPhase } from '../disturbance.ts';
import { left, right, type Cell } from '../document.ts';
import { grouped, latency, NOT_AVAILABLE, percent } from '../format.ts';
import { html, type Content, type Markup } from '../html/markup.ts';
import { figure, type Drawing, type Sheet } from './figure.ts';
import { fitted, LINE_HEIGHT, spaced, textWidth } from './lettering.ts';
import { dot, label, line, polyline, type Point } from './marks.ts';
import { capitalised, phaseWords } from './phase-words.ts';
import { namedQuantiles, quantileCurves, type QuantileCurve } from './quantile-curve.ts';
import { roundLatency } from './round-latency.ts';
import { linear, logarithmic, ninesOf, quantileOf, type Scale, type Span } from './scale.ts';
import { logTicks, roundSpan } from './ticks.ts';

interface Panel {
  readonly title: string;
  readonly phase: PhaseName;
  readonly curves: readonly QuantileCurve[];
  /** The same phase of the run without faults; empty: there is none, or nothing is to be told from it. */
  readonly control: readonly QuantileCurve[];
}

const LEFT = 58;
const GAP = 16;
const TOP = 26;
const LABEL_MAX = 150;

export function percentileCurve(result: Result, id = 'percentile-curve'): Markup | null {
  const { incident, control } = result;
  const { before, during } = phaseWords(result);
  const panels = [
    { title: capitalised(before), phase: 'baseline', curves: quantileCurves(incident, 'baseline'), control: [] },
    {
      title: capitalised(during),
      phase: 'fault',
      curves: quantileCurves(incident, 'fault'),
      control: control === null || !hasFaultPhase(result) ? [] : quantileCurves(control, 'fault'),
    },
  ] as const satisfies Panel[];
  const shown = panels.filter(({ curves }) => curves.length > 0);
  if (shown.length === 0) return null;
  return figure({
    id,
    title: 'Latency by percentile',
    says:
      'Of answers, from their intended send time; each step to the right is ten times rarer. A curve ends where fewer ' +
      'than 100 answers lie above. What failed has no latency, and is in no curve: its share is written below the name.',
    key: [
      ...new Map(
        shown.flatMap(({ curves }) => curves.map(({ mode }) => [mode, { mark: `line ${mode}`, says: mode }])),
      ).values(),
      ...(panels[1].control.length > 0
        ? [{ mark: 'line control', says: 'control, the same time without faults' }]
        : []),
    ],
    draw: (sheet) => draw(shown, sloUs(result), sheet),
    table: tableOf(shown),
  });
}

function sloUs({ scenario }: Result): number | null {
  const nanos = parseNanos(scenario.slo.p99);
  return nanos === null || nanos === undefined ? null : nanos / 1000;
}

function draw(panels: readonly Panel[], slo: number | null, { width, isNarrow }: Sheet): Drawing {
  const height = isNarrow ? 230 : 280;
  const all = panels.flatMap(({ curves, control }) => [...curves, ...control]);
  const values = all.flatMap(({ points }) => points.map(({ us }) => us)).concat(slo ?? []);
  const span = roundSpan([Math.max(1, Math.min(...values)), Math.max(1, ...values)]);
  const labels = panels.map(({ curves }) =>
    Math.min(LABEL_MAX, Math.max(...curves.flatMap(endLines).map(textWidth)) + 16),
  );
  const nines = panels.map(({ curves, control }) => Math.max(...[...curves, ...control].map(endOf)));
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  // A nine is as wide in all panels.
  const unit = isNarrow
    ? Math.min(...panels.map((_, i) => (width - LEFT - labels[i]!) / nines[i]!))
    : (width - panels.length * LEFT - GAP * (panels.length - 1) - sum(labels)) / sum(nines);
  let [x, y] = [LEFT, TOP];
  const marks = panels.map((panel, i) => {
    const area = { x, y, width: unit * nines[i]!, height };
    if (isNarrow) y += height + TOP + 40;
    else x += area.width + labels[i]! + GAP + LEFT;
    return drawPanel(panel, { area, span, slo, labelRoom: labels[i]! - 12 });
  });
  return { height: isNarrow ? y - 40 : TOP + height + 34, marks };
}

interface PanelPlace {
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly span: Span;
  readonly slo: number | null;
  readonly labelRoom: number;
}

function drawPanel(panel: Panel, { area, span, slo, labelRoom }: PanelPlace): Content {
  const { title, curves, control } = panel;
  const last = Math.max(...[...curves, ...control].map(endOf));
  const x = linear([0, last], [area.x, area.x + area.width]);
  const y = logarithmic(span, [area.y + area.height, area.y]);
  const at = ({ p, us }: { readonly p: number; readonly us: number }): Point => ({
    x: x(ninesOf(p)),
    y: y(Math.max(span[0], us)),
  });
  return html`
    ${label({ x: area.x, y: area.y - 12 }, title, 'strong')} ${grid(area, span, { x, y, last })} ${limit(area, slo, y)}
    ${control.map(({ points }) => polyline('curve control', points.map(at)))}
    ${curves.map(({ points, nth, mode }) => polyline(`curve ${mode} series-${(nth % 8) + 1}`, points.map(at)))}
    ${control.map((curve) => dots(curve, at, 'control', 'control, fault'))}
    ${curves.map((curve) => dots(curve, at, `series-${(curve.nth % 8) + 1}`, panel.phase))}
    ${endLabels(curves, at, { area, labelRoom })}
  `;
}

function endOf({ points }: QuantileCurve): number {
  return ninesOf(points.at(-1)!.p);
}

function grid(
  area: PanelPlace['area'],
  span: Span,
  { x, y, last }: { readonly x: Scale; readonly y: Scale; readonly last: number },
): Content {
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  // Most telling first: where there is no room for all names, the lowest has none.
  const quantiles = [...Array.from({ length: Math.floor(last + 1e-9) }, (_, i) => quantileOf(i + 1)), 0.5, 0];
  const taken: Span[] = [];
  return html`
    ${logTicks(span).map((us) => [
      line('grid', { x: area.x, y: y(us) }, { x: right, y: y(us) }),
      label({ x: area.x - 8, y: y(us) + 4 }, roundLatency(us), 'quiet end'),
    ])}
    ${quantiles.map((p) => {
      const [at, text] = [x(ninesOf(p)), p === 0 ? 'min' : `p${percentileName(p)}`];
      const half = textWidth(text) / 2;
      const isFree = taken.every(([from, to]) => at + half + 8 <= from || at - half - 8 >= to);
      if (isFree) taken.push([at - half, at + half]);
      return [
        line('grid', { x: at, y: area.y }, { x: at, y: bottom }),
        isFree && label({ x: at, y: bottom + 18 }, text, 'quiet middle'),
      ];
    })}
    ${line('axis', { x: area.x, y: bottom }, { x: right, y: bottom })}
  `;
}

function limit(area: PanelPlace['area'], slo: number | null, y: Scale): Content {
  if (slo === null) return null;
  return [
    line('limit', { x: area.x, y: y(slo) }, { x: area.x + area.width, y: y(slo) }),
    // Above the line, unless the panel's title is there.
    label(
      { x: area.x + 4, y: y(slo) - area.y < LINE_HEIGHT ? y(slo) + LINE_HEIGHT - 3 : y(slo) - 5 },
      `SLO ${roundLatency(slo)}`,
      'quiet halo',
    ),
  ];
}

function dots(
  { name, points, answers }: QuantileCurve,
  at: (point: QuantileCurve['points'][number]) => Point,
  names: string,
  phase: string,
): Content {
  const named = new Set([...namedQuantiles(answers), points.at(-1)!.p]);
  return points
    .filter(({ p }) => named.has(p))
    .map((point) =>
      dot(
        `dot ${names}`,
        at(point),
        2.5,
        `${name}, ${phase}: p${percentileName(point.p)} ${latency(point.us)}, of ${grouped(answers)} answers`,
      ),
    );
}

function endLabels(
  curves: readonly QuantileCurve[],
  at: (point: QuantileCurve['points'][number]) => Point,
  { area, labelRoom }: Pick<PanelPlace, 'area' | 'labelRoom'>,
): Content {
  const ends = curves.map(({ points }) => at(points.at(-1)!));
  const rooms = curves.map((curve) => endLines(curve).length * LINE_HEIGHT + 2);
  const places = spaced(
    ends.map(({ y }, i) => ({ at: y, room: rooms[i]! })),
    [area.y - 4, area.y + area.height + 4],
  );
  const x = area.x + area.width + 12;
  return curves.map((curve, i) => {
    const series = `series-${(curve.nth % 8) + 1}`;
    const top = places[i]! - rooms[i]! / 2;
    return [
      line(`leader ${series}`, ends[i]!, { x: x - 3, y: places[i]! }),
      endLines(curve).map((text, row) =>
        label(
          { x, y: top + LINE_HEIGHT * row + 13 },
          fitted(text, labelRoom),
          row === 0 ? `halo name ${series}` : 'halo quiet',
        ),
      ),
    ];
  });
}

function endLines({ name, failedShare }: QuantileCurve): string[] {
  return failedShare === 0 ? [name] : [name, `${percent(failedShare)} failed`];
}

function tableOf(panels: readonly Panel[]): Parameters<typeof figure>[0]['table'] {
  const rows = panels.flatMap(({ phase, curves, control }) => [
    ...curves.map((curve) => ({ curve, phase: phase })),
    ...control.map((curve) => ({ curve, phase: `${phase}, control` })),
  ]);
  const most = Math.max(...rows.map(({ curve }) => curve.answers));
  const quantiles = namedQuantiles(most);
  return {
    columns: [
      left('workload'),
      left('connections'),
      left('phase'),
      right('answers'),
      right('failed'),
      ...quantiles.map((p) => right(`p${percentileName(p)}`)),
    ],
    rows: rows.map(({ curve, phase }): Cell[] => [
      curve.name,
      curve.mode,
      phase,
      grouped(curve.answers),
      percent(curve.failedShare),
      ...quantiles.map((p) => {
        const us = curve.points.find((point) => point.p === p)?.us;
        return us === undefined ? NOT_AVAILABLE : latency(us);
      }),
    ]),
  };
}

/** `50`, `99.9`: of a quantile, in percent. */
export function percentileName(p: number): string {
  return String(Number((p * 100).toPrecision(3 + Math.floor(ninesOf(p) + 1e-9))));
}
