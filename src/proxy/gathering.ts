import { writeKeyed, writeSimple, writeWord } from '../protocol/binary-encode.ts';
import { type Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Reply, type Request } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import type { Exchange, ExchangeOwner } from './exchange.ts';
import { MergedStats } from './merged-stats.ts';

/** A unix time in January 1970. */
const LONG_AGO = 60 * 60 * 24 * 30 + 1;

/** Who asks all backends: a client's connection. */
export interface Gatherer {
  /** The whole exchange's answer is here. */
  gathered(whole: Exchange, gathering: Gathering): void;
}

/**
 * One request that all backends are asked, and their replies on the way to one:
 *
 *   client's exchange <── all in: merged <── [backend 1: done] [backend 2: waiting] [backend 3: done]
 *
 * It fails if one fails: a flush that is not done everywhere is not done.
 */
export class Gathering implements ExchangeOwner {
  readonly topic: string;
  readonly stats: MergedStats;
  /** Of the backends: the lowest, for what one cannot do all together cannot. */
  version = '';
  failure: Status = Status.ok;
  readonly #gatherer: Gatherer;
  readonly #whole: Exchange;
  readonly #give: (exchange: Exchange) => void;
  #waiting = 0;

  /** `give` takes back the exchanges with the backends. */
  constructor(gatherer: Gatherer, whole: Exchange, topic: string, give: (exchange: Exchange) => void) {
    this.#gatherer = gatherer;
    this.#whole = whole;
    this.#give = give;
    this.topic = topic;
    this.stats = new MergedStats(topic);
  }

  /** One more backend is asked. Hold one yourself while you ask, and settle it at the end. */
  expect(): void {
    this.#waiting++;
  }

  part(_exchange: Exchange, buf: Buffer, reply: Reply): void {
    const { keyStart, keyEnd, valueStart, valueEnd } = reply;
    this.stats.add(buf.toString('latin1', keyStart, keyEnd), buf.toString('latin1', valueStart, valueEnd));
  }

  answered(exchange: Exchange, buf: Buffer, reply: Reply): void {
    if (reply.status !== Status.ok) this.failure = reply.status;
    else if (exchange.verb === Verb.version) this.#hear(buf.toString('latin1', reply.valueStart, reply.valueEnd));
    this.#give(exchange);
    this.settle();
  }

  failed(exchange: Exchange, status: Status): void {
    this.failure = status;
    this.#give(exchange);
    this.settle();
  }

  settle(): void {
    if (--this.#waiting > 0) return;
    // Whose client has left, nobody waits for.
    if (this.#whole.owner === null) this.#give(this.#whole);
    else this.#gatherer.gathered(this.#whole, this);
  }

  #hear(version: string): void {
    if (this.version === '' || lower(version, this.version)) this.version = version;
  }
}

/** What each backend is asked; the cache's number goes into the vbucket field. */
export function writeGathered(out: Bytes, request: Request, topic: string, cache: number): void {
  out.clear();
  switch (request.verb) {
    case Verb.flush:
      if (request.expiry === 0) writeSimple(out, Opcode.flush, 0);
      else writeWord(out, Opcode.flush, request.expiry < 0 ? LONG_AGO : request.expiry, 0);
      break;
    case Verb.stats: {
      const key = Buffer.from(topic, 'latin1');
      writeKeyed(out, Opcode.stat, key, 0, key.length, 0, 0, 0);
      break;
    }
    default:
      writeSimple(out, Opcode.version, 0);
  }
  out.buf[6] = cache >>> 8;
  out.buf[7] = cache;
}

/** By the numbers in them, one after the other. */
function lower(a: string, b: string): boolean {
  const numbers = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
