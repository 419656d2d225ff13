import { MILLISECOND, SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';

/**
 * What a client should do: a late reply costs one request, not the connection; three attempts, each retry after 25 to
 * 250 ms drawn anew, and retries bound by a budget of a fifth of the requests; a server is left alone only when it cannot
 * be connected to, and not for long.
 *
 * The budget's second part lets those retry who ask seldom. Finagle's ten a second are meant for processes that ask
 * thousands of times as often as the clients of a scale model, for whom that would be no bound at all.
 */
export const disciplined: ClientOptions = {
  mode: 'persistent',
  timeout: 500 * MILLISECOND,
  timeoutOf: 'attempt',
  attempts: 3,
  retryDelay: 137.5 * MILLISECOND,
  // 112.5 ms more or less.
  retryJitter: 9 / 11,
  deadTime: 2 * SECOND,
  deadJitter: 1,
  deadAfter: 'connect',
  servers: 6,
  dropOnTimeout: false,
  retryBudget: { percent: 20, perSecond: 0.1 },
};
