import type { Result } from '../scenario/result.ts';

/**
 * The text of `result.json`: keys in the order of the producers, lists of plain values on one line, `environment` last,
 * so that two equal runs differ in its last lines only. Throws on what JSON cannot say (NaN, infinities).
 */
export function resultJson(result: Result): string {
  return recordJson(result);
}

/** As `resultJson`, of whatever else is kept. */
export function recordJson<T extends { readonly environment: unknown }>({ environment, ...repeatable }: T): string {
  return `${json({ ...repeatable, environment }, '')}\n`;
}

/** The part that is the same, byte for byte, for equal scenario, seed and version in the virtual world. */
export function repeatableJson({ environment: _, ...repeatable }: Pick<Result, 'environment'>): string {
  return `${json(repeatable, '')}\n`;
}

function json(value: unknown, indent: string): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`result.json: expected finite numbers, got ${value}`);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (!value.some(isContainer)) return `[${value.map((each) => json(each, deeper)).join(', ')}]`;
    return `[\n${value.map((each) => deeper + json(each, deeper)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, each]) => `${deeper}${JSON.stringify(key)}: ${json(each, deeper)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
