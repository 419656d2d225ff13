import { Break } from '../breaks.ts';
import { ConnectionLife } from '../connection-counters.ts';
import { credentialsFor, type ClientContext } from '../context.ts';
import { systemBreak } from './system-error.ts';

/** What we need of a library's socket. */
export interface LibrarySocket {
  /** It has said that it will write no more. */
  readonly writableEnded: boolean;
  write(chunk: string | Uint8Array): boolean;
  destroy(): void;
  once(event: string, listener: (error?: Error) => void): unknown;
  prependOnceListener(event: 'end', listener: () => void): unknown;
}

export interface SocketsOptions {
  readonly context: ClientContext;
  /** Not a part of the handshake. */
  isRequest(chunk: string | Uint8Array): boolean;
}

/**
 * The sockets of a library's client. Counts their lives and the requests written to them, for only there can those be
 * seen on their way. Destroys them all in the end, for libraries lose sight of their own.
 */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #open = new Set<LibrarySocket>();
  #over = false;

  constructor(options: SocketsOptions) {
    this.#options = options;
  }

  get any(): boolean {
    return this.#open.size > 0;
  }

  /** To be called for each new one, and harmless for one that is known. `server`: its number among the context's. */
  watch(socket: LibrarySocket, server: number): void {
    if (this.#over) return socket.destroy();
    if (this.#open.has(socket)) return;
    this.#open.add(socket);
    const { context } = this.#options;
    const { counters, options } = context;
    const life = new ConnectionLife(counters.connections, options.mode, server);
    const signsIn = credentialsFor(context, server) !== null;
    this.#watchLife(socket, life, signsIn);
    const write = socket.write.bind(socket);
    // With a sign-in it is ready when the first request goes out, otherwise when it is open.
    let ready = !signsIn;
    socket.write = (chunk) => {
      if (this.#options.isRequest(chunk)) {
        counters.requests++;
        if (!ready) life.ready(true);
        ready = true;
      }
      return write(chunk);
    };
  }

  destroyAll(): void {
    this.#over = true;
    for (const socket of this.#open) socket.destroy();
  }

  #watchLife(socket: LibrarySocket, life: ConnectionLife, signsIn: boolean): void {
    const { context } = this.#options;
    const now = (): number => context.world.clock.now();
    let isOpen = false;
    socket.once('connect', () => {
      isOpen = true;
      life.opened();
      if (!signsIn) life.ready(false);
    });
    // Before the library's own listeners, which end its side: it is open still, unless it was the first to close.
    socket.prependOnceListener('end', () => {
      if (!socket.writableEnded) life.broken(Break['closed-by-server'], now());
    });
    socket.once('error', (error) => life.broken(systemBreak(error), now()));
    socket.once('close', () => {
      this.#open.delete(socket);
      if (isOpen || this.#over) life.closed();
      else life.broken(Break['connect-timeout'], now());
    });
  }
}
