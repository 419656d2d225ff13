import { Bytes } from '../protocol/bytes.ts';
import { writeDecimal, writeDecimal64 } from '../protocol/decimal.ts';
import { Status, Verb } from '../protocol/message.ts';
import { Flag, type MetaLine } from '../protocol/meta.ts';
import type { Executor } from './executor.ts';
import { expiryTime } from './expiry.ts';
import type { Item } from './item.ts';
import { codeOf, type MetaReply } from './meta-reply.ts';
import type { MetaTarget } from './meta-target.ts';

const NON_NUMERIC = 'CLIENT_ERROR cannot increment or decrement non-numeric value';
const OPAQUE_TOO_LONG = 'CLIENT_ERROR opaque token too long';
const COUNTS: ReadonlyMap<string, Verb> = new Map([
  ['\0', Verb.incr],
  ['I', Verb.incr],
  ['+', Verb.incr],
  ['D', Verb.decr],
  ['-', Verb.decr],
]);

/** `ma`. */
export class MetaCounting {
  private readonly line: MetaLine;
  private readonly reply: MetaReply;
  private readonly target: MetaTarget;
  private readonly digits = new Bytes(32);

  constructor(line: MetaLine, reply: MetaReply, target: MetaTarget) {
    this.line = line;
    this.reply = reply;
    this.target = target;
  }

  /** The error to answer instead, or ''. */
  execute(cache: Executor, out: Bytes, now: number): string {
    const { line, digits, reply } = this;
    const verb = COUNTS.get(String.fromCharCode(line.mode));
    if (verb === undefined) return 'CLIENT_ERROR invalid mode for ma M token';
    const { status, item } = this.count(cache, verb, now);
    if (status === Status.nonNumeric) return NON_NUMERIC;
    if (status === Status.outOfMemory || status === Status.tooLarge) return 'SERVER_ERROR out of memory';
    const before = out.length;
    if (item === null) out.text(codeOf(Verb.cas, status));
    else {
      out.text(line.has(Flag.value) ? 'VA ' : 'HD');
      if (line.has(Flag.value)) writeDecimal(out, digits.length);
    }
    const created = status === Status.notFound;
    for (let token = line.flagsFrom; token < line.count; token++) {
      const flag = line.flagAt(token);
      if (item === null) reply.echo(out, token);
      else if (flag === Flag.setTimeToLive) item.expiresAt = expiryTime(line.timeToLive, now);
      else if (flag === Flag.vivify && created) item.expiresAt = expiryTime(line.vivify, now);
      else if (flag === Flag.cas) reply.cas(out, item);
      else if (flag === Flag.timeToLive) reply.timeToLive(out, item, now);
      else reply.echo(out, token);
    }
    if (reply.opaqueTooLong()) return OPAQUE_TOO_LONG;
    out.text('\r\n');
    if (item !== null && line.has(Flag.value)) {
      out.append(digits.buf, 0, digits.length);
      out.text('\r\n');
    }
    if (status === Status.ok && line.has(Flag.quiet)) out.length = before;
    return '';
  }

  /** Status `notFound` with an item: it was created. Its digits are in `digits`. */
  private count(cache: Executor, verb: Verb, now: number): { status: Status; item: Item | null } {
    const { line, digits } = this;
    const { store } = cache;
    const { source, keyStart, keyEnd } = this.target;
    const { delta, compareCas, initial } = line.flags;
    digits.clear();
    const status = store.count(verb, source, keyStart, keyEnd, delta.hi, delta.lo, compareCas.hi, compareCas.lo, now);
    if (status === Status.notFound && line.has(Flag.vivify)) {
      writeDecimal64(digits, initial.hi, initial.lo);
      const item = this.target.create(cache, digits, now);
      return { status: item === null ? Status.outOfMemory : status, item };
    }
    cache.countCount(verb, status);
    if (status !== Status.ok) return { status, item: null };
    writeDecimal64(digits, store.counter.hi, store.counter.lo);
    return { status, item: store.stored };
  }
}
