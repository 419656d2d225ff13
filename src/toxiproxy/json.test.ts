/** JSON as Go reads it. What is wrong is in the rows of `api.test.ts`; here: nothing that is right is read wrongly. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { firstValue, goJson, goObject, JsonError, JsonObject, type Json } from './json.ts';

/** As JSON.parse gives it. */
function plain(value: Json): unknown {
  if (value instanceof JsonObject) return Object.fromEntries(value.entries.map(([key, each]) => [key, plain(each)]));
  // What is no object of ours is a list.
  return typeof value === 'object' && value !== null ? value.map(plain) : value;
}

const SEED = 'json';
const rng = createRng(SEED, 'values');

const TEXTS = ['', 'a', '"\\/\b\f\n\r\t', 'é\u2028😀', '\ud800', '__proto__', '10', '\x7f'];
const NUMBERS = [0, -0, 1, -1.5, 1e21, 1e-7, 123456789, 5e-324, 1.7976931348623157e308];

function pick<T>(list: readonly T[]): T {
  return list[rng.below(list.length)]!;
}

function anything(depth: number): unknown {
  switch (rng.below(depth > 0 ? 7 : 5)) {
    case 0:
      return null;
    case 1:
      return rng.below(2) === 0;
    case 2:
      return pick(NUMBERS);
    case 3:
    case 4:
      return pick(TEXTS);
    case 5:
      return Array.from({ length: rng.below(4) }, () => anything(depth - 1));
    default:
      return Object.fromEntries(Array.from({ length: rng.below(4) }, () => [pick(TEXTS), anything(depth - 1)]));
  }
}

test('it reads what JSON.stringify writes, in any spacing, whatever stands behind it', () => {
  for (let i = 0; i < 3000; i++) {
    const value = anything(4);
    const text = JSON.stringify(value, null, pick([0, 1, '\t']));
    const behind = pick(['', ' ', '\n{', ' nonsense']);
    assert.equal(plain(firstValue(text + behind)), JSON.parse(text), `seed ${SEED}, value ${i}: ${text}`);
  }
});

test('whatever is cut off or changed in it, it says so or reads it as JSON.parse does', () => {
  for (let i = 0; i < 20_000; i++) {
    const text = JSON.stringify(anything(3));
    const at = rng.below(text.length + 1);
    const broken = pick([
      text.slice(0, at),
      text.slice(0, at) + pick([...'{}[]",:\\0-.eEtfn \x01']) + text.slice(at + rng.below(2)),
    ]);
    const what = `seed ${SEED}, value ${i}: ${broken}`;
    const read = attempt(() => plain(firstValue(broken)));
    const whole = attempt(() => JSON.parse(broken) as unknown);
    if (whole.error === null) assert.equal(read, whole, what);
    else if (read.error !== null) assert.instance(read.error, JsonError, what);
    // Else the first value was whole, and what is wrong stands behind it.
    else
      assert.ok(
        Array.from({ length: broken.length }, (_, end) => broken.slice(0, end)).some((part) =>
          isWhole(part, read.value),
        ),
        what,
      );
  }
});

function attempt<T>(read: () => T): { value: T | null; error: unknown } {
  try {
    return { value: read(), error: null };
  } catch (error) {
    return { value: null, error };
  }
}

function isWhole(part: string, value: unknown): boolean {
  const { value: parsed, error } = attempt(() => JSON.parse(part) as unknown);
  return error === null && JSON.stringify(parsed) === JSON.stringify(value);
}

test('depth is bounded, by an error', () => {
  assert.throws(() => firstValue('['.repeat(100_000)), /exceeded max depth/);
  assert.throws(() => firstValue('{"a":'.repeat(100_000)), /exceeded max depth/);
  firstValue(`${'['.repeat(400)}${']'.repeat(400)}`);
});

test('it writes as Go does', () => {
  assert.is(goJson({ a: '<&>\u2028', b: [1.5, null] }), '{"a":"\\u003c\\u0026\\u003e\\u2028","b":[1.5,null]}');
  assert.is(
    goObject([
      ['10', '1'],
      ['9<', '{}'],
    ]),
    '{"10":1,"9\\u003c":{}}',
  );
});

test.run();
