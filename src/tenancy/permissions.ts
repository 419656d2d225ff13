import { Verb, type Request } from '../protocol/message.ts';
import { Flag, Meta, MetaLine } from '../protocol/meta.ts';
import type { Grant } from './grant.ts';

const NO_WRITE = 'CLIENT_ERROR write not allowed';
const NO_FLUSH = 'CLIENT_ERROR flush_all not allowed';
/** Statistics that tell keys: those of other namespaces too. */
const KEYS_TOLD: ReadonlySet<string> = new Set(['cachedump', 'detail']);

/** What a text client hears of what the grant does not allow; '' when it may be done. */
export function forbidden(grant: Grant, request: Request, buf: Buffer): string {
  const { verb } = request;
  const named = grant.namespace.length > 0;
  if (verb === Verb.flush) return grant.flushes && !grant.readOnly && !named ? '' : NO_FLUSH;
  if (verb === Verb.stats) {
    const [topic = ''] = buf.toString('latin1', request.keyStart, request.keyEnd).split(' ');
    if (grant.readOnly && topic === 'reset') return NO_WRITE;
    return named && KEYS_TOLD.has(topic) ? `CLIENT_ERROR stats ${topic} not allowed` : '';
  }
  return grant.readOnly && writes(request, buf) ? NO_WRITE : '';
}

const line = new MetaLine();

/** A touch changes when an item goes: that is writing. */
function writes(request: Request, buf: Buffer): boolean {
  if (request.verb !== Verb.meta) return request.verb >= Verb.set && request.verb <= Verb.gats;
  // In the frame of a proxy the command is the value.
  const start = request.opcode === 0 ? request.frameStart : request.valueStart;
  const end = buf.indexOf('\n', start);
  line.parse(buf, start, Math.max(start, buf[end - 1] === 0x0d ? end - 1 : end));
  if (line.error !== '') return false;
  switch (line.command) {
    case Meta.set:
    case Meta.delete:
    case Meta.arithmetic:
      return true;
    default:
      return line.command === Meta.get && (line.has(Flag.setTimeToLive) || line.has(Flag.vivify));
  }
}
