import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { Parsed, type Reply } from '../protocol/message.ts';
import type { CloseReason, Deadlines, Nanos, Socket, SocketHandler } from '../world/world.ts';
import type { Exchange } from './exchange.ts';
import type { Failure } from './policies/policy.ts';

/** Who owns the connection: the pool of one backend. */
export interface BackendConnectionOwner {
  readonly deadlines: Deadlines | null;
  now(): Nanos;
  connect(handler: SocketHandler): Socket;
  /** The last reply to this exchange, or the only one. */
  replied(exchange: Exchange, buf: Buffer, reply: Reply): void;
  /** The connection is lost with these requests on it, oldest first. */
  lost(connection: BackendConnection, exchanges: readonly Exchange[], why: Failure): void;
}

/** A pipelined connection to a backend: requests in the order in which they were sent, first in, first out. */
export class BackendConnection implements SocketHandler {
  readonly #owner: BackendConnectionOwner;
  readonly #socket: Socket;
  readonly #parser = new BinaryReplyParser();
  /** A ring, a power of two long; absolute counters. */
  #ring: (Exchange | null)[] = new Array<Exchange | null>(16).fill(null);
  #head = 0;
  #tail = 0;
  #isOpen = false;
  #closed = false;
  #paused = false;

  constructor(owner: BackendConnectionOwner) {
    this.#owner = owner;
    this.#socket = owner.connect(this);
  }

  get waiting(): number {
    return this.#tail - this.#head;
  }

  /** Of the request whose reply is next; -1: nothing waits. */
  get oldestSentAt(): Nanos {
    return this.#head === this.#tail ? -1 : this.#ring[this.#head & (this.#ring.length - 1)]!.sentAt;
  }

  /** Passes on the request in buf[start, end). */
  send(exchange: Exchange, buf: Buffer, start: number, end: number): void {
    const owner = this.#owner;
    if (this.#tail - this.#head === this.#ring.length) this.#grow();
    this.#ring[this.#tail++ & (this.#ring.length - 1)] = exchange;
    exchange.backend = this;
    exchange.sentAt = owner.now();
    if (owner.deadlines !== null) owner.deadlines.arm(exchange.deadline);
    this.#socket.write(buf, start, end);
  }

  onData(buf: Buffer, start: number, end: number): number {
    const parser = this.#parser;
    parser.over(buf, start, end);
    for (;;) {
      const parsed = parser.next();
      if (parsed === Parsed.more) return parser.position;
      if (parsed !== Parsed.message || this.#head === this.#tail) {
        // Not a reply, or a reply to nothing: what follows cannot be matched any more.
        this.close();
        return end;
      }
      const at = this.#head & (this.#ring.length - 1);
      const exchange = this.#ring[at]!;
      const { reply } = parser;
      if (!reply.last) {
        exchange.owner?.part(exchange, buf, reply);
        continue;
      }
      this.#head++;
      this.#ring[at] = null;
      if (exchange.deadline.queue !== null) exchange.deadline.queue.disarm(exchange.deadline);
      this.#owner.replied(exchange, buf, reply);
      if (this.#closed) return end;
    }
  }

  onOpen(): void {
    this.#isOpen = true;
  }

  onClose(why: CloseReason): void {
    this.#fail(why);
  }

  timedOut(exchange: Exchange): void {
    // A process that hangs looks at no clock; when it goes on it reads before it gives up.
    if (this.#paused) this.#owner.deadlines?.arm(exchange.deadline);
    else this.close(this.#isOpen ? 'silence' : 'timeout');
  }

  /** Drops the connection; what waits on it fails at once. */
  close(why: Failure = 'reset'): void {
    this.#socket.reset();
    this.#fail(why);
  }

  pause(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#socket.resume();
  }

  #fail(why: Failure): void {
    if (this.#closed) return;
    this.#closed = true;
    const waiting: Exchange[] = [];
    for (let i = this.#head; i < this.#tail; i++) {
      const exchange = this.#ring[i & (this.#ring.length - 1)]!;
      if (exchange.deadline.queue !== null) exchange.deadline.queue.disarm(exchange.deadline);
      waiting.push(exchange);
    }
    this.#head = this.#tail;
    this.#owner.lost(this, waiting, why);
  }

  #grow(): void {
    const mask = this.#ring.length - 1;
    const larger = new Array<Exchange | null>(this.#ring.length * 2).fill(null);
    for (let i = this.#head; i < this.#tail; i++) larger[i & (larger.length - 1)] = this.#ring[i & mask]!;
    this.#ring = larger;
  }
}
