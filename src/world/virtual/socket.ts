import type { Bag, Bagged } from '../bag.ts';
import type { HopShapers } from '../hop.ts';
import type { CloseBy } from '../shaper.ts';
import type { CloseReason, Nanos, Socket, SocketHandler, Task } from '../world.ts';
import type { VirtualMachine } from './machine.ts';
import type { Kernel } from './kernel.ts';
import { Pipe } from '../pipe.ts';
import type { PipeReceiver, PipeSender } from '../pipe-ends.ts';

/** The node a socket belongs to, as the net keeps it. */
export interface SocketOwner {
  readonly name: string;
  readonly machine: VirtualMachine;
  readonly sockets: Bag<VirtualSocket>;
}

/** Takes the steps of a connect, whenever the kernel says that the next one is due. */
export interface Handshake {
  step(socket: VirtualSocket): void;
}

/**
 * One end of a simulated TCP connection.
 *
 *   connecting ──(SYN-ACK)──> open ──(both FINs, RST)──> closing ──(onClose)──> closed
 *       └──────(refused, timeout, reset)─────────────────────^
 *
 * The socket is its own kernel task: what a firing means follows from the state.
 */
export class VirtualSocket implements Socket, Task, PipeSender, PipeReceiver, Bagged {
  /** In the owner's bag. */
  bagIndex = -1;
  readonly owner: SocketOwner;
  /** Takes a place in the machine's table of descriptors. */
  holdsFile = false;
  /** Where it was accepted; null for the connecting end and for those turned away. */
  listener: { connections: number } | null = null;
  readonly #kernel: Kernel;
  #handler: SocketHandler | null;
  #handshake: Handshake | null = null;
  #state: 'connecting' | 'open' | 'closing' | 'closed' = 'connecting';
  #why: CloseReason = 'closed';
  #peer: VirtualSocket | null = null;
  #in: Pipe | null = null;
  #out: Pipe | null = null;
  #latency: Nanos = 0;
  /** Written before the connection stood. */
  #early: Uint8Array[] | null = null;
  #paused = false;
  #wantsEnd = false;
  #endSent = false;
  #gotEnd = false;
  /** This side ended first: it holds the local port in TIME_WAIT. */
  endedFirst = false;
  #drain: Task | null = null;
  #onFinish: ((socket: VirtualSocket) => void) | null;

  constructor(
    kernel: Kernel,
    owner: SocketOwner,
    handler: SocketHandler | null,
    onFinish: (socket: VirtualSocket) => void,
  ) {
    this.#kernel = kernel;
    this.owner = owner;
    this.#handler = handler;
    this.#onFinish = onFinish;
    owner.sockets.add(this);
  }

  get connecting(): boolean {
    return this.#state === 'connecting';
  }

  /** Finished, whether or not its handler has heard it. */
  get over(): boolean {
    return this.#state === 'closing' || this.#state === 'closed';
  }

