import type { ClientCounters } from '../context.ts';

/** What we need of a library's socket. */
export interface LibrarySocket {
  write(chunk: string | Uint8Array): boolean;
  destroy(): void;
  once(event: 'close', listener: () => void): unknown;
}

/**
 * The sockets of a library's client: counts them and what is written to them, for only there can a request be seen on
 * its way. Destroys them all in the end, for libraries lose sight of their own.
 */
export class Sockets {
  readonly #counters: ClientCounters;
  readonly #isRequest: (chunk: string | Uint8Array) => boolean;
  readonly #open = new Set<LibrarySocket>();
  #over = false;

  /** `isRequest`: not a part of the handshake. */
  constructor(counters: ClientCounters, isRequest: (chunk: string | Uint8Array) => boolean) {
    this.#counters = counters;
    this.#isRequest = isRequest;
  }

  /** To be called for each new one, and harmless for one that is known. */
  watch(socket: LibrarySocket): void {
    if (this.#over) return socket.destroy();
    if (this.#open.has(socket)) return;
    this.#counters.connections++;
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    const write = socket.write.bind(socket);
    socket.write = (chunk) => {
      if (this.#isRequest(chunk)) this.#counters.requests++;
      return write(chunk);
    };
  }

  destroyAll(): void {
    this.#over = true;
    for (const socket of this.#open) socket.destroy();
  }
}
