import { writeErrorReply, writeReply, writeTextReply } from '../protocol/binary-encode.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Parsed, Status, Verb, type Request } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { decodePlain } from '../protocol/sasl.ts';
import type { Bagged } from '../world/bag.ts';
import { Deadline, type CloseReason, type Nanos, type Socket, type SocketHandler, type Task } from '../world/world.ts';
import { MECHANISM, type Applicant } from './authentication.ts';
import type { Exchange } from './exchange.ts';
import type { Proxy } from './proxy.ts';
import { Inbox } from './inbox.ts';
import { loud, quietStatus } from './quiet.ts';

/** Unsent replies above this stop the reading from a client that does not read. */
const UNSENT_BYTES_MAX = 1 << 20;
/** Why reading is stopped; bits, for the reasons overlap. */
const Hold = { authenticating: 1, congested: 2, frozen: 4 } as const;

const scratch = new Bytes(512);

/** A client's connection to the proxy: signs in, passes requests on, and sends the replies in the requests' order. */
export class ClientConnection implements SocketHandler, Applicant, Task, Bagged {
  /** In the proxy's bag. */
  bagIndex = -1;
  readonly #proxy: Proxy;
  readonly #socket: Socket;
  readonly #unauthenticated: Deadline | null;
  /** Replies that are due, oldest first. */
  #head: Exchange | null = null;
  #tail: Exchange | null = null;
  #authenticated: boolean;
  readonly #acceptedAt: Nanos;
  #authOpaque = 0;
  #hold = 0;
  /** No more is heard: quit, a broken stream, no sign-in. */
  #ended = false;
  #peerEnded = false;
  gone = false;
  readonly #inbox = new Inbox();
  /** Of the job at hand. */
  #handled = 0;

