/**
 * The database behind the cache:
 *
 *   app's worker ──(a connection each)──> OriginConnection ──> queue ──> station of `concurrency` servers
 *                <──────────────────────── row ──────────────────────────┘
 *
 * It speaks memcached's binary protocol, of which it knows `get` alone, so that the app asks it with the client and over
 * the links that there are. As with MySQL and PostgreSQL a connection has one query at a time, and a query whose asker
 * has left is executed all the same.
 */
import { Fifo } from '../link/reading/fifo.ts';
import { Counts } from '../measure/timeline.ts';
import { SECOND, type Acceptor, type Cpu, type Listener, type Rng, type Socket, type World } from '../world/world.ts';
import { OriginConnection } from './origin-connection.ts';
import type { OriginOptions } from './origin-options.ts';

export class Origin implements Acceptor {
  readonly name: string;
  /** Queries that came. */
  reads = 0;
  executed = 0;
  /** Turned down, for too many waited. */
  refused = 0;
  /** Executed for somebody who had left. */
  forNobody = 0;
  /** Not begun, for the asker had left. */
  skipped = 0;
  /** What came, per second. */
  readonly perSecond = new Counts(SECOND);
  readonly station: Cpu;
  listener: Listener | null = null;
  readonly #world: World;
  readonly #options: OriginOptions;
  readonly #rng: Rng;
  readonly #queue = new Fifo<OriginConnection>();
  #working = 0;
  #onListening: (error: Error | null) => void = () => undefined;

  constructor(world: World, name: string, options: OriginOptions) {
    this.name = name;
    this.#world = world;
    this.#options = options;
    this.#rng = world.rng(`${name}/service`);
    this.station = world.station(name, options.concurrency);
  }

  /** Queries that wait, those in work not counted. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Queries that it executes at once. */
  get concurrency(): number {
    return this.#options.concurrency;
  }

  /** `onListening` hears null, or why it cannot listen. */
  start(onListening: (error: Error | null) => void): void {
    this.#onListening = onListening;
    this.listener = this.#world.net.listen({ node: this.name, address: this.name, backlog: 4096 }, this);
  }

  onListening(error: Error | null): void {
    this.#onListening(error);
  }

  accept(socket: Socket): OriginConnection {
    return new OriginConnection(this, socket);
  }

  /** The connection's next query; false: it is turned down. */
  ask(connection: OriginConnection): boolean {
    this.reads++;
    this.perSecond.add(this.#world.clock.now());
    if (this.#working === this.#options.concurrency && this.#queue.size >= this.#options.queue) {
      this.refused++;
      return false;
    }
    this.#queue.push(connection);
    this.#next();
    return true;
  }

  finished(connection: OriginConnection): void {
    this.#working--;
    this.executed++;
    if (connection.gone) this.forNobody++;
    this.#next();
  }

  #next(): void {
    const { concurrency, skipAbandoned } = this.#options;
    while (this.#working < concurrency) {
      const connection = this.#queue.shift();
      if (connection === undefined) return;
      if (skipAbandoned && connection.gone) {
        this.skipped++;
        continue;
      }
      this.#working++;
      this.station.run(this.#cost(), connection);
    }
  }

  /**
   * The service time, times 1 + contention x queries waiting. An assumption and not a measurement: who waits in a
   * database holds memory, locks and a thread, so that those in work slow down and more load gives less throughput. Its
   * shape is the crosstalk term of the Universal Scalability Law (Gunther, Guerrilla Capacity Planning, 2007), which
   * grows with those present for each that works.
   */
  #cost(): number {
    const { serviceTime, contention } = this.#options;
    const { fixed, exponential } = serviceTime;
    const alone = exponential === 0 ? fixed : fixed + this.#rng.exponential(exponential);
    return Math.round(alone * (1 + contention * this.#queue.size));
  }
}
