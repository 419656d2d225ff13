/**
 * Whom a page goes to, and over what. The reading of "no receipt within r, or no acknowledgement within a: next channel
 * or next person, up to n times" that gives the reference's table:
 * - a missing receipt moves to the next channel of the same person, an acknowledgement that is missing to the next
 *   person; `acknowledgedWithin` counts from that person's first message, not from its arrival or from the call;
 * - each person is called anew over the first channel, and all draws are independent; one draw of the response serves a
 *   person however many messages arrive, and counts from the first that does, the push that was given up included;
 * - whoever acknowledges first, of all who were paged so far, acts; nobody else does.
 * With 2 minutes, two people give 98.1 % within 8 minutes, three or more the table's 99.2 %; its other rows do not tell.
 */
import { SECOND, type Nanos } from '../world/world.ts';
import { call, push, sms, type Channel } from './chain.ts';

export interface EscalationPolicy {
  /** In the order in which one person is tried. */
  readonly channels: readonly Channel[];
  /** No receipt for this long, in ns: the next channel. Infinity: never. @default Infinity */
  readonly receiptWithin?: Nanos;
  /** No acknowledgement for this long, in ns: the next person. Infinity: never. */
  readonly acknowledgedWithin: Nanos;
  /** How many people are paged at most, 1 or more. */
  readonly people: number;
}

const PEOPLE = 4;

/** One SMS to one person: what the incident had. */
export const smsOnly: EscalationPolicy = { channels: [sms], acknowledgedWithin: Infinity, people: 1 };

export function smsEscalated(acknowledgedWithin: Nanos): EscalationPolicy {
  return { channels: [sms], acknowledgedWithin, people: PEOPLE };
}

/** Push; without a receipt within 30 s a call. */
export function pushEscalated(acknowledgedWithin: Nanos): EscalationPolicy {
  return { channels: [push, call], receiptWithin: 30 * SECOND, acknowledgedWithin, people: PEOPLE };
}
