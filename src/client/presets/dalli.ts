import { MILLISECOND, SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';

/**
 * Dalli 3.2 (petergoldstein/dalli, `DEFAULTS` of lib/dalli/protocol/connection_manager.rb): `socket_timeout` 1 s for each
 * step; a late reply costs the connection, and after `socket_failure_delay` 0.1 s the call is made again. Connecting anew
 * clears the count of failures (`up!`), so `socket_max_failures` 2 never ends this: a server that signs clients in and does
 * not answer them is asked over a new connection each 1.1 s for as long as the caller cares (its pull request 1065).
 * Only connects count: the second in a row that fails takes the server out for `down_retry_delay` 30 s.
 *
 * Not expressed: who cannot connect is told after the 0.1 s, here at once; after the 30 s one failure suffices; of several
 * servers each has its share of the keys. A thread waits for each reply before it asks again, here pages share the
 * connection.
 */
export const dalli: ClientOptions = {
  mode: 'persistent',
  timeout: SECOND,
  timeoutOf: 'step',
  attempts: Infinity,
  retryDelay: 100 * MILLISECOND,
  retryJitter: 0,
  retryOn: 'answer',
  deadTime: 30 * SECOND,
  deadJitter: 0,
  deadAfter: 'sign-in',
  failures: 2,
  servers: 1,
  dropOnTimeout: true,
  retryBudget: null,
};
