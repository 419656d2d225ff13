import { msToNanos, number } from '../src/link/attributes.ts';
import { InvalidAttributes } from '../src/link/errors.ts';
import { defineToxic } from '../src/link/toxic.ts';
import type { Nanos, Rng } from '../src/world/world.ts';
import { Draws } from './draws.ts';

/** The payload of a TCP segment on Ethernet. */
const PACKET = 1460;
/** As Linux has it (`tcp_retries2`); the real one gives up then, here the last one arrives. */
const RETRANSMISSIONS = 15;

interface Attributes {
  readonly loss: number;
  readonly burst: number;
  readonly rto: number;
  readonly max_rto: number;
}

/**
 * Packet loss as TCP shows it: no byte is lost, those of a lost packet come later, and what is behind them waits. A packet
 * is what enters together, at most 1460 B.
 *
 * - `loss`, 0..1: the share of packets that are lost. 1: nothing passes until it is less.
 * - `burst`, packets, at least 1: mean length of a row of lost packets, by Gilbert and Elliott's two states: from good to
 *   bad with p = loss r / (1 - loss), back with r = 1 / burst; in the bad state each is lost. At least loss / (1 - loss),
 *   since p is at most 1. 1: no memory, each packet is lost or not by itself.
 * - `rto`, ms: a lost packet is sent again after this time, and after twice the time whenever that is lost too, each with
 *   the chance `loss` (a burst is over by then), 15 times at most. `max_rto`, ms: the longest of these times. A large
 *   `loss` is mostly silence: at 0.5 every second packet takes 200 ms, every fourth 600 ms. 0: lost packets do not show.
 *
 * Held packets keep their luck while the link changes, but not when `loss` or `burst` do.
 */
export const loss = defineToxic({
  type: 'loss',
  attributes: {
    loss: number(0, { to: 1 }),
    burst: number(1, { from: 1 }),
    rto: number(200),
    max_rto: number(120_000),
  },
  check({ loss, burst }) {
    const least = loss / (1 - loss);
    if (burst === 1 || loss === 1 || least <= burst) return;
    throw new InvalidAttributes('burst', `1, or at least loss / (1 - loss), ${Number(least.toPrecision(4))}`, burst);
  },
  state: () => new Packets(),
  shape(now, out, { attributes, state, rng }) {
    state.follow(attributes);
    if (attributes.loss === 0) return;
    if (attributes.loss === 1) {
      out.at = Infinity;
      return;
    }
    out.take = Math.min(out.take, PACKET);
    let losses = state.draws.recall(out);
    if (Number.isNaN(losses)) losses = state.losses(attributes, rng);
    state.draws.record(out.take, losses);
    out.at = now + delayOf(losses, attributes);
  },
  rewind(_now, bytes, { state }) {
    state.draws.rewind(bytes);
  },
});

/** What became of the packets of one direction of a connection. */
class Packets {
  /** How often each was lost. */
  draws = new Draws();
  #isBad: boolean | null = null;
  #loss = 0;
  #burst = 1;

  /** With another loss or burst what was drawn counts no more. */
  follow({ loss, burst }: Attributes): void {
    if (loss === this.#loss && burst === this.#burst) return;
    this.#loss = loss;
    this.#burst = burst;
    this.#isBad = null;
    this.draws = new Draws();
  }

  /** How often the next packet is lost. */
  losses({ loss, burst }: Attributes, rng: Rng): number {
    const u = rng.uniform();
    if (burst === 1 || this.#isBad === null) this.#isBad = u < loss;
    else this.#isBad = this.#isBad ? u >= 1 / burst : u < loss / (1 - loss) / burst;
    if (!this.#isBad) return 0;
    let times = 1;
    while (times < RETRANSMISSIONS && rng.uniform() < loss) times++;
    return times;
  }
}

/** rto + 2 rto + 4 rto + …, none of them more than max_rto. */
function delayOf(losses: number, { rto, max_rto }: Attributes): Nanos {
  let sum = 0;
  for (let i = 0, wait = rto; i < losses; i++, wait *= 2) sum += Math.min(wait, max_rto);
  return msToNanos(sum);
}
