/**
 * A client's connection:
 *
 *   onData -> scan: how many requests? -> incoming bytes -> one CPU job each -> fire -> parse again, execute -> out -> socket
 *
 * Requests are parsed twice, which costs less than a record for each of them: once to know how many there are, and once
 * out of our own copy when their turn on the CPU comes. CPU jobs finish in order, so they need no names: each `fire`
 * takes the next request, and the connection itself is the task of all of them.
 */
import { Bytes } from '../protocol/bytes.ts';
import { detectProtocol } from '../protocol/detect.ts';
import { Parsed, Verb, type Protocol, type RequestParser } from '../protocol/message.ts';
import {
  Deadline,
  SECOND,
  type CloseReason,
  type Nanos,
  type Socket,
  type SocketHandler,
  type Task,
  type World,
} from '../world/world.ts';
import type { Commands } from './commands.ts';
import type { Counters } from './counters.ts';
import { createParser } from './parser.ts';
import type { SignIn, SignIns, Visitor } from './sign-in.ts';

/** Requests of one connection that wait for the CPU: at so many it is not read from; below half of them it is again. */
const JOBS_MAX = 1024;
/** Reply bytes the peer does not take: above, its requests are neither read nor executed. */
const PENDING_BYTES_MAX = 256 * 1024;
/** Replies of one batch are written at the latest when they are this long. */
const BATCH_BYTES_MAX = 64 * 1024;
/** Buffers that one large value has blown up are not kept. */
const KEEP_BYTES_MAX = 64 * 1024;
/** How long the peer has to close too once we have. */
const LINGER: Nanos = SECOND;
const NOTHING = Buffer.alloc(0);

/** What connections need of their node. */
export interface ConnectionHost {
  readonly world: World;
  readonly counters: Counters;
  /** Shared: a scan leaves nothing behind. */
  readonly scanners: Record<Protocol, RequestParser>;
  readonly commands: Record<Protocol, Commands>;
  /** Null: nobody has to sign in. */
  readonly signIns: SignIns | null;
  /** True: all jobs cost nothing, so those of one batch are done at one time. */
  readonly costless: boolean;
  /** Gives the task its turn on the CPU. */
  serve(task: Task): void;
  unixSeconds(): number;
}

export class Connection implements SocketHandler, Task, Visitor {
  private readonly host: ConnectionHost;
  private readonly socket: Socket;
  private scanner: RequestParser | null = null;
  private parser: RequestParser | null = null;
  private commands: Commands | null = null;
  /** What `parser` is working on, and what came since. */
  private active = new Bytes();
  private incoming = new Bytes();
  private out = new Bytes();
  /** Requests waiting for the CPU. */
  private jobs = 0;
  /** Requests that had their turn and wait for the peer to take replies. */
  private held = 0;
  private blocked = false;
  private paused = false;
  /** We have heard the last request: quit, a broken stream, or the peer's end. */
  private deaf = false;
  private peerEnded = false;
  /** We have said the last word. */
  private ended = false;
  private linger: Deadline | null = null;
  /** Turned away: what it asked behind that is not executed. */
  private over = false;
  private readonly signIn: SignIn | null;
  /** Bytes still to come of what was too large: nobody looks at them. */
  private skipping = 0;

  constructor(host: ConnectionHost, socket: Socket) {
    this.host = host;
    this.socket = socket;
    this.signIn = host.signIns?.begin(this) ?? null;
  }

  onData(buf: Buffer, start: number, end: number): number {
    let at = start;
    for (;;) {
      if (this.deaf) return end;
      if (this.skipping > 0) {
        const skipped = Math.min(this.skipping, end - at);
        this.skipping -= skipped;
        this.host.counters.bytesRead += skipped;
        at += skipped;
      }
      if (at === end) return end;
      at = this.scan(buf, at, end);
      if (this.skipping === 0) return at;
    }
  }

  /** How many requests are these? Returns the first byte that is not ours yet. */
  private scan(buf: Buffer, start: number, end: number): number {
    const scanner = this.scanner ?? this.detect(buf[start]!);
    scanner.over(buf, start, end);
    for (let parsed = scanner.next(); parsed !== Parsed.more; parsed = scanner.next()) {
      this.jobs++;
      this.host.serve(this);
      if (parsed === Parsed.broken || (parsed === Parsed.message && scanner.request.verb === Verb.quit)) {
        this.deaf = true;
        break;
      }
      if (parsed === Parsed.bad && scanner.skip > 0) {
        this.skipping = scanner.skip;
        break;
      }
      // The rest comes again on resume. A multi-get is taken whole: its bytes are not ours before its last key.
      if (this.jobs + this.held >= JOBS_MAX && (parsed === Parsed.bad || scanner.request.last)) break;
    }
    // What makes a stream broken may lie behind the position: the second parse has to see it too.
    const consumed = this.deaf ? end : scanner.position;
    this.incoming.append(buf, start, consumed);
    this.host.counters.bytesRead += consumed - start;
    this.regulate();
    return consumed;
  }

