import type { Nanos } from '../world/world.ts';

/**
 * How often one page has waited for the network: for a connection to open, for each answer of a sign-in, for each exchange
 * of requests. What is sent before anything has come back is one exchange, and so is what is sent in one moment: a
 * pipelined page costs one, however many operations it has, one that asks m times in sequence m. Attempts that are made
 * again count again. What a page's client did before the page came (a pooled connection) costs it nothing, and several
 * pages that wait for one connection wait for it each.
 *
 * In the live world no two moments are one: a pipelined page whose operations all run into their timeouts counts each
 * that is sent again.
 */
export class RoundTrips {
  count = 0;
  #waits = false;
  #since: Nanos = -1;

  /** Of a page that begins. */
  clear(): void {
    this.count = 0;
    this.#waits = false;
    this.#since = -1;
  }

  /** Something is on its way. */
  begin(now: Nanos): void {
    if (this.#waits || now === this.#since) return;
    this.#waits = true;
    this.#since = now;
    this.count++;
  }

  /** Something has come back, or will not come any more. */
  end(): void {
    this.#waits = false;
  }
}
