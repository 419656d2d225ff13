import { Bytes } from '../protocol/bytes.ts';
import { writeDecimal } from '../protocol/decimal.ts';
import { Status, Verb } from '../protocol/message.ts';
import { Flag, Meta, MetaLine } from '../protocol/meta.ts';
import { writeTextLine } from '../protocol/text-encode.ts';
import { NEWLINE, RETURN } from '../protocol/text-line.ts';
import type { Executor } from './executor.ts';
import { expiryTime } from './expiry.ts';
import { itemBytes, Mark, type Item } from './item.ts';
import { MetaCounting } from './meta-counting.ts';
import { codeOf, MetaReply } from './meta-reply.ts';
import { MetaTarget, type MetaFrame } from './meta-target.ts';
import { slabClass } from './slab-classes.ts';

const OPAQUE_TOO_LONG = 'CLIENT_ERROR opaque token too long';
const BAD_CHUNK = 'CLIENT_ERROR bad data chunk';
const TOO_LARGE = 'SERVER_ERROR object too large for cache';
const OUT_OF_MEMORY = 'SERVER_ERROR out of memory storing object';
const MODES: ReadonlyMap<string, Verb> = new Map([
  ['\0', Verb.set],
  ['E', Verb.add],
  ['A', Verb.append],
  ['P', Verb.prepend],
  ['R', Verb.replace],
  ['S', Verb.set],
]);
const NOTHING = new Bytes(1);
const TWO_32 = 4_294_967_296;

/** mg, ms, md, ma, me and mn, as memcached 1.6.18 does them. Answers nothing where `q` says so. */
export class MetaCommands {
  private readonly line = new MetaLine();
  private readonly reply = new MetaReply(this.line);
  private readonly target = new MetaTarget();
  private readonly counting = new MetaCounting(this.line, this.reply, this.target);

  execute(cache: Executor, frame: MetaFrame, out: Bytes, now: number): void {
    const { buf, start, end } = frame;
    const line = this.line;
    let next = start;
    while (next < end && buf[next] !== NEWLINE) next++;
    line.parse(buf, start, next > start && buf[next - 1] === RETURN ? next - 1 : next);
    if (line.error !== '') return writeTextLine(out, errorOf(line));
    this.target.locate(frame, line, next + 1);
    const before = out.length;
    const error = this.run(cache, out, now);
    if (error === '') return;
    out.length = before;
    writeTextLine(out, error);
  }

  /** The error to answer instead, or ''. */
  private run(cache: Executor, out: Bytes, now: number): string {
    switch (this.line.command) {
      case Meta.get:
        return this.get(cache, out, now);
      case Meta.set:
        return this.set(cache, out, now);
      case Meta.delete:
        return this.delete(cache, out, now);
      case Meta.arithmetic:
        return this.counting.execute(cache, out, now);
      case Meta.debug:
        return this.debug(cache, out, now);
      case Meta.noop:
        return 'MN';
      default:
        return 'ERROR';
    }
  }

  private get(cache: Executor, out: Bytes, now: number): string {
    const { line, reply } = this;
    const found = this.target.peek(cache, now);
    const item = found === null && line.has(Flag.vivify) ? this.target.create(cache, NOTHING, now) : found;
    cache.countRetrieval(item !== null, item !== null && line.has(Flag.setTimeToLive));
    if (reply.opaqueTooLong()) return OPAQUE_TOO_LONG;
    if (item === null) {
      if (line.has(Flag.quiet)) return '';
      out.text('EN');
      reply.echoAll(out);
      out.text('\r\n');
      return '';
    }
    out.text(line.has(Flag.value) ? 'VA ' : 'HD');
    if (line.has(Flag.value)) writeDecimal(out, item.valueBytes);
    const won = this.getFlags(item, found === null, out, now);
    reply.recaching(out, item, won);
    out.text('\r\n');
    if (line.has(Flag.value)) {
      out.append(item.data, item.keyBytes, item.end);
      out.text('\r\n');
    }
    if (!line.has(Flag.noUpdate)) cache.store.use(item, now);
    return '';
  }

  /** Flags do and tell in the order in which they were sent. True: who asks should renew the item. */
  private getFlags(item: Item, created: boolean, out: Bytes, now: number): boolean {
    const { line, reply } = this;
    let won = false;
    for (let token = line.flagsFrom; token < line.count; token++) {
      const flag = line.flagAt(token);
      if (flag === Flag.setTimeToLive) item.expiresAt = expiryTime(line.timeToLive, now);
      else if (flag === Flag.vivify && created) {
        item.expiresAt = expiryTime(line.vivify, now);
        won = true;
      } else if (flag === Flag.recache && !created && (item.marks & Mark.won) === 0) {
        won ||= item.expiresAt !== 0 && item.expiresAt < expiryTime(line.recache, now);
      } else reply.itemFlag(out, token, item, now);
    }
    return won;
  }

