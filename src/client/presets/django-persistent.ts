import type { ClientOptions } from '../options.ts';
import { django } from './django.ts';

/**
 * The cured Django: nothing closes the connection at the end of a web request (ticket 11331), as in the backend for
 * pylibmc, whose `close` does nothing since, and where people replace the `close` of the others by one that does nothing.
 * All else is as in `django`, so that what the two differ in is the connection and what it remembers of dead servers.
 */
export const djangoPersistent: ClientOptions = { ...django, mode: 'persistent' };
