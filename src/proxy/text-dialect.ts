import { writeConcat, writeCounter, writeKeyed, writeStorage, writeTouch } from '../protocol/binary-encode.ts';
import { HEADER, KEY_BYTES_MAX, u32 } from '../protocol/binary-header.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Reply, type Request } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { writeTextCounterReply, writeTextLine, writeTextStatus, writeTextValue } from '../protocol/text-encode.ts';
import { TextRequestParser } from '../protocol/text-request.ts';
import type { Grant } from '../tenancy/grant.ts';
import type { Asked, Dialect, Frame, Send } from './dialect.ts';
import type { Exchange } from './exchange.ts';
import { isMetaNoop, writeMeta, writeMetaReply } from './meta.ts';

const DO_NOT_CREATE = 0xffff_ffff;
/** No item has it: the text protocol's `cas` with 0 is a comparison, where binary's means none. */
const NO_CAS = 0xffff_ffff;
/** A unix time in January 1970: what was negative is over at once. */
const LONG_AGO = 60 * 60 * 24 * 30 + 1;

const STORAGE_OPCODE: Partial<Record<Verb, number>> = {
  [Verb.set]: Opcode.set,
  [Verb.cas]: Opcode.set,
  [Verb.add]: Opcode.add,
  [Verb.replace]: Opcode.replace,
};

/** Text requests become frames, and their replies text again: text and binary clients share what is stored. */
export class TextDialect implements Dialect {
  readonly parser = new TextRequestParser();
  /** The frame being made, its key, and the reply being made. */
  readonly #frame = new Bytes(1024);
  readonly #key = new Bytes(256);
  readonly #reply = new Bytes(1024);

  isKeyed(request: Request, buf: Buffer): boolean {
    return request.verb <= Verb.gats || (request.verb === Verb.meta && !isMetaNoop(request, buf));
  }

  topic({ frameStart, frameEnd }: Request, buf: Buffer): string {
    return buf.toString('latin1', frameStart, frameEnd).trim().split(/ +/).slice(1).join(' ');
  }

  frame(request: Request, buf: Buffer, grant: Grant, out: Frame): boolean {
    const { namespace } = grant;
    const frame = this.#frame;
    frame.clear();
    if (request.verb === Verb.meta) {
      if (!writeMeta(frame, request, buf, namespace)) return false;
    } else {
      let key = buf;
      let { keyStart, keyEnd } = request;
      if (namespace.length > 0) {
        if (namespace.length + keyEnd - keyStart > KEY_BYTES_MAX) return false;
        this.#key.clear();
        this.#key.append(namespace, 0, namespace.length);
        this.#key.append(buf, keyStart, keyEnd);
        key = this.#key.buf;
        keyStart = 0;
        keyEnd = this.#key.length;
      }
      writeRequest(frame, request, buf, key, keyStart, keyEnd);
    }
    out.buf = frame.buf;
    out.start = 0;
    out.end = frame.length;
    out.keyStart = HEADER + frame.buf[4]!;
    out.keyEnd = out.keyStart + ((frame.buf[2]! << 8) | frame.buf[3]!);
    out.buf[6] = grant.cache >>> 8;
    out.buf[7] = grant.cache;
    return true;
  }

  relay(exchange: Exchange, buf: Buffer, reply: Reply, send: Send): void {
    const { verb, quiet } = exchange;
    if (quiet) return;
    const out = this.#reply;
    out.clear();
    const { status, valueStart, valueEnd } = reply;
    if (isRetrieval(verb)) this.#value(exchange, buf, reply, out);
    else if (status !== Status.ok) writeTextStatus(out, verb, status);
    else if (verb === Verb.meta) writeMetaReply(out, buf, valueStart, valueEnd, exchange.grant!.namespace);
    else if (verb === Verb.incr || verb === Verb.decr) {
      writeTextCounterReply(out, u32(buf, valueStart), u32(buf, valueStart + 4));
    } else writeTextStatus(out, verb, status);
    if (out.length > 0) send.send(exchange, out.buf, 0, out.length);
  }

