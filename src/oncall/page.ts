/**
 *   paging ──(somebody acknowledges)──> acting ──(the action's delay)──> effective
 *
 * While it pages, messages, receipts and people of several escalations are under way at once; the first acknowledgement
 * ends all of it. A page that nobody acknowledges stays in `paging`; an acknowledgement after `exhausted` still counts.
 * A receipt comes at the moment of the arrival: its own way back is not modelled.
 */
import type { Clock, Nanos, Rng } from '../world/world.ts';
import type { Channel, Person } from './chain.ts';
import { drawDelay } from './delay.ts';
import type { EscalationPolicy } from './escalation.ts';

export type PageState =
  | { readonly kind: 'paging'; readonly person: number }
  | { readonly kind: 'acting'; readonly person: number; readonly acknowledgedAt: Nanos }
  | { readonly kind: 'effective'; readonly person: number; readonly at: Nanos };

/** One line of what happened; the log knows more than the people do (`lost`, `no-response`). Persons count from 0. */
export interface PageEntry {
  readonly at: Nanos;
  readonly kind:
    | 'sent'
    | 'lost'
    | 'arrived'
    | 'receipt'
    | 'no-response'
    | 'escalated'
    | 'exhausted'
    | 'acknowledged'
    | 'action-begun'
    | 'effective';
  readonly person: number;
  /** '' where no channel is concerned, and where a page passes to the next person. */
  readonly channel: string;
}

export interface PageOptions {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly policy: EscalationPolicy;
  /** Who is paged; the last one again when the policy pages more people than there are here. Not empty. */
  readonly people: readonly Person[];
  /** Hears of each entry of the log as it is made, also from within the constructor. */
  onEntry?(entry: PageEntry): void;
}

/** Somebody who has been paged. */
interface Paged {
  readonly index: number;
  readonly response: Nanos;
  readonly action: Nanos;
  reached: boolean;
}

type Event =
  | { readonly kind: 'arrival'; readonly paged: Paged; readonly channel: Channel }
  | { readonly kind: 'receipt-missing'; readonly paged: Paged; readonly tried: number; readonly got: () => boolean }
  | { readonly kind: 'acknowledgement-missing'; readonly paged: Paged }
  | { readonly kind: 'acknowledgement'; readonly paged: Paged }
  | { readonly kind: 'done'; readonly paged: Paged };

/** Pages at once; `onEffective` is called at most once, never before the constructor has returned. */
export class Page {
  readonly log: PageEntry[] = [];
  #state: PageState = { kind: 'paging', person: 0 };
  readonly #options: PageOptions;
  readonly #onEffective: () => void;

  constructor(options: PageOptions, onEffective: () => void) {
    const { people, policy } = options;
    if (people.length === 0) throw new RangeError('people: expected one or more, got none');
    if (policy.channels.length === 0) throw new RangeError('channels: expected one or more, got none');
    if (!(policy.people >= 1)) throw new RangeError(`people: expected 1 or more, got ${policy.people}`);
    this.#options = options;
    this.#onEffective = onEffective;
    this.#turnTo(0);
  }

  get state(): PageState {
    return this.#state;
  }

  #turnTo(index: number): void {
    const { people, policy, rng } = this.#options;
    const person = people[Math.min(index, people.length - 1)]!;
    const response = drawDelay(person.response, rng);
    const paged: Paged = { index, response, action: drawDelay(person.action, rng), reached: false };
    this.#state = { kind: 'paging', person: index };
    this.#send(paged, 0);
    this.#after(policy.acknowledgedWithin, { kind: 'acknowledgement-missing', paged });
  }

  #send(paged: Paged, tried: number): void {
    const { policy, rng, clock } = this.#options;
    const channel = policy.channels[tried]!;
    const delay = drawDelay(channel.delay, rng);
    const arrivesAt = clock.now() + delay;
    this.#note('sent', paged.index, channel);
    if (delay === Infinity) this.#note('lost', paged.index, channel);
    this.#after(delay, { kind: 'arrival', paged, channel });
    if (!channel.receipt || tried + 1 >= policy.channels.length) return;
    const got = (): boolean => arrivesAt <= clock.now();
    this.#after(policy.receiptWithin ?? Infinity, { kind: 'receipt-missing', paged, tried, got });
  }

  #handle(event: Event): void {
    const { paged } = event;
    if (event.kind === 'done') return this.#finish(paged);
    // Somebody has acknowledged: what is still under way concerns nobody any more.
    if (this.#state.kind !== 'paging') return;
    switch (event.kind) {
      case 'arrival':
        return this.#arrive(paged, event.channel);
      case 'receipt-missing': {
        // Whoever had his time is no longer tried, the page is with the next one.
        if (event.got() || this.#state.person !== paged.index) return;
        this.#note('escalated', paged.index, this.#options.policy.channels[event.tried + 1]);
        return this.#send(paged, event.tried + 1);
      }
      case 'acknowledgement-missing': {
        const next = paged.index + 1;
        if (next >= this.#options.policy.people) return this.#note('exhausted', paged.index);
        this.#note('escalated', next);
        return this.#turnTo(next);
      }
      case 'acknowledgement':
        return this.#acknowledge(paged);
    }
  }

  #arrive(paged: Paged, channel: Channel): void {
    this.#note('arrived', paged.index, channel);
    if (channel.receipt) this.#note('receipt', paged.index, channel);
    if (paged.reached) return;
    paged.reached = true;
    if (paged.response === Infinity) this.#note('no-response', paged.index);
    this.#after(paged.response, { kind: 'acknowledgement', paged });
  }

  #acknowledge(paged: Paged): void {
    this.#state = { kind: 'acting', person: paged.index, acknowledgedAt: this.#options.clock.now() };
    this.#note('acknowledged', paged.index);
    this.#note('action-begun', paged.index);
    this.#after(paged.action, { kind: 'done', paged });
  }

  #finish(paged: Paged): void {
    this.#state = { kind: 'effective', person: paged.index, at: this.#options.clock.now() };
    this.#note('effective', paged.index);
    this.#onEffective();
  }

  /** Infinity: never. */
  #after(delay: Nanos, event: Event): void {
    const { clock } = this.#options;
    if (delay !== Infinity) clock.at(clock.now() + delay, { fire: () => this.#handle(event) });
  }

  #note(kind: PageEntry['kind'], person: number, channel?: Channel): void {
    const entry: PageEntry = { at: this.#options.clock.now(), kind, person, channel: channel?.name ?? '' };
    this.log.push(entry);
    this.#options.onEntry?.(entry);
  }
}
