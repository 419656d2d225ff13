import { Bytes } from '../protocol/bytes.ts';
import { detectProtocol } from '../protocol/detect.ts';
import { Parsed, Status, Verb, type Protocol, type Reply, type Request } from '../protocol/message.ts';
import type { Grant } from '../tenancy/grant.ts';
import type { Bagged } from '../world/bag.ts';
import type { CloseReason, Socket, SocketHandler, Task } from '../world/world.ts';
import type { Asked, Dialect, Send } from './dialect.ts';
import type { Exchange, ExchangeOwner, TextCommand } from './exchange.ts';
import type { Gatherer, Gathering } from './gathering.ts';
import { dispatch, refuse } from './dispatch.ts';
import { Inbox } from './inbox.ts';
import type { Proxy } from './proxy.ts';
import { SignIn, type SignInHost } from './sign-in.ts';

/** Unsent replies above this stop the reading from a client that does not read. */
const UNSENT_BYTES_MAX = 1 << 20;
/** Replies that are due: at so many nothing more is asked; below half of them it is again. */
const DUE_MAX = 4096;
/** Why reading is stopped; bits, for the reasons overlap. */
const Hold = { authenticating: 1, congested: 2, frozen: 4, crowded: 8 } as const;

const scratch = new Bytes(512);

/** A client's connection to the proxy: passes requests on, and sends the replies in the requests' order. */
export class ClientConnection implements SocketHandler, SignInHost, ExchangeOwner, Gatherer, Send, Task, Bagged {
  /** In the proxy's bag. */
  bagIndex = -1;
  gone = false;
  readonly signIn: SignIn;
  /** Told by the first byte. */
  protocol: Protocol | null = null;
  dialect: Dialect;
  /** What the keys of the text command at hand have in common. */
  command: TextCommand | null = null;
  readonly #proxy: Proxy;
  readonly #socket: Socket;
  readonly #lane: number;
  /** Replies that are due, oldest first. */
  #head: Exchange | null = null;
  #tail: Exchange | null = null;
  #due = 0;
  #hold = 0;
  /** No more is heard: quit, a broken stream, no sign-in. */
  #ended = false;
  #peerEnded = false;
  readonly #inbox = new Inbox();
  /** Of the job at hand. */
  #handled = 0;

  constructor(proxy: Proxy, socket: Socket, lane: number) {
    this.#proxy = proxy;
    this.#socket = socket;
    this.#lane = lane;
    this.dialect = proxy.dialects.binary;
    this.signIn = new SignIn(proxy, this);
  }

  get over(): boolean {
    return this.#ended;
  }