  private set(cache: Executor, out: Bytes, now: number): string {
    const { line, reply, target } = this;
    let verb = MODES.get(String.fromCharCode(line.mode));
    if (verb === undefined) return 'CLIENT_ERROR invalid mode for ms M token';
    if (reply.opaqueTooLong()) return OPAQUE_TOO_LONG;
    if (line.has(Flag.compareCas) && (verb === Verb.set || verb === Verb.replace)) verb = Verb.cas;
    const { source, keyStart, keyEnd, valueStart, valueEnd } = target;
    if (itemBytes(keyEnd - keyStart, valueEnd - valueStart, line.clientFlags) > cache.store.itemLimit) {
      cache.store.remove(source, keyStart, keyEnd, 0, 0, now);
      return TOO_LARGE;
    }
    if (!target.framed) return BAD_CHUNK;
    const status = this.put(cache, verb, now);
    if (status === Status.tooLarge) return TOO_LARGE;
    if (status === Status.outOfMemory) return OUT_OF_MEMORY;
    const item = status === Status.ok ? cache.store.stored : null;
    if (item !== null && line.keyIsBase64 && verb !== Verb.append && verb !== Verb.prepend) item.marks |= Mark.base64;
    if (item !== null && line.has(Flag.quiet)) return '';
    out.text(codeOf(verb, status));
    for (let token = line.flagsFrom; token < line.count; token++) {
      if (line.flagAt(token) === Flag.cas) reply.cas(out, item);
      else reply.echo(out, token);
    }
    out.text('\r\n');
    return '';
  }

  private put(cache: Executor, verb: Verb, now: number): Status {
    const { line } = this;
    const { source, keyStart, keyEnd, valueStart, valueEnd } = this.target;
    const { hi, lo } = line.flags.compareCas;
    const old = verb === Verb.cas && line.has(Flag.invalidate) ? this.target.peek(cache, now) : null;
    const sent = hi * TWO_32 + lo;
    // No value is older than another for a cas of 0.
    const stale = old !== null && sent !== 0 && sent < old.cas;
    const expiresAt = old?.expiresAt ?? 0;
    const marks = (old?.marks ?? 0) & Mark.won;
    const status = cache.store.put(
      stale ? Verb.set : verb,
      source,
      keyStart,
      keyEnd,
      valueStart,
      valueEnd,
      line.clientFlags,
      line.timeToLive,
      stale || verb === Verb.add ? 0 : hi,
      stale || verb === Verb.add ? 0 : lo,
      now,
    );
    cache.countPut(status, verb === Verb.cas);
    const item = cache.store.stored;
    if (stale && status === Status.ok && item !== null) {
      // A value that comes too late is shown for as long as the one it replaces would have been.
      item.expiresAt = expiresAt;
      item.marks |= marks | Mark.stale;
    }
    return status;
  }

  private delete(cache: Executor, out: Bytes, now: number): string {
    const { line, reply } = this;
    if (reply.opaqueTooLong()) return OPAQUE_TOO_LONG;
    const code = this.remove(cache, now);
    if (code === 'HD' && line.has(Flag.quiet)) return '';
    out.text(code);
    reply.echoAll(out);
    out.text('\r\n');
    return '';
  }

  private remove(cache: Executor, now: number): 'HD' | 'NF' | 'EX' {
    const { line } = this;
    const { store, counters } = cache;
    const item = this.target.peek(cache, now);
    const { hi, lo } = line.flags.compareCas;
    if (item === null || (line.has(Flag.compareCas) && item.cas !== hi * TWO_32 + lo)) {
      counters.deleteMisses++;
      return item === null ? 'NF' : 'EX';
    }
    if (!line.has(Flag.invalidate)) {
      counters.deleteHits++;
      store.drop(item);
      return 'HD';
    }
    if (line.has(Flag.setTimeToLive)) item.expiresAt = expiryTime(line.timeToLive, now);
    item.marks = (item.marks | Mark.stale) & ~Mark.won;
    store.renew(item);
    return 'HD';
  }

  private debug(cache: Executor, out: Bytes, now: number): string {
    const item = this.target.peek(cache, now);
    cache.counters.cmdMeta++;
    if (item === null) return 'EN';
    const { expiresAt, usedAt, marks, cas, bytes } = item;
    out.text('ME ');
    this.reply.bareKey(out, (marks & Mark.base64) !== 0);
    out.text(` exp=${expiresAt === 0 ? -1 : now - expiresAt} la=${Math.max(0, now - usedAt)} cas=${cas}`);
    out.text(` fetch=${(marks & Mark.fetched) === 0 ? 'no' : 'yes'} cls=${slabClass(bytes)} size=${bytes}\r\n`);
    return '';
  }
}

/** Two of the commands have one text for all that is wrong with their flags. */
function errorOf({ command, error, flagsAreWrong }: MetaLine): string {
  const terse = command === Meta.delete || command === Meta.arithmetic;
  return terse && flagsAreWrong ? 'CLIENT_ERROR invalid or duplicate flag' : error;
}
