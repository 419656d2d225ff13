import { Bytes } from '../protocol/bytes.ts';
import { Parsed, type RequestParser } from '../protocol/message.ts';

/** Buffers of inboxes that are empty: most connections need one for moments only. */
const spare: Bytes[] = [];
const NOTHING = Buffer.alloc(0);

/**
 * Requests of a client that wait for the proxy's CPU: their bytes, and of how many each job is about.
 *
 *   take: 3 requests ── CPU job ──> begin() = 3, buf[start, end) ── handled 2, up to i ──> done(i, 2): one is owed
 */
export class Inbox {
  taken = 0;
  #bytes: Bytes | null = null;
  #read = 0;
  readonly #jobs: number[] = [];
  #owed = 0;

  get buf(): Buffer {
    return this.#bytes?.buf ?? NOTHING;
  }

  get start(): number {
    return this.#read;
  }

  get end(): number {
    return this.#bytes?.length ?? 0;
  }

  /** Something waits, for the CPU or for the client to be authenticated. */
  get busy(): boolean {
    return this.#jobs.length > 0 || this.#owed > 0;
  }

  /** Copies the whole requests in buf[start, end); returns the first byte not taken. `taken` is how many they are. */
  take(parser: RequestParser, buf: Buffer, start: number, end: number): number {
    parser.over(buf, start, end);
    let parsed = parser.next();
    // What cannot be parsed is a job too: it is looked at, and answered, when its turn comes.
    for (this.taken = 0; parsed === Parsed.message || parsed === Parsed.bad; parsed = parser.next()) this.taken++;
    const upTo = parsed === Parsed.more ? parser.position : end;
    if (parsed !== Parsed.more) this.taken++;
    if (this.taken > 0) {
      this.#bytes ??= spare.pop() ?? new Bytes();
      this.#bytes.append(buf, start, upTo);
      this.#jobs.push(this.taken);
    }
    return upTo;
  }

  /** The oldest job: how many requests it is about. */
  begin(): number {
    return this.#jobs.shift() ?? 0;
  }

  /** Bytes up to `position` are done with; `left` requests of the job could not be handled and are owed. */
  done(position: number, left: number): void {
    this.#read = position;
    this.#owed += left;
    if (this.#read === this.end) this.clear();
  }

  /** Makes a job of what is owed; returns of how many requests. */
  retry(): number {
    const owed = this.#owed;
    this.#owed = 0;
    if (owed > 0) this.#jobs.push(owed);
    return owed;
  }

  clear(): void {
    if (this.#bytes === null) return;
    this.#bytes.clear();
    spare.push(this.#bytes);
    this.#bytes = null;
    this.#read = 0;
  }
}
