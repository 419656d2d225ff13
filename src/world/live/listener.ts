import { createServer, type Server, type Socket as NetSocket } from 'node:net';
import type { Acceptor, Listener, ListenOptions, Task } from '../world.ts';
import type { LiveContext } from './context.ts';
import type { Endpoint } from './foreign.ts';
import type { LiveMachine } from './machine.ts';
import { LiveSocket, type SocketOwner } from './socket.ts';

const FAREWELL = 'ERROR Too many open connections\r\n';
/** The kernel's own backlog must not interfere with ours, which alone knows what the machine's limits mean. */
const KERNEL_BACKLOG = 4096;

/** What a listener asks of the net. */
export interface ListenerHost {
  /** Which socket of this world has connected, if it was one. */
  connecting(localPort: number, port: number): LiveSocket | null;
  bound(listener: LiveListener, port: number): void;
  closed(listener: LiveListener): void;
}

/** A connection that the kernel has completed and the process has not accepted. */
interface Waiting {
  readonly socket: NetSocket;
  readonly from: LiveSocket | null;
}

/** A listening port with its backlog: accepting stops while the machine is out of descriptors. */
export class LiveListener implements Listener, Task {
  readonly options: ListenOptions;
  readonly owner: SocketOwner;
  accepted = 0;
  connections = 0;
  turnedAway = 0;
  dropped = 0;
  readonly #context: LiveContext;
  readonly #machine: LiveMachine;
  readonly #host: ListenerHost;
  readonly #acceptor: Acceptor;
  readonly #server: Server;
  #backlog: Waiting[] = [];
  /** Our own SYNs that have been let through and not arrived yet: each has a place. */
  readonly #arriving = new Set<LiveSocket>();
  /** Connects that came while the port was being bound. */
  #early: Task[] = [];
  #state: 'starting' | 'listening' | 'closed' = 'starting';
  #endpoint: Endpoint | null = null;

  constructor(
    context: LiveContext,
    host: ListenerHost,
    owner: SocketOwner,
    machine: LiveMachine,
    options: ListenOptions,
    acceptor: Acceptor,
  ) {
    this.#context = context;
    this.#host = host;
    this.owner = owner;
    this.#machine = machine;
    this.options = options;
    this.#acceptor = acceptor;
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) =>
      this.#arrive(socket),
    );
  }

  get address(): string {
    return this.#endpoint === null ? this.options.address : `${this.#endpoint.host}:${this.#endpoint.port}`;
  }

  get endpoint(): Endpoint | null {
    return this.#endpoint;
  }

  /** Binds; the acceptor hears of it from an empty stack. `lastPort`: rather than any, if it is still free. */
  start(lastPort = 0): void {
    const { host = '127.0.0.1', port = lastPort } = this.options;
    let choices = port !== this.options.port && port !== 0 ? 2 : 1;
    const server = this.#server;
    const bind = (at: number): void => void server.listen({ host, port: at, backlog: KERNEL_BACKLOG, exclusive: true });
    server.once('listening', () => {
      const bound = server.address();
      // Closed before it was bound.
      if (this.#state !== 'starting' || bound === null || typeof bound === 'string') return void server.close();
      this.#state = 'listening';
      this.#endpoint = { host: isWildcard(host) ? '127.0.0.1' : host, port: bound.port };
      this.#host.bound(this, bound.port);
      this.#hear(null);
      for (const task of this.#early.splice(0)) this.#context.turn.post(task);
    });
    server.on('error', (error) => {
      if (this.#state === 'listening') return this.#context.fail(error);
      if (--choices > 0 && this.#state === 'starting') return bind(0);
      this.#context.handles.delete(server);
      if (this.#state === 'closed') return;
      this.close();
      this.#hear(error);
    });
    this.#context.handles.add(server);
    server.once('close', () => this.#context.handles.delete(server));
    bind(port);
  }

  /** It cannot even start. */
  refuse(error: Error): void {
    this.#state = 'closed';
    this.#context.turn.post({ fire: () => this.#acceptor.onListening?.(error) });
  }

  get waiting(): number {
    this.#forgetGone();
    return this.#backlog.length;
  }

  get starting(): boolean {
    return this.#state === 'starting';
  }

  awaitStart(task: Task): void {
    this.#early.push(task);
  }

  /** Takes a place for a SYN; false when it is dropped. */
  admit(socket: LiveSocket): boolean {
    this.#forgetGone();
    const places = this.#machine.freeFiles + (this.options.backlog ?? 511);
    if (this.#backlog.length + this.#arriving.size >= places) {
      this.dropped++;
      return false;
    }
    this.#arriving.add(socket);
    return true;
  }

  /** The connecting side is over. */
  leave(socket: LiveSocket): void {
    this.#arriving.delete(socket);
  }

  /** Accepts while there is a descriptor. */
  fire(): void {
    this.#forgetGone();
    while (this.#backlog.length > 0 && this.#state === 'listening') {
      if (!this.#machine.takeFile()) return this.#machine.awaitFile(this);
      const { socket, from } = this.#backlog.shift()!;
      if (this.connections >= (this.options.maxConnections ?? Infinity)) this.#turnAway(socket);
      else this.#accept(socket, from);
    }
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#server.close();
    for (const { socket, from } of this.#backlog.splice(0)) {
      socket.resetAndDestroy();
      from?.receiveReset();
    }
    for (const task of this.#early.splice(0)) this.#context.turn.post(task);
    this.#machine.releaseFile();
    this.#host.closed(this);
  }

  #arrive(socket: NetSocket): void {
    // Until it is accepted nobody else listens for what befalls it.
    socket.on('error', () => undefined);
    this.#context.handles.add(socket);
    socket.once('close', () => this.#context.handles.delete(socket));
    if (this.#state === 'closed') return void socket.resetAndDestroy();
    const from = this.#host.connecting(socket.remotePort ?? 0, socket.localPort ?? 0);
    if (from !== null) this.#arriving.delete(from);
    if (from?.closed) return void socket.destroy();
    this.#backlog.push({ socket, from });
    this.fire();
  }

  #accept(netSocket: NetSocket, from: LiveSocket | null): void {
    this.accepted++;
    this.connections++;
    const socket = new LiveSocket(this.#context, this.owner, null, () => {
      this.connections--;
      this.#machine.releaseFile();
    });
    if (from !== null) {
      socket.peer = from;
      from.peer = socket;
    }
    socket.wire.attach(netSocket);
    socket.open();
    try {
      socket.serve(this.#acceptor.accept(socket, from?.owner.name ?? ''));
    } catch (error) {
      socket.abandon();
      this.#context.fail(error);
    }
  }

  /** The error line, FIN, and whatever the other side says is thrown away until it ends. */
  #turnAway(socket: NetSocket): void {
    this.turnedAway++;
    socket.end(this.options.farewell ?? FAREWELL, 'latin1');
    socket.resume();
    this.#machine.releaseFile();
  }

  /** A connection that was reset while it waited takes no place any more. */
  #forgetGone(): void {
    if (this.#backlog.length === 0) return;
    this.#backlog = this.#backlog.filter(({ socket, from }) => {
      const gone = socket.destroyed || from?.closed === true;
      if (gone) socket.destroy();
      return !gone;
    });
  }

  #hear(error: Error | null): void {
    try {
      this.#acceptor.onListening?.(error);
    } catch (thrown) {
      this.#context.fail(thrown);
    }
  }
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}
