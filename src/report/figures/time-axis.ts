/** The bottom of a drawing whose x is the scenario's time. */
import { clock } from '../format.ts';
import type { Content } from '../html/markup.ts';
import { textWidth } from './lettering.ts';
import { box, label, line, type Box } from './marks.ts';
import { linear, type Scale, type Span } from './scale.ts';
import { timeTicks } from './ticks.ts';
import type { Result } from '../../scenario/result.ts';

/** Of what lies below the drawing: the times. */
export const TIME_AXIS_HEIGHT = 24;

export interface TimeAxis {
  readonly x: Scale;
  /** Seconds of the scenario. */
  readonly span: Span;
  /** Band of the fault, grid and times, to be drawn first. */
  readonly marks: Content;
}

export interface TimeAxisOptions {
  readonly phases: Result['phases'];
  readonly span: Span;
  /** Without the times, which are below it. */
  readonly area: Box;
  /** @default true */
  readonly isFaultShaded?: boolean;
}

export function timeAxis({ phases, span, area, isFaultShaded = true }: TimeAxisOptions): TimeAxis {
  const x = linear(span, [area.x, area.x + area.width]);
  const bottom = area.y + area.height;
  const fault = phases.find(({ name }) => name === 'fault');
  const within = (at: number): number => Math.max(span[0], Math.min(span[1], at));
  const room = textWidth('+00:00') + 16;
  const ticks = timeTicks(span, Math.max(2, Math.floor(area.width / room)));
  return {
    x,
    span,
    marks: [
      isFaultShaded &&
        fault !== undefined &&
        within(fault.from) < within(fault.to) &&
        box(
          'fault-band',
          {
            x: x(within(fault.from)),
            y: area.y,
            width: x(within(fault.to)) - x(within(fault.from)),
            height: area.height,
          },
          `fault, ${clock(fault.from)} to ${clock(fault.to)}`,
        ),
      ticks.map((at) => [
        line('grid', { x: x(at), y: area.y }, { x: x(at), y: bottom }),
        x(at) + room / 2 <= area.x + area.width + 16 && label({ x: x(at), y: bottom + 18 }, clock(at), 'quiet middle'),
      ]),
      line('axis', { x: area.x, y: bottom }, { x: area.x + area.width, y: bottom }),
    ],
  };
}
