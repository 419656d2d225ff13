import type { Acceptor, Listener, ListenOptions, SocketHandler, Task } from '../world.ts';
import type { Kernel } from './kernel.ts';
import type { SocketOwner, VirtualSocket } from './socket.ts';

const DISCARD: SocketHandler = { onData: (_buf, _start, end) => end, onClose: () => undefined };

/** A listening socket with its backlog: connections that the kernel completed and the process has not accepted yet. */
export class VirtualListener implements Listener, Task {
  readonly address: string;
  readonly owner: SocketOwner;
  connections = 0;
  accepted = 0;
  turnedAway = 0;
  dropped = 0;
  readonly #kernel: Kernel;
  readonly #acceptor: Acceptor;
  readonly #backlogLimit: number;
  readonly #maxConnections: number;
  readonly #farewell: Buffer;
  #backlog: { socket: VirtualSocket; from: string }[] = [];
  readonly #onClosed: (listener: VirtualListener) => void;
  #closed = false;

  constructor(
    kernel: Kernel,
    owner: SocketOwner,
    options: ListenOptions,
    acceptor: Acceptor,
    onClosed: (listener: VirtualListener) => void,
  ) {
    this.#kernel = kernel;
    this.owner = owner;
    this.address = options.address;
    this.#acceptor = acceptor;
    this.#backlogLimit = options.backlog ?? 511;
    this.#maxConnections = options.maxConnections ?? Infinity;
    this.#farewell = Buffer.from(options.farewell ?? 'ERROR Too many open connections\r\n', 'latin1');
    this.#onClosed = onClosed;
  }

  get waiting(): number {
    this.#forgetReset();
    return this.#backlog.length;
  }

  /** A SYN has come: false when it is dropped, for the backlog is full. */
  admits(): boolean {
    if (this.waiting < this.#backlogLimit) return true;
    this.dropped++;
    return false;
  }

  /** A handshake was completed. */
  arrive(socket: VirtualSocket, from: string): void {
    this.#backlog.push({ socket, from });
    this.fire();
  }

  /** Accepts while there is a descriptor. */
  fire(): void {
    this.#forgetReset();
    while (this.#backlog.length > 0 && !this.#closed) {
      if (!this.owner.machine.takeFile()) return this.owner.machine.awaitFile(this);
      const { socket, from } = this.#backlog.shift()!;
      socket.holdsFile = true;
      if (this.connections >= this.#maxConnections) {
        this.turnedAway++;
        socket.serve(DISCARD);
        socket.write(this.#farewell, 0, this.#farewell.length);
        socket.end();
        socket.releaseFile();
      } else {
        this.accepted++;
        this.connections++;
        socket.listener = this;
        socket.serve(this.#acceptor.accept(socket, from));
      }
    }
  }

  /** Who was reset while it waited takes no place any more. */
  #forgetReset(): void {
    if (this.#backlog.length > 0) this.#backlog = this.#backlog.filter(({ socket }) => !socket.over);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { socket } of this.#backlog.splice(0)) socket.reset();
    this.#kernel.trace.mix(4, this.connections, this.#kernel.now());
    this.#onClosed(this);
  }

  /** The process is gone: nobody is told. */
  get acceptor(): Acceptor {
    return this.#acceptor;
  }
}
