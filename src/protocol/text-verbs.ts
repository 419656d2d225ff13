import { Verb } from './message.ts';
import { sameText } from './text-line.ts';

/** The commands of the text protocol by name; the meta commands share one verb. */
export const TEXT_VERBS: ReadonlyMap<string, Verb> = new Map([
  // As old as forgotten, and still there.
  ['bget', Verb.get],
  ['get', Verb.get],
  ['gets', Verb.gets],
  ['gat', Verb.gat],
  ['gats', Verb.gats],
  ['set', Verb.set],
  ['add', Verb.add],
  ['replace', Verb.replace],
  ['append', Verb.append],
  ['prepend', Verb.prepend],
  ['cas', Verb.cas],
  ['delete', Verb.delete],
  ['incr', Verb.incr],
  ['decr', Verb.decr],
  ['touch', Verb.touch],
  ['flush_all', Verb.flush],
  ['version', Verb.version],
  ['stats', Verb.stats],
  ['verbosity', Verb.verbosity],
  ['quit', Verb.quit],
  ['mg', Verb.meta],
  ['ms', Verb.meta],
  ['md', Verb.meta],
  ['ma', Verb.meta],
  ['mn', Verb.meta],
  ['me', Verb.meta],
]);

const NAME_BYTES_MAX = 9;
const NAMES = new Map([...TEXT_VERBS].map(([name, verb]) => [verb, name]));

/** The name a verb is sent under; '' for what the text protocol has no name for. */
export function textName(verb: Verb): string {
  return verb === Verb.meta ? '' : (NAMES.get(verb) ?? '');
}

export function textVerb(buf: Buffer, start: number, end: number): Verb {
  // The two that matter make no string.
  if (sameText(buf, start, end, 'get')) return Verb.get;
  if (sameText(buf, start, end, 'set')) return Verb.set;
  if (end - start > NAME_BYTES_MAX) return Verb.unknown;
  return TEXT_VERBS.get(buf.toString('latin1', start, end)) ?? Verb.unknown;
}
