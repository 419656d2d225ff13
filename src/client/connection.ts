import { Outcome } from '../measure/outcome.ts';
import { writeGet, writeSimple, writeStorage } from '../protocol/binary-encode.ts';
import { putU32, u32 } from '../protocol/binary-header.ts';
import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { Bytes } from '../protocol/bytes.ts';
import { LEASE_HELD } from '../protocol/lease.ts';
import { Parsed, Status, Verb, type Reply } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { writeAuth } from '../protocol/sasl.ts';
import type { CloseReason, Socket, SocketHandler } from '../world/world.ts';
import { Break } from './breaks.ts';
import { ConnectionLife } from './connection-counters.ts';
import { credentialsFor, type ClientContext, type Credentials } from './context.ts';
import type { Operation } from './operation.ts';
import { STAMP_BYTES, stampOf } from './stamp.ts';

/** What the connection tells its session. */
export interface ConnectionOwner {
  answered(operation: Operation, outcome: Outcome): void;
  /** The connection is gone; these operations were on it, oldest first. */
  lost(connection: Connection, operations: readonly Operation[], why: Outcome): void;
  /** A step of the handshake was taken: steps have their own time. */
  stepped(operation: Operation): void;
}

/** What values are made of, behind their key's stamp. */
const FILLER = Buffer.alloc(1 << 20, 'brownout ');
const scratch = new Bytes(1024);
const parser = new BinaryReplyParser();

/**
 * A connection to a server (here: a proxy) in the binary protocol.
 *
 *   connecting ──> greeting (LIST_MECHS) ──> signing-in (AUTH) ──> ready ──> closed
 *        └──────────────────(no credentials)────────────────────────^
 *
 * Operations wait in one queue: [head, sent) are on the wire, [sent, tail) wait for `ready`. Replies come in the order of
 * requests; a place whose operation gave up stays, so that its late reply is told from the next one's.
 */
export class Connection implements SocketHandler {
  state: 'connecting' | 'greeting' | 'signing-in' | 'ready' | 'closed' = 'connecting';
  readonly #context: ClientContext;
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #life: ConnectionLife;
  readonly #credentials: Credentials | null;
  #ring: (Operation | null)[] = new Array<Operation | null>(8).fill(null);
  #head = 0;
  #sent = 0;
  #tail = 0;

  /** `server`: by number. */
  constructor(context: ClientContext, owner: ConnectionOwner, server: number) {
    this.#context = context;
    this.#owner = owner;
    this.#credentials = credentialsFor(context, server);
    this.#life = new ConnectionLife(context.counters.connections, context.options.mode, server);
    this.#socket = context.world.net.connect(context.node, context.servers[server]!, this);
  }

  /** Nothing is on the wire and nothing waits. */
  get idle(): boolean {
    return this.#head === this.#tail;
  }

