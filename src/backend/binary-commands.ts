import {
  writeCounterReply,
  writeErrorReply,
  writeReply,
  writeTextReply,
  writeValueReply,
} from '../protocol/binary-encode.ts';
import { HEADER, putU32 } from '../protocol/binary-header.ts';
import type { Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Request } from '../protocol/message.ts';
import { needsCache, type Commands, type CommandsOptions } from './commands.ts';
import type { Executor } from './executor.ts';
import type { Item } from './item.ts';

const TWO_32 = 4_294_967_296;
/** Where a header says how long the body is. */
const BODY_AT = 8;
const DO_NOT_CREATE = 0xffff_ffff;

/** Quiet requests are silent about what their sender expects: a miss of a get, the success of all else. */
export class BinaryCommands implements Commands {
  private readonly options: CommandsOptions;

  constructor(options: CommandsOptions) {
    this.options = options;
  }

  execute(request: Request, buf: Buffer, out: Bytes, now: number): boolean {
    const executor = this.options.caches.of(request.cache);
    if (executor !== null) return this.run(executor, request, buf, out, now);
    if (!needsCache(request.verb)) return this.run(this.options.caches.main, request, buf, out, now);
    this.options.caches.missing(request.verb);
    writeErrorReply(out, request.opcode, Status.authError, request.opaque);
    return true;
  }

  private run(executor: Executor, request: Request, buf: Buffer, out: Bytes, now: number): boolean {
    switch (request.verb) {
      case Verb.get:
      case Verb.gat:
        this.value(request, executor.retrieve(request, buf, now), buf, out);
        return true;
      case Verb.set:
      case Verb.add:
      case Verb.replace:
      case Verb.append:
      case Verb.prepend:
        this.done(request, executor.put(request, buf, now), executor.store.stored, out);
        return true;
      case Verb.delete:
        this.done(request, executor.remove(request, buf, now), null, out);
        return true;
      case Verb.incr:
      case Verb.decr:
        this.count(executor, request, buf, out, now);
        return true;
      case Verb.touch:
        this.touched(request, executor.touch(request, buf, now), out);
        return true;
      case Verb.flush:
        executor.flush(request, now);
        this.done(request, Status.ok, null, out);
        return true;
      case Verb.noop:
        writeReply(out, request.opcode, Status.ok, request.opaque, 0, 0);
        return true;
      case Verb.version:
        writeTextReply(out, request.opcode, Status.ok, request.opaque, '', this.options.version);
        return true;
      case Verb.stats:
        this.stats(executor, request, buf, out);
        return true;
      case Verb.meta:
        this.meta(executor, request, buf, out, now);
        return true;
      case Verb.quit:
        this.done(request, Status.ok, null, out);
        return false;
      default:
        // Verbosity too: memcached 1.6 does not know it.
        writeErrorReply(out, request.opcode, Status.unknownCommand, request.opaque);
        return true;
    }
  }

  refuse(request: Request, status: number, _text: string, buf: Buffer, out: Bytes, now: number): void {
    if (status === Status.tooLarge) this.options.caches.of(request.cache)?.outgrow(request, buf, now);
    if (status !== Status.ok) writeErrorReply(out, request.opcode, status, request.opaque);
  }

  private value(request: Request, item: Item | null, buf: Buffer, out: Bytes): void {
    const { opcode, opaque } = request;
    const keyStart = request.keyStart + request.namespace.length;
    if (item !== null) {
      const keyEnd = request.withKey ? request.keyEnd : keyStart;
      const { data, keyBytes, end, flags } = item;
      writeValueReply(out, opcode, opaque, flags, hi(item), lo(item), buf, keyStart, keyEnd, data, keyBytes, end);
    } else if (!request.quiet) {
      if (request.withKey) {
        const key = buf.toString('latin1', keyStart, request.keyEnd);
        writeTextReply(out, opcode, Status.notFound, opaque, key, '');
      } else writeErrorReply(out, opcode, Status.notFound, opaque);
    }
  }

  private done(request: Request, status: Status, item: Item | null, out: Bytes): void {
    if (status !== Status.ok) writeErrorReply(out, request.opcode, status, request.opaque);
    else if (!request.quiet) {
      writeReply(
        out,
        request.opcode,
        status,
        request.opaque,
        item === null ? 0 : hi(item),
        item === null ? 0 : lo(item),
      );
    }
  }

  private count(executor: Executor, request: Request, buf: Buffer, out: Bytes, now: number): void {
    const { store } = executor;
    const status = executor.count(request, buf, now, request.expiry !== DO_NOT_CREATE);
    const item = store.stored;
    if (status !== Status.ok || item === null) writeErrorReply(out, request.opcode, status, request.opaque);
    else if (!request.quiet) {
      const { hi: valueHi, lo: valueLo } = store.counter;
      writeCounterReply(out, request.opcode, request.opaque, valueHi, valueLo, hi(item), lo(item));
    }
  }

  /** Flags and no value: what memcached sends, though its documents say otherwise. */
  private touched(request: Request, item: Item | null, out: Bytes): void {
    const { opcode, opaque } = request;
    if (item === null) writeErrorReply(out, opcode, Status.notFound, opaque);
    else writeValueReply(out, opcode, opaque, item.flags, hi(item), lo(item), item.data, 0, 0, item.data, 0, 0);
  }

  /** The text reply is the value of one that always comes. */
  private meta(executor: Executor, request: Request, buf: Buffer, out: Bytes, now: number): void {
    const { opcode, opaque, valueStart: start, valueEnd: end, keyStart, keyEnd, namespace } = request;
    const frame = out.length;
    writeReply(out, opcode, Status.ok, opaque, 0, 0);
    this.options.meta.execute(executor, { buf, start, end, namespace, keyStart, keyEnd }, out, now);
    putU32(out.buf, frame + BODY_AT, out.length - frame - HEADER);
  }

  private stats(executor: Executor, request: Request, buf: Buffer, out: Bytes): void {
    const { opcode, opaque } = request;
    const lines = this.options.topics.binary(executor, buf.toString('latin1', request.keyStart, request.keyEnd));
    if (lines === null) return writeErrorReply(out, opcode, Status.notFound, opaque);
    for (const [name, value] of lines) writeTextReply(out, opcode, Status.ok, opaque, name, value);
    writeTextReply(out, opcode, Status.ok, opaque, '', '');
  }
}

function hi(item: Item): number {
  return Math.floor(item.cas / TWO_32);
}

function lo(item: Item): number {
  return item.cas >>> 0;
}
