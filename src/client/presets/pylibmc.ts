import { SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';

/**
 * pylibmc, which leaves all of it to libmemcached (awesomized/libmemcached, include/libmemcached-1.0/defaults.h and
 * src/libmemcached/connect.cc): 5 s for each wait (`MEMCACHED_DEFAULT_TIMEOUT`), one attempt; a server that cannot be
 * connected or signed in to is left alone for `retry_timeout` 2 s. Those are whole seconds of the clock, and must be over:
 * 2 to 3 s. A reply that is late costs the connection and is not held against the server.
 *
 * Not expressed: the connect alone has 4 s; of several servers each has its share of the keys, and nobody takes over
 * (`remove_failed` is off). A process waits for each reply before it asks again, here pages share the connection.
 */
export const pylibmc: ClientOptions = {
  mode: 'persistent',
  timeout: 5 * SECOND,
  timeoutOf: 'step',
  attempts: 1,
  retryDelay: 0,
  retryJitter: 0,
  deadTime: 2.5 * SECOND,
  deadJitter: 0.2,
  deadAfter: 'sign-in',
  servers: 1,
  dropOnTimeout: true,
  retryBudget: null,
};
