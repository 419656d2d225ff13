import { badRequestBody, type ApiError } from './errors.ts';
import { firstValue, JsonError, JsonObject, type Json } from './json.ts';

/** Throws an `ApiError`. */
export function readBody(text: string): Json {
  try {
    return firstValue(text);
  } catch (error) {
    throw error instanceof JsonError ? badRequestBody(error.message) : error;
  }
}

/**
 * An object as Go reads it into a struct: names in any case, unknown ones ignored, `null` as if it were not there, and the
 * last of several counts. Throws `ApiError`s, in Go's words.
 */
export class Fields {
  readonly #struct: string;
  readonly #values = new Map<string, Json>();

  /** `struct`: for messages. */
  constructor(value: Json, struct: string) {
    this.#struct = struct;
    if (value === null) return;
    if (!(value instanceof JsonObject)) {
      throw badRequestBody(`json: cannot unmarshal ${kindOf(value)} into Go value of type ${struct}`);
    }
    for (const [key, each] of value.entries) if (each !== null) this.#values.set(key.toLowerCase(), each);
  }

  /** All that were given, their names in lower case. */
  get given(): Iterable<readonly [string, Json]> {
    return this.#values;
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined || typeof value === 'string') return value;
    throw this.#mismatch(name, value, 'string');
  }

  flag(name: string): boolean | undefined {
    const value = this.#values.get(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw this.#mismatch(name, value, 'bool');
  }

  number(name: string): number | undefined {
    const value = this.#values.get(name);
    if (value === undefined || typeof value === 'number') return value;
    throw this.#mismatch(name, value, 'float64');
  }

  list(name: string): readonly Json[] | undefined {
    const value = this.#values.get(name);
    if (value === undefined || isList(value)) return value;
    throw this.#mismatch(name, value, '[]interface{}');
  }

  texts(name: string): readonly string[] | undefined {
    return this.list(name)?.map((each) => {
      if (typeof each === 'string') return each;
      throw this.#mismatch(name, each, 'string');
    });
  }

  object(name: string): JsonObject | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value instanceof JsonObject) return value;
    throw this.#mismatch(name, value, 'map[string]interface{}');
  }

  /** Any of the above, for who knows more. */
  any(name: string): Json | undefined {
    return this.#values.get(name);
  }

  #mismatch(name: string, value: Json, type: string): ApiError {
    return badRequestBody(
      `json: cannot unmarshal ${kindOf(value)} into Go struct field ${this.#struct}.${name} of type ${type}`,
    );
  }
}

/** The elements of a list; none for `null`. */
export function elementsOf(value: Json, type: string): readonly Json[] {
  if (value === null) return [];
  if (isList(value)) return value;
  throw badRequestBody(`json: cannot unmarshal ${kindOf(value)} into Go value of type ${type}`);
}

/** `Array.isArray` does not know lists that are read-only. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function kindOf(value: Json): string {
  if (value instanceof JsonObject) return 'object';
  if (isList(value)) return 'array';
  return value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value;
}
