/**
 * `--set path=value`: changes of a scenario by dotted path, `timeline.0.factor=200`. A change only sets; whether the
 * scenario is still one is for the schema to say, which also names the keys that it knows.
 */
import { BadInput, badValue } from './errors.ts';
import { didYouMean, oneOf } from './words.ts';

/** Text set here stands for an object with this key: `cluster.proxy.policy=none`. */
const SHORTHANDS: Readonly<Record<string, string>> = { policy: 'name', client: 'preset' };

/** Their keys are the user's own, so that a new one would not be found out to be misspelled. */
const NAMED_BY_THE_USER: readonly string[] = ['workloads', 'cluster.caches'];

type Container = Record<string, unknown>;

/**
 * A copy with the assignments applied from left to right. Values are JSON where they parse as such, otherwise text;
 * `null` removes a key, or an element (the indices of its neighbours stay valid until all is applied).
 */
export function applyOverrides(data: unknown, assignments: readonly string[]): unknown {
  let copy: unknown;
  try {
    copy = structuredClone(data);
  } catch {
    throw new BadInput('scenario: expected plain data, got something that cannot be copied, such as a function');
  }
  const removed = new Set<unknown>();
  for (const assignment of assignments) assign(copy, assignment, removed);
  return removed.size === 0 ? copy : without(copy, removed);
}

function assign(root: unknown, assignment: string, removed: Set<unknown>): void {
  const at = assignment.indexOf('=');
  const path = assignment.slice(0, at).trim();
  const text = assignment.slice(at + 1).trim();
  const keys = path.split('.');
  if (at < 0 || text === '' || keys.includes('')) throw badValue('--set', 'path=value', assignment);

  let container = root;
  for (const [i, key] of keys.entries()) {
    const where = keys.slice(0, i).join('.');
    checkKey({ path, where, key, container });
    // checkKey: a list or an object, and the key is an index of the list.
    const parent = container as Container;
    if (i < keys.length - 1) {
      if (parent[key] === undefined) parent[key] = {};
      container = parent[key];
      continue;
    }
    const value = meant(text, key);
    if (value !== null) parent[key] = value;
    else if (Array.isArray(container)) removed.add((parent[key] = {}));
    else delete parent[key];
  }
}

interface Step {
  readonly path: string;
  readonly where: string;
  readonly key: string;
  readonly container: unknown;
}

function checkKey({ path, where, key, container }: Step): void {
  const place = where === '' ? 'the scenario' : where;
  if (typeof container !== 'object' || container === null) {
    throw badValue(`--set ${path}: ${place}`, 'a list or an object', container);
  }
  if (Array.isArray(container)) {
    if (/^(?:0|[1-9]\d*)$/.test(key) && Number(key) < container.length) return;
    const indices = container.length === 0 ? 'no index, for it is empty' : `an index, 0 to ${container.length - 1}`;
    throw badValue(`--set ${path}: ${place}`, indices, key);
  }
  const keys = Object.keys(container);
  if (NAMED_BY_THE_USER.includes(where) && keys.length > 0 && !keys.includes(key)) {
    throw new BadInput(
      `--set ${path}: ${place}: expected ${oneOf(keys)}, got ${JSON.stringify(key)}${didYouMean(key, keys)}`,
    );
  }
  if (key === '__proto__') throw badValue(`--set ${path}: ${place}`, 'a key of a scenario', key);
}

function meant(text: string, key: string): unknown {
  const value = parsed(text);
  const shorthand = SHORTHANDS[key];
  return typeof value === 'string' && shorthand !== undefined ? { [shorthand]: value } : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function without(value: unknown, removed: ReadonlySet<unknown>): unknown {
  if (Array.isArray(value)) {
    return value.filter((element) => !removed.has(element)).map((element) => without(element, removed));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, without(element, removed)]));
}
