import { writeSimple } from '../protocol/binary-encode.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Verb } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { SECOND, type Clock, type Nanos, type Task } from '../world/world.ts';
import type { Ejection } from './ejections.ts';
import type { Exchange, ExchangeOwner, ExchangePool } from './exchange.ts';

export interface ProbesHost {
  readonly clock: Clock;
  readonly exchanges: ExchangePool;
  /** A process that hangs probes nobody. */
  isFrozen(): boolean;
  send(backend: number, exchange: Exchange, question: Bytes): void;
  readmit(backend: number): void;
}

/** The version, of nobody's cache. */
const question = new Bytes(64);
writeSimple(question, Opcode.version, 0);

/** Asks backends that are out until they answer. */
export class Probes {
  inFlight = 0;
  readonly #host: ProbesHost;

  constructor(host: ProbesHost) {
    this.#host = host;
  }

  /** Until the ejection ends; `nextAt` says when to ask, now and after each failure. */
  begin(ejection: Ejection, nextAt: () => Nanos): void {
    new Probe(this, this.#host, ejection, nextAt).wait();
  }
}

/**
 * One ejection's probes, never two at once:
 *
 *   waiting ──(its time)──> in flight ──(answer)──> the backend is readmitted
 *      ^───────────(failed)─────┘
 *
 * Whoever else ends the ejection ends them, too.
 */
export class Probe implements ExchangeOwner, Task {
  readonly #probes: Probes;
  readonly #host: ProbesHost;
  readonly #ejection: Ejection;
  readonly #nextAt: () => Nanos;

  constructor(probes: Probes, host: ProbesHost, ejection: Ejection, nextAt: () => Nanos) {
    this.#probes = probes;
    this.#host = host;
    this.#ejection = ejection;
    this.#nextAt = nextAt;
  }

  wait(): void {
    this.#host.clock.at(this.#nextAt(), this);
  }

  fire(): void {
    const { clock, exchanges } = this.#host;
    if (this.#ejection.until !== null) return;
    if (this.#host.isFrozen()) {
      clock.at(clock.now() + SECOND, this);
      return;
    }
    const exchange = exchanges.take();
    exchange.owner = this;
    exchange.verb = Verb.version;
    exchange.lane = 0;
    this.#probes.inFlight++;
    this.#host.send(this.#ejection.backend, exchange, question);
  }

  answered(exchange: Exchange): void {
    this.#landed(exchange);
    if (this.#ejection.until === null) this.#host.readmit(this.#ejection.backend);
  }

  part(): void {
    // A version has one part.
  }

  failed(exchange: Exchange): void {
    this.#landed(exchange);
    if (this.#ejection.until === null) this.wait();
  }

  #landed(exchange: Exchange): void {
    this.#probes.inFlight--;
    this.#host.exchanges.give(exchange);
  }
}
