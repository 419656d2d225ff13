import type { ClientContext } from '../client/context.ts';
import type { ClientOptions } from '../client/options.ts';
import { Session } from '../client/session.ts';
import type { Nanos } from '../world/world.ts';

/** Its multiples, less their whole parts, spread evenly however many there are. */
const GOLDEN_RATIO = 0.6180339887498949;

/**
 * A workload's client processes and their connections: persistent clients keep a session each, the others make one for
 * each page. A deployment replaces all processes by those of another release, or of the same.
 */
export class Fleet {
  readonly #homes: ArrayLike<number>;
  readonly #ramp: Nanos;
  /** Of the release in force. */
  #context: ClientContext;
  /** Of persistent clients. */
  #kept: Session[] = [];
  /** With connections that nobody will close, as long as the process lives. */
  #leaked: Session[] = [];

  /** `homes`: each client's first server; `ramp`: persistent clients connect one after another in this time. */
  constructor(context: ClientContext, homes: ArrayLike<number>, ramp: Nanos) {
    this.#context = context;
    this.#homes = homes;
    this.#ramp = ramp;
  }

  get mode(): ClientOptions['mode'] {
    return this.#context.options.mode;
  }

  /** Persistent clients connect, spread over the ramp. */
  start(): void {
    if (this.mode !== 'persistent') return;
    const { clock } = this.#context.world;
    const now = clock.now();
    for (let i = 0; i < this.#homes.length; i++) {
      const session = new Session(this.#context, this.#homes[i]!);
      this.#kept.push(session);
      // Homes are dealt out in order: clients of one proxy must not all come at once.
      const at = now + Math.floor(this.#ramp * ((i * GOLDEN_RATIO) % 1));
      clock.at(at, { fire: () => session.warm() });
    }
  }

  /** For a page of this client. */
  session(client: number): Session {
    return this.#kept[client] ?? new Session(this.#context, this.#homes[client]!);
  }

  /** The page is over. */
  finished(session: Session): void {
    switch (session.mode) {
      case 'persistent':
        return;
      case 'per-request':
        return session.close();
      case 'leaky':
        // The process that this page began in may be gone.
        if (!session.belongsTo(this.#context)) session.close();
        else if (session.connected) this.#leaked.push(session);
    }
  }

  /** New processes take over; the old ones finish what they have begun, and exit: that closes all they had. */
  deploy(options: ClientOptions): void {
    for (const session of this.#kept) session.retire();
    for (const session of this.#leaked) session.close();
    this.#kept = [];
    this.#leaked = [];
    this.#context = { ...this.#context, options };
    this.start();
  }
}