  constructor(proxy: Proxy, socket: Socket) {
    this.#proxy = proxy;
    this.#socket = socket;
    this.#acceptedAt = proxy.now();
    this.#authenticated = proxy.authentication === null;
    this.#unauthenticated = this.#authenticated ? null : new Deadline({ fire: () => this.#dropUnauthenticated() });
    if (this.#unauthenticated !== null) proxy.dropAfter.arm(this.#unauthenticated);
  }

  onData(buf: Buffer, start: number, end: number): number {
    const proxy = this.#proxy;
    if (this.#ended) return end;
    if (proxy.cpuCost === 0) return this.#process(buf, start, end, Infinity);
    const upTo = this.#inbox.take(proxy.parser, buf, start, end);
    if (this.#inbox.taken > 0) proxy.cpu.run(proxy.cpuCost * this.#inbox.taken, this);
    return upTo;
  }

  /** The CPU has done the oldest job. */
  fire(): void {
    const inbox = this.#inbox;
    const requests = inbox.begin();
    if (this.gone || this.#ended) return;
    this.#handled = 0;
    const position = this.#process(inbox.buf, inbox.start, inbox.end, requests);
    inbox.done(position, requests - this.#handled);
    if (this.#peerEnded) this.#finish();
  }

  onDrain(): void {
    this.#release(Hold.congested);
  }

  onEnd(): void {
    // A client that has ended still gets the replies that it waits for.
    this.#peerEnded = true;
    this.#finish();
  }

  onClose(_why: CloseReason): void {
    this.gone = true;
    if (this.#unauthenticated !== null) this.#proxy.dropAfter.disarm(this.#unauthenticated);
    for (let exchange = this.#head; exchange !== null;) {
      const next = exchange.next;
      if (exchange.done) this.#proxy.exchanges.give(exchange);
      else exchange.client = null;
      exchange = next;
    }
    this.#head = this.#tail = null;
    this.#inbox.clear();
    this.#proxy.closed(this);
  }

  get overdue(): boolean {
    return !this.#authenticated && this.#proxy.now() >= this.#acceptedAt + this.#proxy.dropAfter.duration;
  }

  authenticated(): void {
    if (this.gone || this.#ended) return;
    this.#proxy.counters.authentications++;
    this.#authenticated = true;
    if (this.#unauthenticated !== null) this.#proxy.dropAfter.disarm(this.#unauthenticated);
    this.#answer({ opcode: Opcode.auth, opaque: this.#authOpaque }, Status.ok, 'Authenticated');
    this.#release(Hold.authenticating);
    const owed = this.#inbox.retry();
    if (owed > 0) this.#proxy.cpu.run(this.#proxy.cpuCost * owed, this);
    else if (this.#peerEnded) this.#finish();
  }

  freeze(): void {
    this.#stop(Hold.frozen);
  }

  thaw(): void {
    this.#release(Hold.frozen);
    if (this.overdue) this.#dropUnauthenticated();
  }

  /** The reply of one of this client's exchanges has come. */
  reply(exchange: Exchange, buf: Buffer, start: number, end: number, status: number): void {
    const silent = exchange.quiet && status === quietStatus(exchange.opcode);
    if (exchange === this.#head) {
      if (!silent) this.#write(exchange, buf, start, end);
      this.#pop();
      this.#flush();
    } else {
      if (!silent) exchange.kept.append(buf, start, end);
      exchange.done = true;
    }
  }

  /** The proxy answers for the backend: it is lost or ejected. */
  fail(exchange: Exchange, status: Status): void {
    scratch.clear();
    writeErrorReply(scratch, exchange.opcode, status, exchange.opaque);
    this.reply(exchange, scratch.buf, 0, scratch.length, status);
  }

  #process(buf: Buffer, start: number, end: number, most: number): number {
    const parser = this.#proxy.parser;
    parser.over(buf, start, end);
    for (let n = 0; n < most; n++) {
      if (this.#hold & Hold.authenticating) return parser.position;
      const parsed = parser.next();
      if (parsed === Parsed.more) return parser.position;
      if (parsed !== Parsed.message) {
        this.#protocolError(parser.request, parser.errorStatus);
        return end;
      }
      this.#handled++;
      this.#handle(buf, parser.request);
      if (this.#ended) return end;
    }
    return parser.position;
  }

  #handle(buf: Buffer, request: Request): void {
    const proxy = this.#proxy;
    proxy.counters.requests++;
    if (this.#authenticated && request.keyEnd > request.keyStart && request.verb <= Verb.gats) {
      proxy.counters.keyed++;
      const exchange = proxy.exchanges.take();
      exchange.client = this;
      exchange.opcode = request.opcode;
      exchange.opaque = request.opaque;
      exchange.quiet = request.quiet;
      this.#push(exchange);
      // Backends are asked aloud: a reply comes for certain, and the queues stay in step.
      if (request.quiet) buf[request.frameStart + 1] = loud(request.opcode);
      proxy.route(exchange, buf, request);
      return;
    }
    switch (request.verb) {
      case Verb.mechs:
        return this.#answer(request, Status.ok, MECHANISM);
      case Verb.version:
        return this.#answer(request, Status.ok, proxy.version);
      case Verb.auth:
        return this.#authenticate(buf, request);
      case Verb.step:
        return this.#answer(request, Status.authError, 'Auth failure.');
      default:
    }
    if (!this.#authenticated) {
      this.#answer(request, Status.authError, 'Auth failure.');
      return this.#hangUp();
    }
    switch (request.verb) {
      case Verb.noop:
        return this.#answer(request, Status.ok, '');
      case Verb.quit:
        if (!request.quiet) this.#answer(request, Status.ok, '');
        return this.#hangUp();
      default:
        return this.#answer(request, Status.unknownCommand, 'Unknown command');
    }
  }

  #authenticate(buf: Buffer, request: Request): void {
    const proxy = this.#proxy;
    proxy.counters.authenticationRequests++;
    if (proxy.authentication === null) return this.#answer(request, Status.unknownCommand, 'Unknown command');
    if (buf.toString('latin1', request.keyStart, request.keyEnd) !== MECHANISM) {
      return this.#answer(request, Status.invalid, 'Invalid arguments');
    }
    const given = decodePlain(buf, request.valueStart, request.valueEnd);
    if (given === null || proxy.admission.admit(given) === null) {
      proxy.counters.authenticationErrors++;
      return this.#answer(request, Status.authError, 'Auth failure.');
    }
    this.#authOpaque = request.opaque;
    this.#stop(Hold.authenticating);
    proxy.authentication.request(this);
  }

  /** The proxy's own reply, in its turn. */
  #answer(request: Pick<Request, 'opcode' | 'opaque'>, status: Status, text: string): void {
    scratch.clear();
    if (text === '') writeReply(scratch, request.opcode, status, request.opaque, 0, 0);
    else writeTextReply(scratch, request.opcode, status, request.opaque, '', text);
    if (this.#head === null) {
      this.#socket.write(scratch.buf, 0, scratch.length);
      return;
    }
    const exchange = this.#proxy.exchanges.take();
    exchange.client = this;
    exchange.quiet = false;
    exchange.done = true;
    exchange.kept.append(scratch.buf, 0, scratch.length);
    this.#push(exchange);
  }

  #protocolError(request: Request, status: Status): void {
    this.#proxy.counters.protocolErrors++;
    if (status !== Status.ok) this.#answer(request, status, 'Invalid arguments');
    this.#hangUp();
  }

  #dropUnauthenticated(): void {
    // A process that hangs looks at no clock.
    if (this.#ended || (this.#hold & Hold.frozen) !== 0) return;
    this.#proxy.counters.droppedUnauthenticated++;
    this.#hangUp();
  }

  /** After the replies that are due, no more. */
  #hangUp(): void {
    this.#ended = true;
    // What still comes is read and dropped: a socket that is not read from never hears its peer close.
    this.#release(Hold.authenticating);
    this.#release(Hold.congested);
    this.#finish();
  }

  /** Ends our direction once all that was asked is answered. */
  #finish(): void {
    const busy = this.#inbox.busy || (this.#hold & Hold.authenticating) !== 0;
    if (this.#head === null && (this.#ended || !busy)) this.#socket.end();
  }

  #push(exchange: Exchange): void {
    if (this.#tail === null) this.#head = exchange;
    else this.#tail.next = exchange;
    this.#tail = exchange;
  }

  #pop(): void {
    const exchange = this.#head!;
    this.#head = exchange.next;
    if (this.#head === null) this.#tail = null;
    this.#proxy.exchanges.give(exchange);
  }

  /** Sends what was kept behind the reply that just left. */
  #flush(): void {
    for (let exchange = this.#head; exchange !== null && exchange.done; exchange = this.#head) {
      if (exchange.kept.length > 0) this.#write(exchange, exchange.kept.buf, 0, exchange.kept.length);
      this.#pop();
    }
    if (this.#ended || this.#peerEnded) this.#finish();
  }

  #write(exchange: Exchange, buf: Buffer, start: number, end: number): void {
    if (exchange.quiet) buf[start + 1] = exchange.opcode;
    if (!this.#socket.write(buf, start, end) && this.#socket.pending > UNSENT_BYTES_MAX) this.#stop(Hold.congested);
  }

  #stop(why: number): void {
    if (this.#hold === 0) this.#socket.pause();
    this.#hold |= why;
  }

  #release(why: number): void {
    if ((this.#hold & why) === 0) return;
    this.#hold &= ~why;
    if (this.#hold === 0) this.#socket.resume();
  }
}
