import type { Result } from '../../scenario/result.ts';

/** One of several that stand side by side. */
export interface NamedResult {
  /** Tells it from the others. */
  readonly name: string;
  /** Where it was read. */
  readonly file: string;
  readonly result: Result;
}

interface Source {
  /** With slashes. */
  readonly file: string;
  readonly result: Result;
}

/** The shortest thing that tells them apart: scenario, folder, file, scenario and seed, or the whole path. */
export function named(sources: readonly Source[]): NamedResult[] {
  const nameOf = NAMES.find((of) => new Set(sources.map(of)).size === sources.length) ?? (({ file }: Source) => file);
  return sources.map((source) => ({ ...source, name: nameOf(source) }));
}

const NAMES: readonly ((source: Source) => string)[] = [
  ({ result }) => result.id,
  ({ file }) => file.split('/').at(-2) ?? '.',
  ({ file }) => (file.split('/').at(-1) ?? file).replace(/\.json$/, ''),
  ({ result }) => `${result.id} ${result.seed}`,
];
