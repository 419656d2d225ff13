import type { Hop } from '../hop.ts';
import { type Address, type Nanos, SECOND, type Task, type TimerId } from '../world.ts';
import type { LiveContext } from './context.ts';
import type { Endpoint } from './foreign.ts';
import type { Handshake, LiveSocket } from './socket.ts';

/** A SYN that is not answered is sent again after these times from the first; then the connect has failed. */
const SYN_RETRIES: readonly Nanos[] = [1, 3, 7, 15, 31, 63].map((s) => s * SECOND);
const SYN_TIMEOUT: Nanos = 127 * SECOND;

/** Where a SYN gets to. `full`: dropped, as by a listener whose backlog is full. `later`: the port is being bound. */
export type Route =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint }
  | { readonly kind: 'full' | 'refused' }
  | { readonly kind: 'later'; wait(task: Task): void };

/** What a connect asks of the net. */
export interface Routes {
  hop(from: string, address: Address): Hop | null;
  /** Takes a place at the listener; it is given back when the connection was accepted or is over. */
  route(socket: LiveSocket, address: Address): Route;
  /** The accepting side knows a connection by its ports. */
  register(socket: LiveSocket, localPort: number, port: number): void;
}

type Step = 'send' | 'arrive' | 'open' | 'refused' | 'timeout' | 'dialled' | 'over';

/** The way of one connect: the hop's verdict, its latency, a listener with room, the kernel; with its retries. */
export class Connect implements Handshake, Task {
  readonly #context: LiveContext;
  readonly #routes: Routes;
  readonly #socket: LiveSocket;
  readonly #address: Address;
  #hop: Hop | null = null;
  #startedAt: Nanos = 0;
  #retries = 0;
  #next: Step = 'send';
  #timer: TimerId = 0;

  constructor(context: LiveContext, routes: Routes, socket: LiveSocket, address: Address) {
    this.#context = context;
    this.#routes = routes;
    this.#socket = socket;
    this.#address = address;
  }

  /** The first SYN leaves after the current handler. */
  start(): void {
    this.#startedAt = this.#context.clock.now();
    this.#context.turn.post(this);
  }

  cancel(): void {
    this.#next = 'over';
    this.#context.clock.cancel(this.#timer);
  }

  fire(): void {
    this.#timer = 0;
    switch (this.#next) {
      case 'send':
        return this.#send();
      case 'arrive':
        return this.#arrive();
      case 'open':
        return this.#open();
      case 'refused':
      case 'timeout':
        return this.#socket.finish(this.#next);
      case 'dialled':
      case 'over':
        return;
    }
  }

  connected(): void {
    if (this.#next !== 'dialled') return;
    if (this.#hop !== null) this.#socket.host(this.#hop);
    this.#after('open', this.#hop?.latency ?? 0);
  }

  #send(): void {
    this.#hop = this.#routes.hop(this.#socket.owner.name, this.#address);
    if (this.#hop === null) return this.#arrive();
    const { fate, delay } = this.#hop.connect(this.#context.clock.now());
    if (fate === 'drop') this.#retry();
    else if (fate === 'refuse') this.#after('refused', 2 * this.#hop.latency + delay);
    else this.#after('arrive', this.#hop.latency + delay);
  }

  /** The SYN is at the listener's machine. */
  #arrive(): void {
    const route = this.#routes.route(this.#socket, this.#address);
    switch (route.kind) {
      case 'full':
        return this.#retry();
      case 'refused':
        return this.#after('refused', this.#hop?.latency ?? 0);
      case 'later':
        this.#next = 'arrive';
        return route.wait(this);
      case 'endpoint':
        this.#next = 'dialled';
        this.#socket.wire.dial(route.endpoint, (localPort) =>
          this.#routes.register(this.#socket, localPort, route.endpoint.port),
        );
    }
  }

  #open(): void {
    this.#next = 'over';
    this.#socket.open();
  }

  #retry(): void {
    const again = SYN_RETRIES[this.#retries++];
    if (again === undefined) this.#at('timeout', this.#startedAt + SYN_TIMEOUT);
    else this.#at('send', this.#startedAt + again);
  }

  #after(next: Step, delay: Nanos): void {
    if (delay > 0) return this.#at(next, this.#context.clock.now() + delay);
    this.#next = next;
    this.fire();
  }

  #at(next: Step, t: Nanos): void {
    this.#next = next;
    this.#timer = this.#context.clock.at(t, this);
  }
}
