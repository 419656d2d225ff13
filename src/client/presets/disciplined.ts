import { MILLISECOND, SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';

/**
 * What a client should do: a late reply costs one request, not the connection; retries are few, spread out and bound by
 * a budget; a server is left alone only when it cannot be connected to, and not for long.
 */
export const disciplined: ClientOptions = {
  mode: 'persistent',
  timeout: 500 * MILLISECOND,
  timeoutOf: 'attempt',
  attempts: 3,
  retryDelay: 137.5 * MILLISECOND,
  retryJitter: 1,
  deadTime: 2 * SECOND,
  deadJitter: 1,
  deadAfter: 'connect',
  servers: 6,
  dropOnTimeout: false,
  retryBudget: { percent: 20, perSecond: 0.1 },
};
