import { Verb } from '../../protocol/message.ts';
import { TEXT_VERBS, textName } from '../../protocol/text-verbs.ts';

/** Of those that only the binary protocol has. */
const BINARY_NAMES: ReadonlyMap<Verb, string> = new Map([
  [Verb.noop, 'noop'],
  [Verb.mechs, 'mechs'],
  [Verb.auth, 'auth'],
  [Verb.step, 'step'],
]);
const NAMES: readonly string[] = Array.from(
  { length: Verb.unknown },
  // Whatever the number, the maps know it or they do not.
  (_, verb) => BINARY_NAMES.get(verb as Verb) ?? textName(verb as Verb),
);

/** All that a message's command may be. */
export const COMMAND_NAMES: readonly string[] = [
  ...new Set([...NAMES, ...[...TEXT_VERBS].filter(([, verb]) => verb === Verb.meta).map(([name]) => name)]),
].filter((name) => name !== '');

/** In the words of the text protocol; meta commands have names of their own. */
export function commandName(verb: Verb): string {
  return NAMES[verb] ?? '';
}

/** The rest is about the server, or about somebody's right to ask. */
export function isAboutKeys(verb: Verb): boolean {
  return verb <= Verb.gats || verb === Verb.meta;
}
