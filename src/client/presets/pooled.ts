import { SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';

/** A plain persistent connection: one attempt, one second, and a late reply does not cost the socket. */
export const pooled: ClientOptions = {
  mode: 'persistent',
  timeout: SECOND,
  timeoutOf: 'attempt',
  attempts: 1,
  retryDelay: 0,
  retryJitter: 0,
  deadTime: 0,
  deadJitter: 0,
  deadAfter: 'attempts',
  servers: 1,
  dropOnTimeout: false,
  retryBudget: null,
};
