/** The ends of a relay's long check: clients that come and go, and a server that answers each byte with one. */
import { HEADER_BYTES, readHeader, Stream, writeHeader, type Header } from './relay-stream.case.ts';
import { createRng } from './world/rng.ts';
import {
  MILLISECOND,
  SECOND,
  type CloseReason,
  type Rng,
  type Socket,
  type SocketHandler,
  type World,
} from './world/world.ts';

/** Between what a client says and what it says next, on average. */
const THINKING = 3 * SECOND;
/** Errors that are kept, of as many as there are. */
const KEPT = 10;

export class Complaints {
  count = 0;
  readonly first: string[] = [];

  add(text: string): void {
    this.count++;
    if (this.first.length < KEPT) this.first.push(text);
  }
}

/** Answers as many bytes as it has read, of another stream. */
export class Answerer implements SocketHandler {
  readonly #socket: Socket;
  readonly #complaints: Complaints;
  #header: Header | null = null;
  #heard: Stream | null = null;
  #said = new Stream(0);

  constructor(socket: Socket, complaints: Complaints) {
    this.#socket = socket;
    this.#complaints = complaints;
  }

  onData(buf: Buffer, start: number, end: number): number {
    if (this.#heard === null) {
      if (end - start < HEADER_BYTES) return start;
      this.#header = readHeader(buf, start);
      const id = this.#header?.id ?? 0;
      this.#heard = new Stream(id);
      this.#said = new Stream(~id);
      start += HEADER_BYTES;
    }
    if (this.#header?.harmless === true && !this.#heard.follows(buf, start, end)) {
      this.#complaints.add(`connection ${this.#header.id}: not its bytes before ${this.#heard.position}`);
      this.#header = null;
    }
    if (!this.#said.write(this.#socket, end - start)) this.#socket.pause();
    return end;
  }

  onDrain(): void {
    this.#socket.resume();
  }

  onEnd(): void {
    this.#socket.end();
  }

  onClose(): void {
    // Whoever ended it, the client judges.
  }
}

export interface TalkerHost {
  readonly world: World;
  readonly complaints: Complaints;
  readonly addresses: { readonly harmless: string; readonly wild: string };
  /** Nobody says more than he has begun to. */
  readonly isOpen: boolean;
  over(talker: Talker, why: CloseReason): void;
}

type Ending = 'end after the last answer' | 'end after the last question' | 'reset';

/** One connection: says so many things, each some time after the one before, and ends. */
export class Talker implements SocketHandler {
  readonly #host: TalkerHost;
  readonly #header: Header;
  readonly #rng: Rng;
  readonly #socket: Socket;
  readonly #said: Stream;
  readonly #heard: Stream;
  readonly #ending: Ending;
  readonly #task = { fire: (): void => this.#speak() };
  #timer = 0;
  #left: number;
  #opened = false;
  #backed = false;
  #ended = false;
  #isOver = false;

  constructor(host: TalkerHost, header: Header) {
    this.#host = host;
    this.#header = header;
    this.#rng = createRng('talkers', String(header.id));
    this.#said = new Stream(header.id);
    this.#heard = new Stream(~header.id);
    this.#left = 1 + this.#rng.below(9);
    const share = this.#rng.below(10);
    this.#ending = share < 5 ? 'end after the last answer' : share < 8 ? 'end after the last question' : 'reset';
    const address = header.harmless ? host.addresses.harmless : host.addresses.wild;
    this.#socket = host.world.net.connect('talkers', address, this);
  }

