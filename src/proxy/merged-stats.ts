/** What all backends say alike, or what is true of the proxy's own answer: the first one's word stands. */
const FIRST: ReadonlySet<string> = new Set([
  'pid',
  'time',
  'version',
  'libevent',
  'pointer_size',
  'chunk_size',
  'chunks_per_page',
  'size',
  'hash_power_level',
]);
/** The longest, the oldest, the highest of all. */
const HIGHEST: ReadonlySet<string> = new Set(['uptime', 'age', 'age_hot', 'age_warm', 'time_since_server_config']);

/**
 * Several servers' stats as one: counts add up; facts about servers do not. The keys come in the order in which they
 * were first heard.
 */
export class MergedStats {
  readonly #values = new Map<string, string>();
  readonly #topic: string;

  constructor(topic: string) {
    this.#topic = topic;
  }

  add(name: string, value: string): void {
    const before = this.#values.get(name);
    this.#values.set(name, before === undefined ? value : this.#merge(name, before, value));
  }

  [Symbol.iterator](): Iterator<readonly [string, string]> {
    return this.#values.entries();
  }

  #merge(name: string, a: string, b: string): string {
    // `items:3:age` is an age.
    const word = name.slice(name.lastIndexOf(':') + 1);
    if (this.#topic === 'settings' || FIRST.has(word) || !NUMBER.test(a) || !NUMBER.test(b)) return a;
    if (HIGHEST.has(word)) return Number(b) > Number(a) ? b : a;
    if (SECONDS.test(a) || SECONDS.test(b)) return (Number(a) + Number(b)).toFixed(6);
    // 64 bits: more than a double holds.
    return String(BigInt(a) + BigInt(b));
  }
}

const NUMBER = /^\d+(?:\.\d+)?$/;
/** As rusage has it. */
const SECONDS = /^\d+\.\d+$/;
