import { MILLISECOND, SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';

/**
 * memcached 2.2.2 of npm (3rd-Eden/memcached, `Client.config` of lib/memcached.js; its pool is jackpot): `timeout` 5 s for
 * a connect and, as `idle`, for a connection on which nothing comes or goes; a connect is tried again five times (`retries`)
 * after 1, 3, 9, 27 and 60 s (`minTimeout`, `factor`, `maxTimeout`, `randomize: false`); then the server is left alone for
 * 30 s (`retry`). Whoever waits for a reply is not tried again, nor is that held against the server.
 *
 * Not expressed: it never tells the caller of a reply that did not come, here the call ends when its connection would go;
 * the first calls of a cold client open up to ten connections (`poolSize`), of which one is used; it speaks text and
 * cannot sign in; the five hours (`reconnect`) after a sixth failure within five minutes, which six such connects exceed.
 */
export const npmMemcached: ClientOptions = {
  mode: 'persistent',
  timeout: 5 * SECOND,
  timeoutOf: 'step',
  attempts: 6,
  retryDelay: 1000 * MILLISECOND,
  retryJitter: 0,
  backoff: { factor: 3, most: 60 * SECOND },
  retryOn: 'connect',
  deadTime: 30 * SECOND,
  deadJitter: 0,
  deadAfter: 'attempts',
  servers: 1,
  dropOnTimeout: true,
  retryBudget: null,
};
