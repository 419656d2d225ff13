import type { z } from 'zod';
import { shown } from './words.ts';

/**
 * The first thing that is wrong, in one line: `timeline.0.factor: expected a number above 0, got -3`. Unknown keys come
 * before all else: a key that is misspelled is also missing, but that is not what the user has to hear.
 */
export function complaint(error: z.ZodError, data: unknown): string {
  const issues = error.issues;
  const first = issues.find((issue) => issue.code === 'unrecognized_keys') ?? issues[0];
  if (first === undefined) throw new Error('complaint: expected an error with at least one issue, got none');
  const { path, code, message } = first;
  const where = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
  return code === 'unrecognized_keys'
    ? `${where}${message}`
    : `${where}expected ${message}, got ${path.at(-1) === 'password' ? 'something else' : shown(valueAt(data, path))}`;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    // Indexing an object of unknown shape.
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
