import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { Parsed, type Status } from '../protocol/message.ts';
import {
  Deadline,
  type Address,
  type CloseReason,
  type Nanos,
  type Socket,
  type SocketHandler,
  type Task,
  type World,
} from '../world/world.ts';

/** What became of a call or of a question. All but `open` and `reply` are the connection's end. */
export type Heard =
  | { readonly kind: 'open' }
  | { readonly kind: 'reply'; readonly reply: HeardReply }
  /** No reply in the binary protocol; the first of them. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'closed'; readonly why: CloseReason }
  | { readonly kind: 'silence' };

/** A copy: it outlives the borrowed buffer. */
export interface HeardReply {
  readonly opcode: number;
  readonly status: Status;
  readonly opaque: number;
  readonly value: Buffer;
}

export interface CallerOptions {
  readonly world: World;
  readonly node: string;
  readonly address: Address;
  /** For the connection, and then for each answer. */
  readonly timeout: Nanos;
  /** `raw`: whatever comes is taken as bytes. @default 'binary' */
  readonly expects?: 'binary' | 'raw';
}

/** Bytes that are kept of an answer that is no reply. */
const KEPT_BYTES = 256;
/** As many tell who speaks, also when no line ends in them. */
const TELLING_BYTES = 64;

/** One connection: connects, asks one question at a time, and tells what it hears. */
export class Caller implements SocketHandler, Task {
  readonly #options: CallerOptions;
  readonly #onHeard: (heard: Heard) => void;
  readonly #parser = new BinaryReplyParser();
  readonly #deadline: Deadline;
  readonly #socket: Socket;
  #state: 'connecting' | 'asking' | 'idle' | 'over' = 'connecting';
  /** Not enough yet to tell who speaks. */
  #unclear: Buffer = Buffer.alloc(0);

  /** Connects at once. */
  constructor(options: CallerOptions, onHeard: (heard: Heard) => void) {
    const { world, node, address } = options;
    this.#options = options;
    this.#onHeard = onHeard;
    this.#deadline = new Deadline(this);
    this.#socket = world.net.connect(node, address, this);
    this.#arm();
  }

  ask(question: Uint8Array): void {
    this.#state = 'asking';
    this.#arm();
    this.#socket.write(question, 0, question.length);
  }

  hangUp(): void {
    if (this.#state === 'over') return;
    this.#finish();
    this.#socket.end();
  }

  onOpen(): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'idle';
    this.#disarm();
    this.#onHeard({ kind: 'open' });
  }

  onData(buf: Buffer, start: number, end: number): number {
    let at = start;
    while (this.#state === 'asking' && at < end) {
      const parsed = this.#options.expects === 'raw' ? Parsed.broken : this.#parse(buf, at, end);
      if (parsed === Parsed.more) return at;
      if (parsed !== Parsed.message) {
        this.#unclear = Buffer.from(buf.subarray(at, Math.min(end, at + KEPT_BYTES)));
        if (tellsEnough(this.#unclear)) this.#end({ kind: 'bytes', bytes: this.#unclear });
        return this.#isOver() ? end : at;
      }
      at = this.#parser.position;
      this.#reply(buf);
    }
    return this.#isOver() ? end : at;
  }

  onClose(why: CloseReason): void {
    this.#end(this.#unclear.length > 0 ? { kind: 'bytes', bytes: this.#unclear } : { kind: 'closed', why });
  }

  /** No answer in time. */
  fire(): void {
    this.#end(this.#unclear.length > 0 ? { kind: 'bytes', bytes: this.#unclear } : { kind: 'silence' });
  }

  #isOver(): boolean {
    return this.#state === 'over';
  }

  #parse(buf: Buffer, start: number, end: number): Parsed {
    this.#parser.over(buf, start, end);
    return this.#parser.next();
  }

  #reply(buf: Buffer): void {
    const { opcode, status, opaque, valueStart, valueEnd } = this.#parser.reply;
    const value = Buffer.from(buf.subarray(valueStart, valueEnd));
    this.#state = 'idle';
    this.#disarm();
    this.#onHeard({ kind: 'reply', reply: { opcode, status, opaque, value } });
  }

  #end(heard: Heard): void {
    if (this.#state === 'over') return;
    this.#finish();
    this.#socket.reset();
    this.#onHeard(heard);
  }

  #finish(): void {
    this.#state = 'over';
    this.#disarm();
  }

  #arm(): void {
    this.#options.world.clock.deadlines(this.#options.timeout).arm(this.#deadline);
  }

  #disarm(): void {
    this.#options.world.clock.deadlines(this.#options.timeout).disarm(this.#deadline);
  }
}

/** A line, a TLS record, or plenty. */
function tellsEnough(bytes: Buffer): boolean {
  if (bytes.length >= TELLING_BYTES || bytes.includes(0x0a)) return true;
  return (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes.length >= 5;
}
