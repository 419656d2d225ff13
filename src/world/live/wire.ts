import { connect, type OnReadOpts, type Socket } from 'node:net';
import type { CloseReason } from '../world.ts';
import { Carry } from './carry.ts';
import type { LiveContext } from './context.ts';
import type { Endpoint } from './foreign.ts';
import { readingInto } from './reading.ts';
import type { Flushable } from './turn.ts';

/** What is written within a turn goes out as one write, but never waits beyond this. */
const FLUSH_BYTES = 64 * 1024;

/** All sockets read into this: libuv reads and calls back before the next socket reads. */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

/** Called by node, from an empty stack. */
export interface WireOwner {
  connected(): void;
  /** buf is the wire's own again after the call. */
  bytes(buf: Buffer, start: number, end: number): void;
  /** The peer's FIN, behind all its bytes. */
  fin(): void;
  /** The kernel has taken everything, after it had not. */
  written(): void;
  /** The last call: the descriptor is closed. */
  gone(why: CloseReason): void;
}

/** A real socket: one write per turn, one buffer for all that read. It knows nothing of hops or handlers. */
export class Wire implements Flushable {
  readonly #context: LiveContext;
  readonly #owner: WireOwner;
  readonly #out = new Carry();
  readonly #onWritten = (error?: Error | null): void => this.#written(error);
  #socket: Socket | null = null;
  #queued = false;
  /** The kernel did not take all: node holds the rest, and our next bytes wait behind it. */
  #backed = false;
  #ending = false;
  #why: CloseReason = 'closed';

  constructor(context: LiveContext, owner: WireOwner) {
    this.#context = context;
    this.#owner = owner;
  }

  /** Connects; `register` hears the local port once the kernel has chosen it, before any peer can have accepted. */
  dial({ host, port }: Endpoint, register: (localPort: number) => void): void {
    const owner = this.#owner;
    const onread = this.#onread();
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true, onread });
    socket.once('connect', () => owner.connected());
    this.#adopt(socket);
    // net.connect itself waits for a tick of its own, set before this one.
    process.nextTick(() => {
      if (socket.localPort) register(socket.localPort);
    });
  }

  /** Takes over an accepted socket that is paused. It reads once `resume` is called. */
  attach(accepted: Socket): void {
    const owner = this.#owner;
    const reading = readingInto(this.#onread(), accepted);
    if (reading !== null) {
      this.#context.handles.delete(accepted);
      return this.#adopt(reading);
    }
    accepted.on('data', (chunk: Buffer) => owner.bytes(chunk, 0, chunk.length));
    accepted.pause();
    this.#adopt(accepted);
  }

  get attached(): boolean {
    return this.#socket !== null;
  }

  get pending(): number {
    return this.#backed ? this.#socket!.writableLength + this.#out.length : 0;
  }

  /** Copies and sends. False: some waits on this side, `written` comes. */
  write(buf: Uint8Array, start: number, end: number): boolean {
    this.#out.append(buf, start, end);
    if (this.#out.length >= FLUSH_BYTES) this.flush();
    else if (!this.#queued && !this.#backed) {
      this.#queued = true;
      this.#context.turn.flushLater(this);
    }
    return !this.#backed;
  }

  flush(): void {
    this.#queued = false;
    const socket = this.#socket;
    if (this.#backed || this.#out.length === 0 || socket === null || socket.destroyed) return;
    socket.write(this.#out.buffer.subarray(this.#out.start, this.#out.end), this.#onWritten);
    if (socket.writableLength === 0) return this.#out.clear();
    this.#backed = true;
    this.#out.abandon();
  }

  /** FIN behind all that was written. */
  end(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.flush();
    if (!this.#backed) this.#socket?.end();
  }

  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** RST: both directions are closed at once, unsent bytes dropped. */
  reset(): void {
    this.#out.abandon();
    const socket = this.#socket;
    if (socket === null || socket.destroyed) return;
    if (socket.connecting) socket.destroy();
    // libuv refuses to reset while a shutdown is under way.
    else if (socket.writableEnded && !socket.writableFinished) socket.once('finish', () => socket.resetAndDestroy());
    else socket.resetAndDestroy();
  }

  #onread(): OnReadOpts {
    const owner = this.#owner;
    return {
      buffer: readBuffer,
      callback: (n) => {
        owner.bytes(readBuffer, 0, n);
        return true;
      },
    };
  }

  #adopt(socket: Socket): void {
    const { handles } = this.#context;
    this.#socket = socket;
    handles.add(socket);
    socket.on('error', (error: NodeJS.ErrnoException) => (this.#why = reasonOf(error, socket)));
    socket.once('end', () => this.#owner.fin());
    socket.once('close', () => {
      handles.delete(socket);
      this.#owner.gone(this.#why);
    });
  }

  #written(error: Error | null | undefined): void {
    const socket = this.#socket!;
    if (error || !this.#backed || socket.writableLength > 0) return;
    this.#backed = false;
    this.flush();
    // TypeScript does not see that flush may set it again.
    if (this.#backed as boolean) return;
    if (this.#ending) socket.end();
    this.#owner.written();
  }
}

function reasonOf(error: NodeJS.ErrnoException, socket: Socket): CloseReason {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'EMFILE':
    case 'ENFILE':
      return 'descriptors';
    case 'EADDRNOTAVAIL':
    case 'EADDRINUSE':
    case 'EAGAIN':
      return 'ports';
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return socket.pending ? 'timeout' : 'reset';
    default:
      return 'reset';
  }
}
