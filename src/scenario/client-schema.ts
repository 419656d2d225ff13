/** The schema of `ClientSpec`, and of changes to one. */
import { PRESET_NAMES } from '../client/presets/index.ts';
import { decimal, duration, flag, object, wholeNumber, word } from './values.ts';

export const presetName = word(...PRESET_NAMES);
export const clientChanges = {
  mode: word('persistent', 'per-request', 'leaky').exactOptional(),
  timeout: duration({ above: 0 }).exactOptional(),
  attempts: wholeNumber({ from: 1, to: 100 }).exactOptional(),
  retryDelay: duration().exactOptional(),
  retryJitter: decimal({ from: 0, to: 1 }).exactOptional(),
  backoff: object({ factor: decimal({ from: 1 }), most: duration({ above: 0 }) }).exactOptional(),
  retryOn: word('any', 'connect', 'answer').exactOptional(),
  deadTime: duration().exactOptional(),
  deadJitter: decimal({ from: 0, to: 1 }).exactOptional(),
  deadAfter: word('attempts', 'connect', 'sign-in').exactOptional(),
  failures: wholeNumber({ from: 1, to: 1000 }).exactOptional(),
  pause: duration().exactOptional(),
  servers: wholeNumber({ from: 1 }).exactOptional(),
  choice: word('home', 'p2c').exactOptional(),
  dropOnTimeout: flag().exactOptional(),
  throttle: object({
    perAccept: decimal({ from: 1 }).exactOptional(),
    window: duration({ above: 0 }).exactOptional(),
  }).exactOptional(),
  retryBudget: object({ percent: decimal({ from: 0 }), perSecond: decimal({ from: 0 }) }).exactOptional(),
};

export const client = object({ preset: presetName, ...clientChanges });
