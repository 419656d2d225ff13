/** In what the scenarios of several runs differ, after all overrides. */
import { left, type Block } from '../document.ts';
import type { NamedResult } from './named-result.ts';

export interface Difference {
  readonly path: string;
  /** In the order of the runs; undefined: it has none. */
  readonly values: readonly unknown[];
}

const SHOWN = 40;
const LONGEST = 40;
/** What could have been run instead says nothing of what was; what is expected of it is told by its verdict. */
const PASSED_OVER: ReadonlySet<string> = new Set(['variants', 'comparisons', 'expectations']);

export function scenarioDifferences(results: readonly NamedResult[]): Difference[] {
  return [
    ...differences(
      results.map(({ result }) => result.scenario),
      [],
    ),
  ];
}

export function differencesBlocks(results: readonly NamedResult[]): Block[] {
  const all = scenarioDifferences(results);
  const heading: Block = { kind: 'heading', text: 'What differs', aside: 'in the scenarios, by path' };
  if (all.length === 0) {
    return [heading, { kind: 'paragraph', text: 'Nothing: all ran the same scenario.' }];
  }
  const columns = [left('path'), ...results.map(({ name }) => left(name))];
  const rows = all.slice(0, SHOWN).map(({ path, values }) => [path, ...values.map(valueText)]);
  const more = all.length - rows.length;
  return [
    heading,
    { kind: 'table', columns, rows },
    ...(more > 0 ? [{ kind: 'paragraph', text: `and ${more} more` } as const] : []),
  ];
}

function* differences(values: readonly unknown[], path: readonly string[]): Generator<Difference> {
  const texts = values.map((value) => JSON.stringify(value));
  if (texts.every((text) => text === texts[0])) return;
  if (!values.every(isContainer) || !sameKind(values)) {
    yield { path: path.join('.'), values };
    return;
  }
  const keys = new Set(values.flatMap((value) => Object.keys(value)));
  for (const key of keys) {
    if (path.length === 0 && PASSED_OVER.has(key)) continue;
    yield* differences(
      values.map((value) => (Object.hasOwn(value, key) ? value[key] : undefined)),
      [...path, key],
    );
  }
}

type Container = Readonly<Record<string, unknown>>;

/** Lists have keys, too. */
function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function sameKind(values: readonly Container[]): boolean {
  return values.every((value) => Array.isArray(value) === Array.isArray(values[0]));
}

function valueText(value: unknown): string {
  if (value === undefined) return '-';
  const text = typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
