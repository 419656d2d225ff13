import { MILLISECOND, SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';

/**
 * memjs 1.3.2 with its defaults and failover on: one timeout ends the socket and fails all that is in flight on it; each
 * tries again after 200 ms, all at once, behind connect, mechanisms and sign-in; `retries: 2` means two attempts; then
 * the server sleeps for exactly 60 s and the next in the list gets the same. One slow key so visits proxy after proxy.
 */
export const memjsLegacy: ClientOptions = {
  mode: 'persistent',
  timeout: 500 * MILLISECOND,
  timeoutOf: 'attempt',
  attempts: 2,
  retryDelay: 200 * MILLISECOND,
  retryJitter: 0,
  deadTime: 60 * SECOND,
  deadJitter: 0,
  deadAfter: 'attempts',
  servers: 6,
  dropOnTimeout: true,
  retryBudget: null,
};
