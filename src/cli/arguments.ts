/** Checks a command's arguments before citty parses them: citty ignores options that it does not know. */
import { parseArgs } from 'node:util';
import type { ArgDef, ArgsDef } from 'citty';
import { BadInput, badValue } from '../scenario/errors.ts';
import { didYouMean, oneOf } from '../scenario/words.ts';

/** Options that may be given several times: all values, in order. citty keeps only the last. */
export type Repeated = ReadonlyMap<string, readonly string[]>;

/** Throws `BadInput` with the first argument that the command does not take. */
export function checkArguments(
  args: ArgsDef,
  rawArgs: readonly string[],
  repeatable: readonly string[] = [],
): Repeated {
  const entries = Object.entries(args);
  const { tokens } = parseArgs({
    args: [...rawArgs],
    options: Object.fromEntries(
      entries
        .filter(([, { type }]) => type !== 'positional')
        .map(([name, { type }]) => [name, { type: valueType(type) }]),
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
    if (definition === undefined || definition.type === 'positional') throw unknownOption(rawName, args);
    checkValue(definition, rawName, value, token.inlineValue === true);
    const before = values.get(name);
    if (before !== undefined && !repeatable.includes(name)) throw new BadInput(`${rawName}: expected once, got twice`);
    values.set(name, [...(before ?? []), value ?? '']);
  }
  checkPositionals(
    entries.filter(([, { type }]) => type === 'positional').map(([name]) => name),
    positionals,
  );
  return values;
}

function checkValue(definition: ArgDef, rawName: string, value: string | undefined, inline: boolean): void {
  if (definition.type === 'boolean') {
    if (value !== undefined) throw badValue(rawName, 'no value', value);
    return;
  }
  // `--seed --json`: the value was forgotten.
  const forgotten = value === undefined || value === '' || (!inline && value.startsWith('--'));
  if (forgotten) throw badValue(rawName, 'a value', value);
  const options = definition.type === 'enum' ? (definition.options ?? [value]) : [value];
  if (options.includes(value)) return;
  throw new BadInput(
    `${rawName}: expected ${oneOf(options)}, got ${JSON.stringify(value)}${didYouMean(value, options)}`,
  );
}

function checkPositionals(names: readonly string[], got: readonly string[]): void {
  const missing = names[got.length];
  if (missing !== undefined) throw new BadInput(`expected <${missing}>, got nothing; --help says more`);
  const extra = got[names.length];
  if (extra === undefined) return;
  const expected = names.length === 0 ? 'no argument' : `only ${names.map((name) => `<${name}>`).join(' ')}`;
  throw badValue('arguments', expected, extra);
}

function unknownOption(rawName: string, args: ArgsDef): BadInput {
  const known = Object.entries(args).flatMap(([name, definition]) => {
    if (definition.type === 'positional') return [];
    const negative = definition.type === 'boolean' && definition.negativeDescription !== undefined;
    return negative ? [`--${name}`, `--no-${name}`] : [`--${name}`];
  });
  return new BadInput(
    `expected ${oneOf([...known, '--help'])}, got the unknown option ${rawName}${didYouMean(rawName, known)}`,
  );
}

function valueType(type: ArgDef['type']): 'boolean' | 'string' {
  return type === 'boolean' ? 'boolean' : 'string';
}
