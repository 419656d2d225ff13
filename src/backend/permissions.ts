import { Verb, type Request } from '../protocol/message.ts';
import { textName } from '../protocol/text-verbs.ts';
import type { Grant } from '../tenancy/grant.ts';

/** Names of statistics that tell keys: those of other namespaces too. */
const KEYS_TOLD = /^(?:cachedump|detail)/;

/** What the grant does not allow of this, by the command's name; '' when it may be done. */
export function forbidden(grant: Grant, request: Request, buf: Buffer): string {
  const { verb } = request;
  const named = grant.namespace.length > 0;
  if (verb === Verb.flush) return grant.flushes && !grant.readOnly && !named ? '' : 'flush_all';
  if (verb === Verb.stats) {
    if (!named) return '';
    const topic = buf.toString('latin1', request.keyStart, request.keyEnd);
    return KEYS_TOLD.test(topic) ? `stats ${topic}` : '';
  }
  // A touch changes when an item goes: that is writing.
  return grant.readOnly && verb >= Verb.set && verb <= Verb.gats ? textName(verb) : '';
}
