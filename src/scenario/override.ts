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

/** One value of a scenario, to be set. */
export interface Change {
  /** Dotted: `timeline.0.factor`. */
  readonly path: string;
  /** Plain data; `null` removes. */
  readonly value: unknown;
  /** Who asks for it, for messages: `--set timeline.0.factor`. */
  readonly where: string;
}

/** As `applyChanges`, of texts: `path=value`. Values are JSON where they parse as such, otherwise text. */
export function applyOverrides(data: unknown, assignments: readonly string[]): unknown {
  return applyChanges(data, assignments.map(readAssignment));
}

/** Throws `BadInput` unless it is `path=value`. */
export function readAssignment(assignment: string): Change {
  const at = assignment.indexOf('=');
  const path = assignment.slice(0, at).trim();
  const text = assignment.slice(at + 1).trim();
  if (at < 0 || text === '' || path.split('.').includes('')) throw badValue('--set', 'path=value', assignment);
  return { path, value: jsonOrText(text), where: `--set ${path}` };
}

/**
 * A copy with the changes made from left to right. `null` removes a key, or an element (the indices of its neighbours
 * stay valid until all is made).
 */
export function applyChanges(data: unknown, changes: readonly Change[]): unknown {
  const copy = copied(data, 'scenario');
  const removed = new Set<unknown>();
  for (const change of changes) assign(copy, change, removed);
  return removed.size === 0 ? copy : without(copy, removed);
}

function copied(data: unknown, where: string): unknown {
  try {
    return structuredClone(data);
  } catch {
    throw new BadInput(`${where}: expected plain data, got something that cannot be copied, such as a function`);
  }
}

function assign(root: unknown, { path, value, where }: Change, removed: Set<unknown>): void {
  const keys = path.split('.');
  let container = root;
  for (const [i, key] of keys.entries()) {
    const place = keys.slice(0, i).join('.');
    checkKey({ where, place, key, container });
    // checkKey: a list or an object, and the key is an index of the list.
    const parent = container as Container;
    if (i < keys.length - 1) {
      if (parent[key] === undefined) parent[key] = {};
      container = parent[key];
      continue;
    }
    if (value !== null) parent[key] = copied(meant(value, key), where);
    else if (Array.isArray(container)) removed.add((parent[key] = {}));
    else delete parent[key];
  }
}

interface Step {
  readonly where: string;
  /** The path so far. */
  readonly place: string;
  readonly key: string;
  readonly container: unknown;
}

function checkKey({ where, place, key, container }: Step): void {
  const at = `${where}: ${place === '' ? 'the scenario' : place}`;
  if (typeof container !== 'object' || container === null) {
    throw badValue(at, 'a list or an object', container);
  }
  if (Array.isArray(container)) {
    if (/^(?:0|[1-9]\d*)$/.test(key) && Number(key) < container.length) return;
    const indices = container.length === 0 ? 'no index, for it is empty' : `an index, 0 to ${container.length - 1}`;
    throw badValue(at, indices, key);
  }
  const keys = Object.keys(container);
  if (NAMED_BY_THE_USER.includes(place) && keys.length > 0 && !keys.includes(key)) {
    throw new BadInput(`${at}: expected ${oneOf(keys)}, got ${JSON.stringify(key)}${didYouMean(key, keys)}`);
  }
  if (key === '__proto__' || key === '') throw badValue(at, 'a key of a scenario', key);
}

function meant(value: unknown, key: string): unknown {
  const shorthand = SHORTHANDS[key];
  return typeof value === 'string' && shorthand !== undefined ? { [shorthand]: value } : value;
}

/** What the user typed for a value. */
export function jsonOrText(text: string): unknown {
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