  onOpen(): void {
    this.#opened = true;
    this.#socket.write(writeHeader(this.#header), 0, HEADER_BYTES);
    if (this.#host.isOpen) this.#later();
    else this.hurry();
  }

  onData(buf: Buffer, start: number, end: number): number {
    if (this.#header.harmless && !this.#heard.follows(buf, start, end)) {
      this.#complain(`not its bytes before ${this.#heard.position}`);
      this.#socket.reset();
    }
    this.#endIfAnswered();
    return end;
  }

  onDrain(): void {
    this.#backed = false;
    if (this.#left === 0) this.#finish();
    else this.#later();
  }

  onEnd(): void {
    if (this.#header.harmless && this.#heard.position !== this.#said.position) {
      this.#complain(`FIN after ${this.#heard.position} of ${this.#said.position} bytes`);
    }
    this.#socket.end();
  }

  onClose(why: CloseReason): void {
    this.#isOver = true;
    this.#host.world.clock.cancel(this.#timer);
    const expected = this.#ended && this.#ending !== 'reset' ? 'closed' : 'reset';
    if (this.#header.harmless && (why !== expected || !this.#ended)) this.#complain(`${why}, expected ${expected}`);
    this.#host.over(this, why);
  }

  /** Says no more than it has begun to, and ends. */
  hurry(): void {
    if (!this.#opened || this.#isOver) return;
    this.#host.world.clock.cancel(this.#timer);
    if (!this.#header.harmless) return this.#socket.reset();
    this.#left = 0;
    if (!this.#backed) this.#finish();
  }

  #later(): void {
    const { clock } = this.#host.world;
    this.#timer = clock.at(clock.now() + Math.round(this.#rng.exponential(THINKING)), this.#task);
  }

  #speak(): void {
    this.#left--;
    const bytes = this.#rng.chance(1, 100) ? this.#rng.below(400_000) : 1 + this.#rng.below(2_000);
    this.#backed = !this.#said.write(this.#socket, bytes);
    if (this.#backed) return;
    if (this.#left > 0) this.#later();
    else this.#finish();
  }

  #finish(): void {
    if (this.#ended) return;
    if (this.#ending === 'end after the last answer') return this.#endIfAnswered();
    this.#ended = true;
    if (this.#ending === 'reset') this.#socket.reset();
    else this.#socket.end();
  }

  #endIfAnswered(): void {
    if (this.#ended || this.#left > 0 || this.#ending !== 'end after the last answer') return;
    if (this.#heard.position !== this.#said.position && this.#header.harmless) return;
    this.#ended = true;
    this.#socket.end();
  }

  #complain(what: string): void {
    this.#host.complaints.add(`connection ${this.#header.id} (${this.#ending}): ${what}`);
  }
}

/** Keeps so many connections open for so long, half of them harmless; then all end. */
export class Crowd implements TalkerHost {
  readonly world: World;
  readonly complaints = new Complaints();
  readonly addresses: TalkerHost['addresses'];
  readonly ended = { closed: 0, reset: 0 };
  peak = 0;
  opened = 0;
  readonly #talkers = new Set<Talker>();
  readonly #size: number;
  readonly #rng: Rng;
  isOpen = true;

  constructor(world: World, addresses: TalkerHost['addresses'], size: number) {
    this.world = world;
    this.addresses = addresses;
    this.#size = size;
    this.#rng = createRng('crowd', 'arrivals');
    this.#arrive();
  }

  get present(): number {
    return this.#talkers.size;
  }

  /** Nobody comes any more, and who is there ends. */
  leave(): void {
    this.isOpen = false;
    for (const talker of this.#talkers) talker.hurry();
  }

  over(talker: Talker, why: CloseReason): void {
    this.#talkers.delete(talker);
    this.ended[why === 'closed' ? 'closed' : 'reset']++;
  }

  /** By and by: as many as are missing, some at a time. */
  #arrive(): void {
    if (!this.isOpen) return;
    const missing = Math.min(100, this.#size - this.#talkers.size);
    for (let i = 0; i < missing; i++) {
      const id = ++this.opened;
      this.#talkers.add(new Talker(this, { harmless: id % 2 === 0, id }));
    }
    this.peak = Math.max(this.peak, this.#talkers.size);
    const { clock } = this.world;
    clock.at(clock.now() + this.#rng.below(80) * MILLISECOND, { fire: () => this.#arrive() });
  }
}