  onData(buf: Buffer, start: number, end: number): number {
    const proxy = this.#proxy;
    if (this.#ended || start === end) return end;
    if (this.protocol === null) {
      this.protocol = detectProtocol(buf[start]!);
      this.dialect = proxy.dialects[this.protocol];
    }
    if (proxy.cpuCost === 0) return this.#process(buf, start, end, Infinity);
    const upTo = this.#inbox.take(this.dialect.parser, buf, start, end);
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
    this.signIn.end();
    for (let exchange = this.#head; exchange !== null;) {
      const next = exchange.next;
      if (exchange.done) this.#proxy.exchanges.give(exchange);
      else exchange.owner = null;
      exchange = next;
    }
    this.#head = this.#tail = null;
    this.#inbox.clear();
    this.#proxy.closed(this);
  }

  freeze(): void {
    this.#stop(Hold.frozen);
  }

  thaw(): void {
    this.#release(Hold.frozen);
    if (this.signIn.overdue) this.drop();
  }

  awaitAuthentication(): void {
    this.#stop(Hold.authenticating);
  }

  goOn(): void {
    this.#release(Hold.authenticating);
    this.#workOn();
  }

  /** What waited in the inbox has its turn. */
  #workOn(): void {
    const owed = this.#inbox.retry();
    if (owed > 0) this.#proxy.cpu.run(this.#proxy.cpuCost * owed, this);
    else if (this.#peerEnded) this.#finish();
  }

  drop(): void {
    // A process that hangs looks at no clock.
    if (this.#ended || (this.#hold & Hold.frozen) !== 0) return;
    this.#proxy.counters.droppedUnauthenticated++;
    this.hangUp();
  }

  hangUp(): void {
    if (this.#ended) return;
    this.#ended = true;
    // What still comes is read and dropped: a socket that is not read from never hears its peer close.
    this.#release(Hold.authenticating);
    this.#release(Hold.congested | Hold.crowded);
    this.#finish();
  }

  answered(exchange: Exchange, buf: Buffer, reply: Reply): void {
    this.dialect.relay(exchange, buf, reply, this);
    this.settle(exchange);
  }

  part(): void {
    throw new Error('one reply in parts: expected by a gathering only');
  }

  failed(exchange: Exchange, status: Status): void {
    const { command } = exchange;
    if (command === null) {
      scratch.clear();
      this.dialect.error(exchange, status, '', scratch);
      this.send(exchange, scratch.buf, 0, scratch.length);
    } else if (status !== Status.notFound) command.failure = status;
    this.settle(exchange);
  }

  gathered(whole: Exchange, gathering: Gathering): void {
    const { dialect } = this;
    const { failure, topic, version, stats } = gathering;
    scratch.clear();
    if (failure !== Status.ok) {
      const unknownTopic = whole.verb === Verb.stats && failure === Status.notFound;
      dialect.error(whole, failure, unknownTopic ? 'ERROR' : '', scratch);
    } else if (whole.verb === Verb.flush) dialect.done(whole, scratch);
    else if (whole.verb === Verb.version) dialect.version(whole, version, scratch);
    else dialect.stats(whole, topic, stats, scratch);
    this.send(whole, scratch.buf, 0, scratch.length);
    this.settle(whole);
  }

  /** Now if it is the exchange's turn; otherwise they are kept until it is. */
  send(exchange: Exchange, buf: Buffer, start: number, end: number): void {
    if (exchange === this.#head) this.#write(buf, start, end);
    else exchange.kept.append(buf, start, end);
  }

  say(bytes: Bytes): void {
    if (this.#head === null) return this.#write(bytes.buf, 0, bytes.length);
    const exchange = this.#proxy.exchanges.take();
    exchange.owner = this;
    exchange.done = true;
    exchange.kept.append(bytes.buf, 0, bytes.length);
    this.#push(exchange);
  }

  error(asked: Asked, status: Status, text: string): void {
    scratch.clear();
    this.dialect.error(asked, status, text, scratch);
    this.say(scratch);
  }

  /** A request, in its turn. */
  open({ verb, opcode, opaque, quiet }: Request, grant: Grant): Exchange {
    const exchange = this.#proxy.exchanges.take();
    exchange.owner = this;
    exchange.grant = grant;
    exchange.verb = verb;
    exchange.opcode = opcode;
    exchange.opaque = opaque;
    exchange.quiet = quiet;
    exchange.lane = this.#lane;
    this.#push(exchange);
    return exchange;
  }

  /** Its reply is complete: it leaves the queue, or waits for its turn. */
  settle(exchange: Exchange): void {
    exchange.done = true;
    if (exchange !== this.#head) return;
    this.#pop();
    for (let next = this.#head; next !== null && next.done; next = this.#head) {
      if (next.kept.length > 0) this.#write(next.kept.buf, 0, next.kept.length);
      this.#pop();
    }
    if (this.#hold & Hold.crowded && this.#due <= DUE_MAX / 2) {
      this.#release(Hold.crowded);
      this.#workOn();
    }
    if (this.#ended || this.#peerEnded) this.#finish();
  }

  #process(buf: Buffer, start: number, end: number, most: number): number {
    const { parser } = this.dialect;
    parser.over(buf, start, end);
    for (let n = 0; n < most; n++) {
      if (this.#hold & (Hold.authenticating | Hold.crowded)) return parser.position;
      const parsed = parser.next();
      if (parsed === Parsed.more) return parser.position;
      this.#handled++;
      if (parsed === Parsed.message) dispatch(this.#proxy, this, buf, parser.request);
      else {
        const { request, errorStatus, errorText } = parser;
        refuse(this.#proxy, this, request, errorStatus, errorText, parsed === Parsed.broken);
      }
      if (this.#ended) return end;
      // A multi-get is taken whole: its bytes are not done with before its last key.
      if (this.#due >= DUE_MAX && (parsed !== Parsed.message || parser.request.last)) this.#stop(Hold.crowded);
    }
    return parser.position;
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
    this.#due++;
  }

  #pop(): void {
    const exchange = this.#head!;
    if (exchange.command !== null && exchange.last) {
      scratch.clear();
      this.dialect.close(exchange, scratch);
      this.#write(scratch.buf, 0, scratch.length);
    }
    this.#head = exchange.next;
    this.#due--;
    if (this.#head === null) this.#tail = null;
    this.#proxy.exchanges.give(exchange);
  }

  #write(buf: Buffer, start: number, end: number): void {
    if (start === end) return;
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
