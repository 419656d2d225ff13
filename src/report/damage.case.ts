/** Every way in which somebody's editor, disk or program may have left a field of a file. */

export interface Damage {
  /** What was done where. */
  readonly says: string;
  readonly data: unknown;
}

const INSTEAD: readonly unknown[] = [null, -1, 0, 1e308, 'text', '', 'never', true, [], {}, [null], [[]], [0.5]];

/**
 * `data` with one field removed or replaced, for every field; of the elements of a list only the first and the last. The
 * data is changed in place, and is whole again when the next one is asked for.
 */
export function* damages(data: unknown, path: readonly string[] = []): Generator<Damage & { path: string }> {
  yield* within(data, data, path);
}

function* within(root: unknown, value: unknown, path: readonly string[]): Generator<Damage & { path: string }> {
  if (typeof value !== 'object' || value === null) return;
  // Lists have keys, too.
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields);
  const touched = Array.isArray(value) ? [...new Set([keys[0], keys.at(-1)])].filter((key) => key !== undefined) : keys;
  for (const key of touched) {
    const before = fields[key];
    const at = [...path, key].join('.');
    for (const instead of INSTEAD) {
      fields[key] = instead;
      yield { says: `${at} = ${JSON.stringify(instead)}`, path: at, data: root };
    }
    if (Array.isArray(value)) {
      const last = key === keys.at(-1) ? value.pop() : value.shift();
      yield { says: `${at} removed`, path: at, data: root };
      if (key === keys.at(-1)) value.push(last);
      else value.unshift(last);
    } else {
      delete fields[key];
      yield { says: `${at} removed`, path: at, data: root };
    }
    fields[key] = before;
    yield* within(root, before, [...path, key]);
  }
}
