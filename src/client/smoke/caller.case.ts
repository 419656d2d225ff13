/**
 * The child's side of a smoke test: calls a client library and prints what each call gave back as a line of JSON.
 * Libraries may never answer, may throw out of nowhere, and leave timers and sockets behind: so every call has its own
 * deadline, and the process exits when all is said.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';

/** Where to, and as whom. */
export interface SmokeTarget {
  /** `host:port`. */
  readonly address: string;
  readonly user: string | null;
  readonly password: string | null;
}

export interface Call {
  readonly call: string;
  /** What the callback was given; null: it was never called. */
  readonly gave: readonly unknown[] | null;
  /** What the library logged meanwhile. */
  readonly logged: readonly string[];
}

/** Of one call. Above what libraries need for their own timeouts and retries. */
const DEADLINE_MS = 4000;
const SHOWN_BYTES = 100;
/** A server that does not answer at all need not be asked everything. */
const UNANSWERED_MAX = 6;

export type Callback = (...given: unknown[]) => void;

/** Calls that follow each other; several callers may be at work at the same time. */
export class Caller {
  readonly calls: Call[] = [];
  #logged: string[] = [];
  #unanswered = 0;
  readonly logger = { log: (...words: unknown[]): void => void this.#logged.push(words.map(String).join(' ')) };

  /** Notes what the callback was given, if it was called at all. Throwing counts as an answer. */
  async call(name: string, start: (callback: Callback) => void): Promise<void> {
    if (this.#unanswered >= UNANSWERED_MAX) return;
    const gave = await new Promise<unknown[] | null>((resolve) => {
      const limit = setTimeout(() => resolve(null), DEADLINE_MS);
      const settle = (given: unknown[]): void => {
        clearTimeout(limit);
        resolve(given);
      };
      try {
        start((...given) => settle(given));
      } catch (error) {
        settle(['threw', error]);
      }
    });
    if (gave === null) this.#unanswered++;
    this.calls.push({ call: name, gave: gave && gave.map((one) => this.#plain(one)), logged: this.#logged });
    this.#logged = [];
  }

  /** As it prints: bytes as text, long ones by their hash, errors by their message. */
  #plain(value: unknown): unknown {
    if (value === undefined) return '(undefined)';
    if (Buffer.isBuffer(value)) return { bytes: shortened(value.toString('latin1')) };
    if (value instanceof Error) return { error: value.message };
    if (typeof value === 'string') return shortened(value);
    if (Array.isArray(value)) return value.map((one) => this.#plain(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.#plain(one)]));
  }
}

/** What dashboards read; that the names are all the same is for the backend's own tests. */
const READ =
  'pid uptime version curr_items total_items bytes limit_maxbytes evictions curr_connections total_connections ' +
  'cmd_get cmd_set cmd_flush cmd_touch get_hits get_misses delete_hits incr_hits cas_hits bytes_read bytes_written';

/** Of these, the names that the statistics have. */
export function namesOf(stats: unknown): string[] {
  const names = typeof stats === 'object' && stats !== null ? Object.keys(stats) : [];
  return READ.split(' ').filter((name) => names.includes(name));
}

type Group = (caller: Caller) => Promise<void>;

/** Groups of calls, those of a stage one beside the other; prints them in order, and exits. */
export async function smoke(...stages: (readonly Group[])[]): Promise<never> {
  const callers: Caller[] = [new Caller()];
  const print = (): void => {
    const calls = callers.flatMap((caller) => caller.calls);
    writeSync(1, calls.map((call) => `${JSON.stringify(call)}\n`.replaceAll(target().address, 'SERVER')).join(''));
  };
  process.once('uncaughtException', (error) => {
    callers[0]!.calls.push({ call: 'anything', gave: ['thrown out of nowhere', error.message], logged: [] });
    print();
    process.exit(0);
  });
  for (const groups of stages) {
    const own = groups.map(() => new Caller());
    callers.push(...own);
    await Promise.all(groups.map((group, i) => group(own[i]!)));
  }
  print();
  process.exit(0);
}

/** The process's first argument, which the test wrote. */
export function target(): SmokeTarget {
  return JSON.parse(process.argv[2] ?? '') as SmokeTarget;
}

function shortened(text: string): string {
  if (text.length <= SHOWN_BYTES) return text;
  const hash = createHash('sha256').update(text, 'latin1').digest('hex').slice(0, 16);
  return `${text.slice(0, 20)}… (${text.length} long, sha256 ${hash})`;
}
