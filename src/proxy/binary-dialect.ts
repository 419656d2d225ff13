import { writeErrorReply, writeReply, writeTextReply } from '../protocol/binary-encode.ts';
import { HEADER, KEY_BYTES_MAX, putU32, u32 } from '../protocol/binary-header.ts';
import { BinaryRequestParser } from '../protocol/binary-request.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Reply, type Request } from '../protocol/message.ts';
import type { Grant } from '../tenancy/grant.ts';
import type { Asked, Dialect, Frame, Send } from './dialect.ts';
import type { Exchange } from './exchange.ts';
import { loud, quietStatus } from './quiet.ts';

const scratch = new Bytes(1024);

/** Frames pass through as they are, with a few bytes changed in place. */
export class BinaryDialect implements Dialect {
  readonly parser = new BinaryRequestParser();

  isKeyed({ verb, keyStart, keyEnd }: Request): boolean {
    return verb <= Verb.gats && keyEnd > keyStart;
  }

  topic({ keyStart, keyEnd }: Request, buf: Buffer): string {
    return buf.toString('latin1', keyStart, keyEnd);
  }

  frame(request: Request, buf: Buffer, grant: Grant, out: Frame): boolean {
    const { frameStart, frameEnd, keyStart, keyEnd } = request;
    if (request.quiet) buf[frameStart + 1] = loud(request.opcode);
    buf[frameStart + 6] = grant.cache >>> 8;
    buf[frameStart + 7] = grant.cache;
    const { namespace } = grant;
    if (namespace.length > 0) return this.#inNamespace(request, buf, namespace, out);
    out.buf = buf;
    out.start = frameStart;
    out.end = frameEnd;
    out.keyStart = keyStart;
    out.keyEnd = keyEnd;
    return true;
  }

  relay(exchange: Exchange, buf: Buffer, reply: Reply, send: Send): void {
    if (exchange.quiet && reply.status === quietStatus(exchange.opcode)) return;
    let start = reply.frameStart;
    const added = exchange.grant!.namespace.length;
    if (added > 0 && reply.keyEnd > reply.keyStart) start = withoutNamespace(buf, reply, added);
    if (exchange.quiet) buf[start + 1] = exchange.opcode;
    send.send(exchange, buf, start, reply.frameEnd);
  }

  error(asked: Asked, status: Status, _text: string, out: Bytes): void {
    if (asked.quiet && status === quietStatus(asked.opcode)) return;
    writeErrorReply(out, asked.opcode, status, asked.opaque);
  }

  done(asked: Asked, out: Bytes): void {
    if (!asked.quiet) writeReply(out, asked.opcode, Status.ok, asked.opaque, 0, 0);
  }

  version(asked: Asked, version: string, out: Bytes): void {
    writeTextReply(out, asked.opcode, Status.ok, asked.opaque, '', version);
  }

  stats(asked: Asked, _topic: string, lines: Iterable<readonly [string, string]>, out: Bytes): void {
    for (const [name, value] of lines) writeTextReply(out, asked.opcode, Status.ok, asked.opaque, name, value);
    writeTextReply(out, asked.opcode, Status.ok, asked.opaque, '', '');
  }

  close(_exchange: Exchange, _out: Bytes): void {
    // A binary request has one key.
  }

  #inNamespace(request: Request, buf: Buffer, namespace: Buffer, out: Frame): boolean {
    const { frameStart, frameEnd, keyStart, keyEnd } = request;
    const keyBytes = namespace.length + keyEnd - keyStart;
    if (keyBytes > KEY_BYTES_MAX) return false;
    scratch.clear();
    scratch.append(buf, frameStart, keyStart);
    scratch.append(namespace, 0, namespace.length);
    scratch.append(buf, keyStart, frameEnd);
    out.buf = scratch.buf;
    out.start = 0;
    out.end = scratch.length;
    out.keyStart = keyStart - frameStart;
    out.keyEnd = out.keyStart + keyBytes;
    out.buf[2] = keyBytes >>> 8;
    out.buf[3] = keyBytes;
    putU32(out.buf, 8, scratch.length - HEADER);
    return true;
  }
}

/** Moves header and extras up to the rest of the key; returns where the frame begins now. */
function withoutNamespace(buf: Buffer, reply: Reply, added: number): number {
  const { frameStart, keyStart, keyEnd } = reply;
  const keyBytes = keyEnd - keyStart - added;
  const start = frameStart + added;
  buf.copyWithin(start, frameStart, keyStart);
  buf[start + 2] = keyBytes >>> 8;
  buf[start + 3] = keyBytes;
  putU32(buf, start + 8, u32(buf, start + 8) - added);
  return start;
}
