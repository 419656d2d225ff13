import { stampOf } from '../client/stamp.ts';
import { writeErrorReply, writeValueReply } from '../protocol/binary-encode.ts';
import { putU32 } from '../protocol/binary-header.ts';
import { BinaryRequestParser } from '../protocol/binary-request.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Parsed, Status, Verb } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { Fifo } from '../link/reading/fifo.ts';
import type { Socket, SocketHandler, Task } from '../world/world.ts';
import type { Origin } from './origin.ts';

const parser = new BinaryRequestParser();
const scratch = new Bytes(64);
/** A row: its key's stamp and nothing more. How long rows are is not what is studied. */
const row = Buffer.alloc(4);

interface Query {
  readonly opaque: number;
  readonly stamp: number;
}

/** One of the app's connections: its queries are executed one after another. It is the task of the one in work. */
export class OriginConnection implements SocketHandler, Task {
  /** The asker has left. */
  gone = false;
  readonly #origin: Origin;
  readonly #socket: Socket;
  /** Asked, and not handed to the origin yet. */
  readonly #queries = new Fifo<Query>();
  /** Waits for the origin, or is in work. */
  #current: Query | null = null;

  constructor(origin: Origin, socket: Socket) {
    this.#origin = origin;
    this.#socket = socket;
  }

  onData(buf: Buffer, start: number, end: number): number {
    if (this.gone) return end;
    parser.over(buf, start, end);
    for (let parsed = parser.next(); parsed !== Parsed.more; parsed = parser.next()) {
      const { request } = parser;
      // A stranger. The app's client asks for keys and for nothing else.
      if (parsed !== Parsed.message || request.verb !== Verb.get) {
        this.#leave();
        this.#socket.reset();
        return end;
      }
      this.#queries.push({
        opaque: request.opaque,
        stamp: stampOf(numberAtEnd(buf, request.keyStart, request.keyEnd)),
      });
    }
    const { position } = parser;
    this.#next();
    return position;
  }

  onClose(): void {
    this.#leave();
  }

  /** The query has been executed. */
  fire(): void {
    const query = this.#current!;
    this.#current = null;
    this.#origin.finished(this);
    if (this.gone) return;
    putU32(row, 0, query.stamp);
    scratch.clear();
    writeValueReply(scratch, Opcode.get, query.opaque, 0, 0, 0, row, 0, 0, row, 0, row.length);
    this.#socket.write(scratch.buf, 0, scratch.length);
    this.#next();
  }

  #next(): void {
    while (this.#current === null) {
      const query = this.#queries.shift();
      if (query === undefined) return;
      this.#current = query;
      if (this.#origin.ask(this)) return;
      this.#current = null;
      scratch.clear();
      writeErrorReply(scratch, Opcode.get, Status.busy, query.opaque);
      this.#socket.write(scratch.buf, 0, scratch.length);
    }
  }

  /** What the origin has been asked it goes on with; what was still to be asked is not. */
  #leave(): void {
    this.gone = true;
    this.#queries.clear();
  }
}

/** The keys of a workload end with their number. */
function numberAtEnd(buf: Uint8Array, start: number, end: number): number {
  let number = 0;
  let unit = 1;
  for (let i = end - 1; i >= start; i--) {
    const digit = buf[i]! - 0x30;
    if (digit < 0 || digit > 9) break;
    number += digit * unit;
    unit *= 10;
  }
  return number;
}
