/**
 * How backends get their keys back after an ejection, where that is not all at once:
 *
 *   out ──> probe open ──(a request is let through)──> probe closed ──(answer)──> warming ──(hits)──> in
 *               ^────────────────(lost, and not ejected again)──┘
 *
 * Without a probation the first two are skipped, without a warm-up the last.
 */
import { Status, Verb } from '../protocol/message.ts';
import type { Rng } from '../world/world.ts';
import { WarmUp, type WarmUpOptions } from './warm-up.ts';

type Return =
  { readonly stage: 'probe-open' | 'probe-closed' } | { readonly stage: 'warming'; readonly warmUp: WarmUp };

export interface ReturnsOptions {
  readonly backends: number;
  /** One request at a time, until one is answered. */
  readonly probation: boolean;
  readonly warmUp: WarmUpOptions | null;
  readonly rng: Rng;
}

export class Returns {
  /** Who is on his way back. */
  count = 0;
  readonly #options: ReturnsOptions;
  readonly #returns: (Return | null)[];

  constructor(options: ReturnsOptions) {
    this.#options = options;
    this.#returns = new Array<Return | null>(options.backends).fill(null);
  }

  isReturning(backend: number): boolean {
    return this.#returns[backend] !== null;
  }

  /** Its ejection is over. */
  begin(backend: number): void {
    this.#set(backend, this.#options.probation ? { stage: 'probe-open' } : this.#warming());
  }

  /** It is out, or whoever saw it return has forgotten. */
  end(backend: number): void {
    this.#set(backend, null);
  }

  /** Whether a request for one of its keys goes to it. */
  admits(backend: number, verb: Verb): boolean {
    const now = this.#returns[backend];
    if (!now) return true;
    switch (now.stage) {
      case 'probe-open':
        this.#set(backend, { stage: 'probe-closed' });
        return true;
      case 'probe-closed':
        return false;
      case 'warming':
        return !isGet(verb) || this.#options.rng.uniform() < now.warmUp.share;
    }
  }

  answered(backend: number, verb: Verb, status: Status): void {
    const now = this.#returns[backend];
    if (!now) return;
    if (now.stage !== 'warming') return this.#set(backend, this.#warming());
    if (isGet(verb) && now.warmUp.answered(status === Status.ok)) this.#set(backend, null);
  }

  /** What it was asked is lost, and it is not ejected for it. */
  failed(backend: number): void {
    if (this.#returns[backend]?.stage === 'probe-closed') this.#set(backend, { stage: 'probe-open' });
  }

  #warming(): Return | null {
    const { warmUp } = this.#options;
    return warmUp === null ? null : { stage: 'warming', warmUp: new WarmUp(warmUp) };
  }

  #set(backend: number, next: Return | null): void {
    const before = this.#returns[backend] === null ? 0 : 1;
    this.#returns[backend] = next;
    this.count += (next === null ? 0 : 1) - before;
  }
}

function isGet(verb: Verb): boolean {
  return verb === Verb.get || verb === Verb.gets;
}
