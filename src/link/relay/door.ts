import type { Acceptor, Listener, Socket, SocketHandler, World } from '../../world/world.ts';

export interface DoorOptions {
  readonly world: World;
  /** The node that listens. */
  readonly node: string;
  readonly host: string;
  /** 0: any that is free; the same again when it is opened again. */
  readonly port: number;
}

/** What a door asks of its relay. */
export interface DoorOwner {
  accept(client: Socket, door: Door): SocketHandler;
  /** Asked to open, it listens, or cannot. */
  opened(error: Error | null): void;
}

/** A port on which a relay listens. Binding takes time, and what is bound must not be asked for again meanwhile. */
export class Door implements Acceptor {
  readonly node: string;
  readonly #world: World;
  readonly #host: string;
  readonly #owner: DoorOwner;
  #port: number;
  #wanted = false;
  #state: 'closed' | 'binding' | 'listening' = 'closed';
  #listener: Listener | null = null;

  constructor({ world, node, host, port }: DoorOptions, owner: DoorOwner) {
    this.node = node;
    this.#world = world;
    // As everywhere in the live world: no look-up, no surprise.
    this.#host = host === 'localhost' ? '127.0.0.1' : host;
    this.#port = port;
    this.#owner = owner;
  }

  /** `host:port`. The port may be 0 until it listens. */
  get address(): string {
    const host = this.#host.includes(':') ? `[${this.#host}]` : this.#host;
    return `${host}:${this.#port}`;
  }

  get listening(): boolean {
    return this.#state === 'listening';
  }

  open(): void {
    this.#wanted = true;
    if (this.#state !== 'closed') return;
    if (!(Number.isInteger(this.#port) && this.#port >= 0 && this.#port <= 65535)) {
      return this.#refuse(new Error(`port of ${this.address}: expected 0..65535`));
    }
    this.#state = 'binding';
    const { node } = this;
    this.#listener = this.#world.net.listen({ node, address: node, host: this.#host, port: this.#port }, this);
  }

  /** What is being bound is closed as soon as it is. */
  close(): void {
    this.#wanted = false;
    if (this.#state !== 'listening') return;
    this.#state = 'closed';
    this.#listener?.close();
    this.#listener = null;
  }

  accept(client: Socket): SocketHandler {
    return this.#owner.accept(client, this);
  }

  onListening(error: Error | null): void {
    this.#state = error === null ? 'listening' : 'closed';
    if (error !== null) this.#listener = null;
    else this.#port = portOf(this.#listener?.address ?? '') ?? this.#port;
    if (this.#wanted) this.#owner.opened(error);
    else this.close();
  }

  #refuse(error: Error): void {
    const { clock } = this.#world;
    clock.at(clock.now(), { fire: () => this.#owner.opened(error) });
  }
}

/** Null in the virtual world, where nodes have no ports. */
function portOf(address: string): number | null {
  const port = /:(\d+)$/.exec(address)?.[1];
  return port === undefined ? null : Number(port);
}