  send(operation: Operation): void {
    if (this.#tail - this.#head === this.#ring.length) this.#grow();
    operation.connection = this;
    operation.slot = this.#tail;
    this.#ring[this.#tail++ & (this.#ring.length - 1)] = operation;
    if (this.state === 'ready') this.#write(operation);
    else operation.roundTrips?.begin(this.#context.world.clock.now());
  }

  /** The operation gives up; its reply will be dropped. */
  abandon(operation: Operation): void {
    this.#ring[operation.slot & (this.#ring.length - 1)] = null;
    operation.connection = null;
  }

  /** An operation on it has waited for longer than its client cares to. */
  notInTime(): void {
    this.#life.notInTime(this.#context.world.clock.now());
  }

  /** Closes at once; all operations on it are lost. */
  drop(why: Outcome, cause: Break): void {
    this.#socket.reset();
    this.#lose(why, cause);
  }

  /** Closes in peace; nothing may be in flight. */
  end(): void {
    if (this.state === 'connecting') this.#socket.reset();
    else this.#socket.end();
    if (this.state !== 'closed') this.#life.closed();
    this.state = 'closed';
  }

  onOpen(): void {
    if (this.state !== 'connecting') return;
    this.#life.opened();
    if (this.#credentials === null) return this.#ready();
    this.state = 'greeting';
    this.#step();
    scratch.clear();
    writeSimple(scratch, Opcode.mechs, 0);
    this.#socket.write(scratch.buf, 0, scratch.length);
  }

  onData(buf: Buffer, start: number, end: number): number {
    if (this.state === 'closed') return end;
    // One parser serves all connections: it holds nothing between calls, and calls do not nest.
    parser.over(buf, start, end);
    for (;;) {
      const parsed = parser.next();
      if (parsed === Parsed.more) return parser.position;
      if (parsed !== Parsed.message) {
        const at = parser.position;
        // One byte does not tell yet.
        if (buf[at] === FAREWELL[0] && at + 1 === end) return at;
        if (startsAsText(buf, at)) this.drop(Outcome['too-many-connections'], Break['too-many-connections']);
        else this.drop(Outcome['protocol-error'], Break['protocol-error']);
        return end;
      }
      const next = parser.position;
      this.#handle(buf, parser.reply);
      // Whom the answer woke may have used the parser, or closed us.
      if (this.#isClosed()) return end;
      parser.over(buf, next, end);
    }
  }

  onClose(why: CloseReason): void {
    const unready = this.state === 'greeting' || this.state === 'signing-in';
    const cause = why === 'closed' && unready ? Break['dropped-unauthenticated'] : BREAK_OF[why];
    this.#lose(OUTCOME_OF[why], cause);
  }

  #isClosed(): boolean {
    return this.state === 'closed';
  }

  #handle(buf: Buffer, reply: Reply): void {
    switch (this.state) {
      case 'greeting':
        return this.#signIn();
      case 'signing-in':
        // The credentials may be right: it has no time for them now.
        if (reply.status === Status.temporary) return this.drop(Outcome['server-error'], Break['sign-in-shed']);
        if (reply.status !== Status.ok) return this.drop(Outcome['auth-failed'], Break['auth-failed']);
        return this.#ready();
      case 'ready':
        return this.#answer(buf, reply);
      default:
    }
  }

  #signIn(): void {
    const { user, password } = this.#credentials!;
    this.state = 'signing-in';
    this.#step();
    scratch.clear();
    writeAuth(scratch, 'PLAIN', user, password, 0);
    this.#socket.write(scratch.buf, 0, scratch.length);
  }

  #ready(): void {
    this.state = 'ready';
    this.#life.ready(this.#credentials !== null);
    const waiting: Operation[] = [];
    for (let i = this.#head; i < this.#tail; i++) {
      const operation = this.#ring[i & (this.#ring.length - 1)]!;
      if (operation === null) continue;
      operation.roundTrips?.end();
      waiting.push(operation);
    }
    // Who gave up before he was sent leaves no gap: no reply will come for him.
    this.#head = this.#sent = this.#tail = 0;
    for (const operation of waiting) {
      operation.slot = this.#tail;
      this.#ring[this.#tail++ & (this.#ring.length - 1)] = operation;
      this.#owner.stepped(operation);
      this.#write(operation);
    }
  }

