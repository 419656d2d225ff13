import { flag, number } from '../src/link/attributes.ts';
import { defineToxic } from '../src/link/toxic.ts';
import { Backlog } from './backlog.ts';
import { Schedule } from './schedule.ts';

/**
 * Lets bytes through at a rate: what would take longer than 100 ms leaves in pieces of 100 ms each, less when its time is
 * over, and one thing waits for another. 5000 B at rate 10 take 500 ms.
 *
 * - `rate`, KB/s (1 KB = 1000 B). 0: nothing passes until it is another one, or the toxic is gone.
 * - `shared`: all connections of the link, in this direction, share the rate, first come first served; otherwise each
 *   has it for itself. What a connection had under way when it ended still takes its time of it.
 *
 * A change of the rate counts from then on: what was sent stays sent, also of the piece that is on its way.
 */
export const bandwidth = defineToxic({
  type: 'bandwidth',
  attributes: { rate: number(), shared: flag() },
  state: () => new Backlog(),
  shared: () => new Schedule(512),
  shape(now, out, { attributes, state, shared }) {
    state.plan(now, out, attributes.shared ? shared : state.own, attributes.rate);
  },
  rewind(now, bytes, { attributes, state }) {
    state.rewind(now, bytes, attributes.rate);
  },
});