  error(asked: Asked, status: Status, text: string, out: Bytes): void {
    if (asked.quiet) return;
    if (text !== '') writeTextLine(out, text);
    else if (isRetrieval(asked.verb) && status === Status.notFound) writeTextLine(out, 'END');
    else writeTextStatus(out, asked.verb, status);
  }

  done(asked: Asked, out: Bytes): void {
    if (!asked.quiet) writeTextLine(out, asked.verb === Verb.meta ? 'MN' : 'OK');
  }

  version(_asked: Asked, version: string, out: Bytes): void {
    writeTextLine(out, `VERSION ${version}`);
  }

  stats(_asked: Asked, topic: string, lines: Iterable<readonly [string, string]>, out: Bytes): void {
    for (const [name, value] of lines) writeTextLine(out, `STAT ${name} ${value}`);
    writeTextLine(out, topic === 'reset' ? 'RESET' : 'END');
  }

  close({ verb, command }: Exchange, out: Bytes): void {
    const { failure, text } = command!;
    if (failure === Status.ok) writeTextLine(out, 'END');
    else if (text === '') writeTextStatus(out, verb, failure);
    else writeTextLine(out, text);
  }

  /** Of one key of a command: `END` comes with it only when it is the only one. */
  #value(exchange: Exchange, buf: Buffer, reply: Reply, out: Bytes): void {
    const { verb, command } = exchange;
    const { status, keyStart, keyEnd, valueStart, valueEnd, flags, casHi, casLo } = reply;
    if (status === Status.ok) {
      const withCas = verb === Verb.gets || verb === Verb.gats;
      const start = keyStart + exchange.grant!.namespace.length;
      writeTextValue(out, buf, start, keyEnd, buf, valueStart, valueEnd, flags, withCas, casHi, casLo);
    } else if (status !== Status.notFound) {
      if (command === null) return writeTextStatus(out, verb, status);
      command.failure = status;
    }
    if (command === null) out.text('END\r\n');
  }
}

export function isRetrieval(verb: Verb): boolean {
  return verb === Verb.get || verb === Verb.gets || verb === Verb.gat || verb === Verb.gats;
}

/** What binary calls the request; the value is in `buf`, the key in `key`. */
function writeRequest(out: Bytes, request: Request, buf: Buffer, key: Buffer, keyStart: number, keyEnd: number): void {
  const { verb, valueStart, valueEnd, flags, casHi, casLo } = request;
  const expiry = request.expiry < 0 ? LONG_AGO : request.expiry;
  switch (verb) {
    case Verb.get:
    case Verb.gets:
      return writeKeyed(out, Opcode.getk, key, keyStart, keyEnd, 0, 0, 0);
    case Verb.gat:
    case Verb.gats:
      return writeTouch(out, Opcode.gatk, key, keyStart, keyEnd, expiry, 0);
    case Verb.touch:
      return writeTouch(out, Opcode.touch, key, keyStart, keyEnd, expiry, 0);
    case Verb.delete:
      return writeKeyed(out, Opcode.delete, key, keyStart, keyEnd, 0, 0, 0);
    case Verb.incr:
    case Verb.decr: {
      const opcode = verb === Verb.incr ? Opcode.incr : Opcode.decr;
      const { deltaHi, deltaLo } = request;
      return writeCounter(out, opcode, key, keyStart, keyEnd, deltaHi, deltaLo, 0, 0, DO_NOT_CREATE, 0, 0, 0);
    }
    case Verb.append:
    case Verb.prepend: {
      const opcode = verb === Verb.append ? Opcode.append : Opcode.prepend;
      return writeConcat(out, opcode, key, keyStart, keyEnd, buf, valueStart, valueEnd, 0, 0, 0);
    }
    default: {
      const opcode = STORAGE_OPCODE[verb];
      if (opcode === undefined) throw new Error(`a request with a key: expected a known verb, got ${verb}`);
      const compares = verb === Verb.cas;
      const none = compares && casHi === 0 && casLo === 0;
      const hi = none ? NO_CAS : compares ? casHi : 0;
      const lo = none ? NO_CAS : compares ? casLo : 0;
      writeStorage(out, opcode, key, keyStart, keyEnd, buf, valueStart, valueEnd, flags, expiry, hi, lo, 0);
    }
  }
}
