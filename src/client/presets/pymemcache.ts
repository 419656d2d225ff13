import { SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';

/** Longer than any run. */
const NEVER = 3600 * SECOND;

/**
 * pymemcache's `HashClient` (pinterest/pymemcache, pymemcache/client/hash.py): no timeout at all (`connect_timeout` and
 * `timeout` are None); a failed call is raised at once, and the server left alone for 1 s (`retry_timeout`); the third
 * failure in a row (the first, and `retry_attempts` 2) takes it out for 60 s (`dead_timeout`).
 *
 * Not expressed: within that second it answers calls with a miss, here they fail for want of a server; the call after the
 * third failure is tried, too; of several servers each has its share of the keys. A process waits for each reply before
 * it asks again, here pages share the connection.
 */
export const pymemcache: ClientOptions = {
  mode: 'persistent',
  timeout: NEVER,
  timeoutOf: 'attempt',
  attempts: 1,
  retryDelay: 0,
  retryJitter: 0,
  deadTime: 60 * SECOND,
  deadJitter: 0,
  deadAfter: 'attempts',
  failures: 3,
  pause: SECOND,
  servers: 1,
  dropOnTimeout: true,
  retryBudget: null,
};