  onDrain(): void {
    this.blocked = false;
    while (this.held > 0 && !this.blocked) {
      this.held--;
      this.step();
    }
    this.regulate();
  }

  onEnd(): void {
    this.deaf = true;
    this.peerEnded = true;
    this.finish();
  }

  hangUp(): void {
    this.deaf = true;
    this.over = true;
    this.held = 0;
    this.finish();
  }

  /** What was read is still executed: a real node does not look whether the asker is there either. */
  onClose(_why: CloseReason): void {
    this.ended = true;
    this.deaf = true;
    this.signIn?.gone();
    if (this.linger !== null) this.host.world.clock.deadlines(LINGER).disarm(this.linger);
    this.onDrain();
  }

  /** A request has had its turn on the CPU. */
  fire(): void {
    this.jobs--;
    if (this.blocked || this.held > 0) this.held++;
    else this.step();
    if (this.paused) this.regulate();
  }

  private detect(firstByte: number): RequestParser {
    const protocol = detectProtocol(firstByte);
    this.parser = createParser(protocol);
    this.parser.over(NOTHING, 0, 0);
    this.commands = this.signIn?.speaks(protocol) ?? this.host.commands[protocol];
    return (this.scanner = this.host.scanners[protocol]);
  }

  /** Executes the next request. */
  private step(): void {
    if (this.over) return this.finish();
    const parser = this.parser!;
    const commands = this.commands!;
    const { request } = parser;
    let parsed = parser.next();
    if (parsed === Parsed.more) {
      this.swap(parser);
      parsed = parser.next();
    }
    let stays = true;
    if (parsed === Parsed.message) {
      stays = commands.execute(request, this.active.buf, this.out, this.host.unixSeconds());
    } else {
      this.host.counters.protocolErrors++;
      commands.refuse(
        request,
        parser.errorStatus,
        parser.errorText,
        this.active.buf,
        this.out,
        this.host.unixSeconds(),
      );
      stays = parsed === Parsed.bad;
    }
    // The values of a text multi-get leave together, unless they are many.
    if (parsed !== Parsed.message || request.last || this.out.length >= BATCH_BYTES_MAX) this.flush(stays);
    if (!stays) this.deaf = this.over = true;
    if (this.deaf) this.finish();
  }

  private swap(parser: RequestParser): void {
    const done = this.active;
    this.active = this.incoming;
    this.incoming = done.buf.length > KEEP_BYTES_MAX ? new Bytes() : done;
    this.incoming.clear();
    parser.over(this.active.buf, 0, this.active.length);
  }

  private flush(stays: boolean): void {
    const out = this.out;
    const { length } = out;
    // Where jobs cost nothing, the rest of the batch is done now as well.
    if (stays && this.host.costless && this.jobs > 0 && length < BATCH_BYTES_MAX) return;
    if (length === 0) return;
    if (!this.ended) {
      this.host.counters.bytesWritten += length;
      if (!this.socket.write(out.buf, 0, length)) this.blocked = this.socket.pending > PENDING_BYTES_MAX;
    }
    if (out.buf.length > KEEP_BYTES_MAX) this.out = new Bytes();
    else out.clear();
  }

  /** Reads, or stops reading, as there is room for more. */
  private regulate(): void {
    if (this.ended) return;
    const waiting = this.jobs + this.held;
    const full = this.blocked || waiting >= (this.paused ? JOBS_MAX / 2 : JOBS_MAX);
    if (full === this.paused) return;
    this.paused = full;
    if (full) this.socket.pause();
    else this.socket.resume();
  }

  /** Closes once all that was asked is answered. */
  private finish(): void {
    if (this.ended || this.jobs > 0 || this.held > 0) return;
    this.flush(false);
    this.ended = true;
    if (this.paused) this.socket.resume();
    this.socket.end();
    if (this.peerEnded) return;
    this.linger = new Deadline({ fire: () => this.socket.reset() });
    this.host.world.clock.deadlines(LINGER).arm(this.linger);
  }
}