  get pending(): number {
    if (this.#out !== null) return this.#out.pending;
    let bytes = 0;
    for (const chunk of this.#early ?? []) bytes += chunk.length;
    return bytes;
  }

  write(buf: Uint8Array, start: number, end: number): boolean {
    if (this.#wantsEnd) return false;
    if (this.#state === 'open') return this.#out!.write(buf, start, end);
    if (this.#state === 'connecting') (this.#early ??= []).push(Buffer.from(buf.subarray(start, end)));
    return false;
  }

  pause(): void {
    this.#paused = true;
    this.#in?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#in?.resume();
  }

  end(): void {
    if (this.#wantsEnd) return;
    this.#wantsEnd = true;
    this.endedFirst = !this.#gotEnd;
    if (this.#state === 'open') this.#out!.end();
  }

  reset(): void {
    if (this.#state !== 'connecting' && this.#state !== 'open') return;
    const peer = this.#peer;
    this.#in?.kill();
    this.#out?.cut();
    if (peer !== null) this.#kernel.post(this.#kernel.now() + this.#latency, new ResetArrives(peer));
    this.finish('reset');
  }

  /** The owner's process is gone: as `reset`, but its handler hears nothing. */
  abandon(): void {
    this.#handler = null;
    this.reset();
  }

  releaseFile(): void {
    if (!this.holdsFile) return;
    this.holdsFile = false;
    this.owner.machine.releaseFile();
  }

  /** The connection has a second party that wants to know. */
  alsoOnFinish(then: () => void): void {
    const first = this.#onFinish;
    this.#onFinish = (socket) => {
      first?.(socket);
      then();
    };
  }

  /** While connecting: at this time the handshake takes its next step. */
  connectBy(handshake: Handshake, at: Nanos): void {
    this.#handshake = handshake;
    this.#kernel.post(at, this);
  }

  /** Joins two ends with pipes. The accepting end is open at once, the connecting end when its SYN-ACK arrives. */
  static join(a: VirtualSocket, b: VirtualSocket, latency: Nanos, shapers: HopShapers | null): void {
    const up = new Pipe(a.#kernel, a, b, latency, shapers?.upstream ?? null);
    const down = new Pipe(a.#kernel, b, a, latency, shapers?.downstream ?? null);
    a.#peer = b;
    b.#peer = a;
    a.#out = b.#in = up;
    a.#in = b.#out = down;
    a.#latency = b.#latency = latency;
    b.#state = 'open';
  }

  /** The connection was accepted, by this handler. */
  serve(handler: SocketHandler): void {
    this.#handler = handler;
    if (this.#paused) this.#in!.pause();
    this.#in!.openReceiver();
  }

  /** The SYN-ACK has arrived. */
  opened(): void {
    this.#state = 'open';
    if (this.#paused) this.#in!.pause();
    this.#in!.openReceiver();
    if (this.#early !== null) this.#sendEarly(this.#early);
    if (this.#wantsEnd) this.#out!.end();
    this.#handler?.onOpen?.();
  }

  #sendEarly(early: readonly Uint8Array[]): void {
    this.#early = null;
    let all = true;
    for (const chunk of early) all = this.#out!.write(chunk, 0, chunk.length);
    if (all) this.drained();
  }

  /** The connection is over for this end: the handler hears it in a moment. */
  finish(why: CloseReason): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#state = 'closing';
    this.#why = why;
    this.owner.sockets.delete(this);
    this.#onFinish?.(this);
    this.#onFinish = null;
    this.#kernel.post(this.#kernel.now(), this);
  }

  fire(): void {
    if (this.#state === 'connecting') this.#handshake!.step(this);
    else if (this.#state === 'closing') {
      this.#state = 'closed';
      const handler = this.#handler;
      this.#handler = null;
      handler?.onClose(this.#why);
    }
  }

  // PipeReceiver

  read(buf: Buffer, start: number, end: number): number {
    return this.#handler === null || this.#state !== 'open' ? end : this.#handler.onData(buf, start, end);
  }

  readEnd(): void {
    if (this.#state !== 'open') return;
    this.#gotEnd = true;
    if (this.#handler?.onEnd) this.#handler.onEnd();
    else this.end();
    this.#finishIfEnded();
  }

  // PipeSender

  drained(): void {
    if (!this.#handler?.onDrain) return;
    this.#drain ??= { fire: () => this.#state === 'open' && this.pending === 0 && this.#handler?.onDrain?.() };
    this.#kernel.post(this.#kernel.now(), this.#drain);
  }

  endSent(): void {
    this.#endSent = true;
    this.#finishIfEnded();
  }

  severed(by: CloseBy): void {
    for (const end of [this, this.#peer]) {
      if (end === null) continue;
      if (by === 'end') end.#out?.sever();
      else end.#receiveReset();
    }
  }

  /** A RST has arrived: what is unread is lost. */
  #receiveReset(): void {
    if (this.#state !== 'open' && this.#state !== 'connecting') return;
    this.#in?.kill();
    this.#out?.kill();
    this.finish('reset');
  }

  #finishIfEnded(): void {
    if (this.#endSent && this.#gotEnd) this.finish('closed');
  }

  static receiveReset(socket: VirtualSocket): void {
    socket.#receiveReset();
  }
}

class ResetArrives implements Task {
  readonly #socket: VirtualSocket;

  constructor(socket: VirtualSocket) {
    this.#socket = socket;
  }

  fire(): void {
    VirtualSocket.receiveReset(this.#socket);
  }
}
