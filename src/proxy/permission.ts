import { Verb, type Request } from '../protocol/message.ts';
import type { Grant } from '../tenancy/grant.ts';
import { metaWrites } from './meta.ts';

const NO_FLUSH = 'CLIENT_ERROR flush_all not allowed';
const NO_WRITE = 'CLIENT_ERROR write not allowed';

/** Why the grant does not allow this, as a text client hears it; '' when it does. Binary clients hear status 0x20. */
export function refusal(grant: Grant, request: Request, buf: Buffer): string {
  if (request.verb === Verb.flush) return mayFlush(grant) ? '' : NO_FLUSH;
  return grant.readOnly && writes(request, buf) ? NO_WRITE : '';
}

/** Who has a namespace cannot empty it alone, so may not flush at all. */
function mayFlush(grant: Grant): boolean {
  return grant.flushes && !grant.readOnly && grant.namespace.length === 0;
}

function writes(request: Request, buf: Buffer): boolean {
  switch (request.verb) {
    case Verb.get:
    case Verb.gets:
    case Verb.version:
    case Verb.noop:
    case Verb.quit:
    case Verb.verbosity:
      return false;
    case Verb.stats:
      return buf.toString('latin1', request.keyStart, request.keyEnd) === 'reset';
    case Verb.meta:
      return metaWrites(request, buf);
    default:
      return request.verb <= Verb.gats;
  }
}
