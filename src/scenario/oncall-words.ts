/** What happens on call, in words, for the log of what happened. */
import type { PageEntry } from '../oncall/page.ts';
import type { Nanos } from '../world/world.ts';
import { durationText } from './units.ts';

const SHOWN: Nanos = 100_000_000;
const MESSAGES: Readonly<Record<string, string>> = { sms: 'an SMS', push: 'a push message', call: 'a call' };

export interface EntryWords {
  readonly entry: PageEntry;
  readonly rule: string;
  /** Of whom the entry speaks. */
  readonly who: string;
  /** Since the message was sent, in the scenario's time. */
  readonly since: Nanos;
}

/** Null: nothing that a reader of the events has to know; the log has it. */
export function entryText({ entry: { kind, channel }, rule, who, since }: EntryWords): string | null {
  const message = MESSAGES[channel] ?? `a ${channel}`;
  const known = message.replace(/^an? /, 'the ');
  switch (kind) {
    case 'sent':
      return `page for ${rule}: ${who} is sent ${message}`;
    case 'lost':
      return `page for ${rule}: ${known} to ${who} is lost`;
    case 'arrived':
      return `page for ${rule}: ${known} reaches ${who}${delayText(since)}`;
    case 'no-response':
      return `page for ${rule}: ${who} does not respond`;
    case 'escalated':
      return channel === ''
        ? `page for ${rule}: no acknowledgement, so it goes on to ${who}`
        : `page for ${rule}: no receipt from ${who}, so ${message} follows`;
    case 'exhausted':
      return `page for ${rule}: no acknowledgement, and nobody is left to page`;
    case 'acknowledged':
      return `page for ${rule}: ${who} acknowledges`;
    case 'receipt':
    case 'action-begun':
    case 'effective':
      return null;
  }
}

function delayText(since: Nanos): string {
  return since < SHOWN / 2 ? ' at once' : `, ${roundText(since)} after it was sent`;
}

/** To a tenth of a second. */
export function roundText(duration: Nanos): string {
  return durationText(Math.round(duration / SHOWN) * SHOWN);
}
