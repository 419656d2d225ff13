/** The schema of `ClientSpec`, and of changes to one. */
import { decimal, duration, flag, object, wholeNumber, word } from './values.ts';

export const presetName = word('memjs-legacy', 'disciplined', 'django', 'pooled');
export const clientChanges = {
  mode: word('persistent', 'per-request', 'leaky').exactOptional(),
  timeout: duration({ above: 0 }).exactOptional(),
  attempts: wholeNumber({ from: 1, to: 100 }).exactOptional(),
  retryDelay: duration().exactOptional(),
  retryJitter: decimal({ from: 0, to: 1 }).exactOptional(),
  deadTime: duration().exactOptional(),
  deadJitter: decimal({ from: 0, to: 1 }).exactOptional(),
  servers: wholeNumber({ from: 1 }).exactOptional(),
  dropOnTimeout: flag().exactOptional(),
  retryBudget: object({ percent: decimal({ from: 0 }), perSecond: decimal({ from: 0 }) }).exactOptional(),
};

export const client = object({ preset: presetName, ...clientChanges });