  #answer(buf: Buffer, reply: Reply): void {
    // A reply to nothing, or to another request than the oldest: what follows cannot be matched any more.
    if (this.#head === this.#sent || reply.opaque !== this.#head) {
      return this.drop(Outcome['protocol-error'], Break['protocol-error']);
    }
    const at = this.#head++ & (this.#ring.length - 1);
    const operation = this.#ring[at]!;
    this.#ring[at] = null;
    this.#context.counters.replies++;
    if (operation === null) return;
    operation.connection = null;
    operation.roundTrips?.end();
    operation.leaseHeld = reply.casLo === LEASE_HELD.lo && reply.casHi === LEASE_HELD.hi;
    this.#owner.answered(operation, outcomeOf(operation, buf, reply));
  }

  #write(operation: Operation): void {
    this.#sent = this.#tail;
    this.#context.counters.requests++;
    const { keys, keyStart, keyEnd, valueBytes, roundTrips } = operation;
    roundTrips?.begin(this.#context.world.clock.now());
    scratch.clear();
    if (operation.verb === Verb.get) writeGet(scratch, keys, keyStart, keyEnd, operation.slot);
    else {
      writeStorage(scratch, Opcode.set, keys, keyStart, keyEnd, FILLER, 0, valueBytes, 0, 0, 0, 0, operation.slot);
      if (valueBytes >= STAMP_BYTES) putU32(scratch.buf, scratch.length - valueBytes, stampOf(operation.keyNumber));
    }
    this.#socket.write(scratch.buf, 0, scratch.length);
  }

  /** One exchange of the handshake is over, if there was one, and another begins. */
  #step(): void {
    const now = this.#context.world.clock.now();
    for (let i = this.#head; i < this.#tail; i++) {
      const operation = this.#ring[i & (this.#ring.length - 1)]!;
      if (operation === null) continue;
      operation.roundTrips?.end();
      this.#owner.stepped(operation);
    }
    for (let i = this.#head; i < this.#tail; i++) {
      this.#ring[i & (this.#ring.length - 1)]?.roundTrips?.begin(now);
    }
  }

  #lose(why: Outcome, cause: Break): void {
    if (this.state === 'closed') return;
    this.#life.broken(cause, this.#context.world.clock.now());
    this.state = 'closed';
    const lost: Operation[] = [];
    for (let i = this.#head; i < this.#tail; i++) {
      const operation = this.#ring[i & (this.#ring.length - 1)]!;
      if (operation === null) continue;
      operation.connection = null;
      lost.push(operation);
    }
    this.#head = this.#sent = this.#tail = 0;
    this.#owner.lost(this, lost, why);
  }

  #grow(): void {
    const mask = this.#ring.length - 1;
    const larger = new Array<Operation | null>(this.#ring.length * 2).fill(null);
    for (let i = this.#head; i < this.#tail; i++) larger[i & (larger.length - 1)] = this.#ring[i & mask]!;
    this.#ring = larger;
  }
}

const OUTCOME_OF: Record<CloseReason, Outcome> = {
  closed: Outcome.reset,
  reset: Outcome.reset,
  refused: Outcome.refused,
  timeout: Outcome['connect-timeout'],
  descriptors: Outcome['no-resources'],
  ports: Outcome['no-resources'],
};

/** Of a connection that closed in peace: once it was signed in. */
const BREAK_OF: Record<CloseReason, Break> = {
  closed: Break['closed-by-server'],
  reset: Break.reset,
  refused: Break.refused,
  timeout: Break['connect-timeout'],
  descriptors: Break['no-descriptors'],
  ports: Break['no-ports'],
};

function outcomeOf(operation: Operation, buf: Buffer, reply: Reply): Outcome {
  switch (reply.status) {
    case Status.ok:
      if (operation.verb !== Verb.get) return Outcome.stored;
      // Every value begins with its key's stamp: an answer meant for another key is found out.
      if (reply.valueEnd - reply.valueStart >= STAMP_BYTES) {
        if (u32(buf, reply.valueStart) !== stampOf(operation.keyNumber)) return Outcome['wrong-answer'];
      }
      return Outcome.hit;
    case Status.notFound:
      return operation.verb === Verb.get ? Outcome.miss : Outcome.declined;
    case Status.exists:
    case Status.notStored:
      return Outcome.declined;
    default:
      return Outcome['server-error'];
  }
}

/** `ERROR Too many open connections`: a memcached says so in text, whatever it is spoken to in. */
const FAREWELL = [0x45, 0x52] as const;

function startsAsText(buf: Buffer, start: number): boolean {
  return buf[start] === FAREWELL[0] && buf[start + 1] === FAREWELL[1];
}
