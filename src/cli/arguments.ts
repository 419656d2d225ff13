/** Checks a command's arguments before citty parses them: citty ignores options that it does not know. */
import { parseArgs } from 'node:util';
import type { ArgDef, ArgsDef } from 'citty';
import { BadInput, badValue } from '../scenario/errors.ts';
import { didYouMean, oneOf } from '../scenario/words.ts';
import type { ArgumentRules } from './command.ts';

/** More options than these are not listed in a message. */
const LISTED_MAX = 10;

/** All values of each option and each positional, in order. citty keeps only the last. */
export type Given = ReadonlyMap<string, readonly string[]>;

/** Throws `BadInput` with the first argument that the command does not take. */
export function checkArguments(args: ArgsDef, rawArgs: readonly string[], rules: ArgumentRules = {}): Given {
  const { repeatable = [], secret = [] } = rules;
  const entries = Object.entries(args);
  const { tokens } = parseArgs({
    args: [...rawArgs],
    options: Object.fromEntries(
      entries.filter(([, { type }]) => type !== 'positional').map(([name, definition]) => [name, option(definition)]),
    ),
    strict: false,
    allowNegative: true,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const definition = Object.hasOwn(args, name) ? args[name] : undefined;
    if (definition === undefined || definition.type === 'positional') throw unknownOption(name, rawName, args, rules);
    const inline = token.inlineValue === true;
    if (secret.includes(name)) checkSecret(rawName, value, inline);
    else checkValue(definition, rawName, value, inline);
    const before = values.get(name);
    if (before !== undefined && !repeatable.includes(name)) throw new BadInput(`${rawName}: expected once, got twice`);
    values.set(name, [...(before ?? []), value ?? '']);
  }
  const names = entries.filter(([, { type }]) => type === 'positional').map(([name]) => name);
  checkPositionals(names, positionals, rules);
  names.forEach((name, i) => {
    values.set(name, rules.rest && i === names.length - 1 ? positionals.slice(i) : positionals.slice(i, i + 1));
  });
  return values;
}

function option(definition: ArgDef): { type: 'boolean' | 'string'; short?: string } {
  const type = definition.type === 'boolean' ? 'boolean' : 'string';
  const short = letterOf(definition);
  return short === undefined ? { type } : { type, short };
}

function letterOf(definition: ArgDef): string | undefined {
  const aliases = 'alias' in definition ? [definition.alias ?? []].flat() : [];
  return aliases.find((alias) => alias.length === 1);
}

function checkValue(definition: ArgDef, rawName: string, value: string | undefined, inline: boolean): void {
  if (definition.type === 'boolean') {
    if (value !== undefined) throw badValue(rawName, 'no value', value);
    return;
  }
  if (isForgotten(value, inline)) throw badValue(rawName, 'a value', value);
  const options = definition.type === 'enum' ? (definition.options ?? [value]) : [value];
  if (options.includes(value)) return;
  throw new BadInput(
    `${rawName}: expected ${oneOf(options)}, got ${JSON.stringify(value)}${didYouMean(value, options)}`,
  );
}

/** `-p -secret`: it might be the value, which is not for the screen. */
function checkSecret(rawName: string, value: string | undefined, inline: boolean): void {
  if (value === undefined || value === '') throw badValue(rawName, 'a value', value);
  if (!isForgotten(value, inline)) return;
  const attached = rawName.startsWith('--') ? `${rawName}=…` : `${rawName}…`;
  throw new BadInput(`${rawName}: expected a value; one that begins with a dash goes right behind it: ${attached}`);
}

/** `--seed --json`, `-p -S`: the next option is no value. `-1` may be one. */
function isForgotten(value: string | undefined, inline: boolean): value is '' | undefined {
  return value === undefined || value === '' || (!inline && /^-(?:-|[A-Za-z])/.test(value));
}

function checkPositionals(names: readonly string[], got: readonly string[], rules: ArgumentRules): void {
  const missing = names[got.length];
  if (missing !== undefined) throw new BadInput(`expected <${missing}>, got nothing; --help says more`);
  const extra = got[names.length];
  if (extra === undefined || (rules.rest === true && names.length > 0)) return;
  const expected = names.length === 0 ? 'no argument' : `only ${names.map((name) => `<${name}>`).join(' ')}`;
  // It may be the second half of a secret with a space in it.
  if (rules.secret) throw new BadInput(`arguments: expected ${expected}, got ${got.length}`);
  throw badValue('arguments', expected, extra);
}

function unknownOption(name: string, rawName: string, args: ArgsDef, { instead }: ArgumentRules): BadInput {
  const advice = instead?.get(name);
  if (advice !== undefined) return new BadInput(`${rawName}: not taken here: ${advice}`);
  const known = Object.entries(args).flatMap(([long, definition]) => {
    if (definition.type === 'positional') return [];
    const negative = definition.type === 'boolean' && definition.negativeDescription !== undefined;
    const letter = letterOf(definition);
    return [...(letter === undefined ? [] : [`-${letter}`]), `--${long}`, ...(negative ? [`--no-${long}`] : [])];
  });
  const words = known.filter((each) => each.startsWith('--'));
  const expected = words.length > LISTED_MAX ? 'an option that --help lists' : oneOf([...known, '--help']);
  return new BadInput(`expected ${expected}, got the unknown option ${rawName}${didYouMean(rawName, words)}`);
}
