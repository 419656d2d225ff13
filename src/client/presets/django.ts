import { MILLISECOND, SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';

/**
 * Django's memcached backend before ticket 11331 was fixed, over a SASL client with 750 ms for each step: the connection
 * is closed at the end of every web request, and with it goes what was learnt about dead servers. A step that fails is
 * tried once more, on the next server of the list.
 */
export const django: ClientOptions = {
  mode: 'per-request',
  timeout: 750 * MILLISECOND,
  timeoutOf: 'step',
  attempts: 1,
  retryDelay: 0,
  retryJitter: 0,
  deadTime: 30 * SECOND,
  deadJitter: 0,
  deadAfter: 'attempts',
  servers: 2,
  dropOnTimeout: true,
  retryBudget: null,
};
