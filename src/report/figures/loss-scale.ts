/** Shares that were lost, on an axis on which both a hundredth of a percent and a third can be read. */
import { NOTICEABLE } from '../../compare/ranking.ts';
import { linear, logarithmic, type Scale, type Span } from './scale.ts';
import { linearTicks, logTicks, roundSpan } from './ticks.ts';
import { textWidth } from './lettering.ts';

export interface LossScale {
  /** Why it is as it is, in a sentence. */
  readonly says: string;
  /** What is as much or less is all in one place; null: every value has its own. */
  readonly least: number | null;
  readonly over: (range: Span) => Scale;
  /** For an axis of this length. */
  readonly ticks: (length: number) => number[];
}

/** Medians that are this much apart need a logarithmic axis. */
const FAR_APART = 20;

/** Linear while all medians can be told apart on it. */
export function lossScale(values: readonly number[], medians: readonly number[]): LossScale {
  const most = Math.max(...values);
  const lowest = Math.min(...medians);
  return most <= NOTICEABLE || lowest * FAR_APART >= most ? even(values) : byTimes(most);
}

function even(values: readonly number[]): LossScale {
  const span: Span = [Math.min(0, ...values), Math.max(NOTICEABLE, ...values)];
  return {
    says: '',
    least: null,
    over: (range) => linear(span, inset(range)),
    ticks: (length) => linearTicks(span, Math.max(2, Math.floor(length / (textWidth('0.01 %') + 20)))),
  };
}

function byTimes(most: number): LossScale {
  const span: Span = [NOTICEABLE, roundSpan([NOTICEABLE, most])[1]];
  return {
    says:
      'The axis is logarithmic: each step is ten times as much; a hundredth of a percent or less, which nobody would ' +
      'notice, is all at its left end.',
    least: NOTICEABLE,
    over: (range) => {
      const scale = logarithmic(span, inset(range));
      return (value) => scale(Math.max(NOTICEABLE, value));
    },
    ticks: () => {
      const [ticks, end] = [logTicks(span), span[1]];
      return end >= 2 * ticks.at(-1)! ? [...ticks, end] : ticks;
    },
  };
}

/** Room for half a mark, and half a number below it. */
function inset([from, to]: Span): Span {
  return [from + 26, to - 22];
}
