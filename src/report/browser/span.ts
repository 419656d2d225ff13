/** The stretch of time that all charts show, and its windows. */
import type { TimeAxis } from '../html/chart.ts';

export interface Span {
  /** Seconds of the scenario. */
  readonly from: number;
  readonly to: number;
}

/** Nothing is zoomed closer than this many windows. */
const WINDOWS_MIN = 4;

export function wholeSpan({ from, to, window }: TimeAxis): Span {
  return { from, to: to > from ? to : from + window };
}

export function windowCount(axis: TimeAxis): number {
  const { from, to } = wholeSpan(axis);
  return Math.max(1, Math.round((to - from) / axis.window));
}

/** Of the window that `at` is in, from 0; within the run. */
export function windowAt(at: number, axis: TimeAxis): number {
  return Math.min(windowCount(axis) - 1, Math.max(0, Math.floor((at - axis.from) / axis.window + 1e-9)));
}

export function beginOf(window: number, axis: TimeAxis): number {
  return axis.from + window * axis.window;
}

/** From the first window that shows to behind the last. */
export function windowsIn({ from, to }: Span, axis: TimeAxis): readonly [first: number, end: number] {
  const first = Math.floor((from - axis.from) / axis.window + 1e-9);
  const end = Math.ceil((to - axis.from) / axis.window - 1e-9);
  return [Math.max(0, first), Math.max(0, end)];
}

/** As near as can be to what is asked for: whole windows, enough of them, nothing outside of the run. */
export function allowedSpan({ from, to }: Span, axis: TimeAxis): Span {
  const whole = wholeSpan(axis);
  const length = Math.min(whole.to - whole.from, Math.max(to - from, WINDOWS_MIN * axis.window));
  const middle = (from + to) / 2;
  const wished = length > to - from ? middle - length / 2 : from;
  const begin = beginOf(Math.round((wished - axis.from) / axis.window), axis);
  const least = Math.max(whole.from, Math.min(begin, whole.to - length));
  const windows = Math.max(1, Math.round(length / axis.window));
  return { from: least, to: Math.min(whole.to, least + windows * axis.window) };
}

/** `factor` below 1 shows less, around `at`, which stays where it is. */
export function scaledSpan({ from, to }: Span, factor: number, at: number, axis: TimeAxis): Span {
  const share = (at - from) / (to - from);
  const length = (to - from) * factor;
  return allowedSpan({ from: at - share * length, to: at + (1 - share) * length }, axis);
}

/** Moved no further than it takes to show `at`. */
export function spanShowing(span: Span, at: Span, axis: TimeAxis): Span {
  const by = at.from < span.from ? at.from - span.from : at.to > span.to ? at.to - span.to : 0;
  return by === 0 ? span : allowedSpan({ from: span.from + by, to: span.to + by }, axis);
}

export function isSameSpan(one: Span, other: Span): boolean {
  return one.from === other.from && one.to === other.to;
}
