import type { Hop } from '../hop.ts';
import type { CloseBy } from '../shaper.ts';
import type { CloseReason, Socket, SocketHandler, Task } from '../world.ts';
import { Carry } from './carry.ts';
import type { LiveContext } from './context.ts';
import { HostedHop, type HopOwner } from './hosted-hop.ts';
import { Inbox, type InboxOwner } from './inbox.ts';
import { Wire, type WireOwner } from './wire.ts';

/** What brings a connecting socket to its peer. */
export interface Handshake {
  /** The kernel's connection stands. */
  connected(): void;
  cancel(): void;
}

/** The node a socket belongs to, as the net keeps it. */
export interface SocketOwner {
  readonly name: string;
  readonly sockets: Set<LiveSocket>;
}

/**
 * One end of a connection.
 *
 *   connecting ──(connected, and the hop's latency)──> open ──(both FINs, RST)──> closed ──(next turn)──> onClose
 *       └──────(refused, timeout, reset, …)──────────────────────────^
 */
export class LiveSocket implements Socket, WireOwner, HopOwner, InboxOwner {
  readonly owner: SocketOwner;
  readonly wire: Wire;
  handshake: Handshake | null = null;
  /** The other end, when it lives in this world and was accepted. */
  peer: LiveSocket | null = null;
  readonly #context: LiveContext;
  readonly #onFinish: (socket: LiveSocket) => void;
  #handler: SocketHandler | null;
  #hosted: HostedHop | null = null;
  #opened = false;
  #closed = false;
  #why: CloseReason = 'closed';
  /** Written before the connection stood. */
  #early: Carry | null = null;
  readonly #inbox: Inbox;
  #ended = false;
  #endSent = false;
  #wireGone = false;
  #severed = false;
  #wantsDrain = false;
  readonly #resumeTask: Task = { fire: () => this.#inbox.offer() };
  #drainTask: Task | null = null;

  constructor(
    context: LiveContext,
    owner: SocketOwner,
    handler: SocketHandler | null,
    onFinish: (socket: LiveSocket) => void,
  ) {
    this.#context = context;
    this.owner = owner;
    this.#handler = handler;
    this.#onFinish = onFinish;
    this.wire = new Wire(context, this);
    this.#inbox = new Inbox(context, this);
    owner.sockets.add(this);
  }

  get closed(): boolean {
    return this.#closed;
  }

  get pending(): number {
    if (this.#closed) return 0;
    if (!this.#opened) return this.#early?.length ?? 0;
    return this.#hosted === null ? this.wire.pending : this.#hosted.pending;
  }

  write(buf: Uint8Array, start: number, end: number): boolean {
    if (this.#ended || this.#closed) return false;
    if (end <= start) return this.pending === 0;
    const sent = this.#send(buf, start, end);
    if (!sent) this.#wantsDrain = true;
    return sent;
  }

  pause(): void {
    if (this.#closed) return;
    this.#inbox.paused = true;
    if (this.#hosted === null) this.wire.pause();
    else this.#hosted.pause();
  }

  resume(): void {
    if (this.#closed || !this.#inbox.paused) return;
    this.#inbox.paused = false;
    this.#context.turn.post(this.#resumeTask);
    if (this.#hosted === null) this.wire.resume();
    else this.#hosted.resume();
  }

  end(): void {
    if (this.#ended || this.#closed) return;
    this.#ended = true;
    if (this.#opened) this.#sendEnd();
  }

  reset(): void {
    if (this.#closed) return;
    if (this.#hosted === null) this.cutWire();
    else this.#hosted.reset();
    this.finish('reset');
  }

  /** The owner's process is gone: as `reset`, but its handler hears nothing. */
  abandon(): void {
    this.#handler = null;
    this.reset();
  }

  /** Accepted: open at once; reading starts when the handler is known. */
  serve(handler: SocketHandler): void {
    this.#handler = handler;
    if (!this.#inbox.paused && !this.#closed) this.wire.resume();
  }

  /** This end is open: the connecting one after its handshake, the accepted one from the start. */
  open(): void {
    if (this.#closed) return;
    this.#opened = true;
    const early = this.#early;
    this.#early = null;
    if (early !== null) this.#send(early.buffer, early.start, early.end);
    if (this.#ended) this.#sendEnd();
    this.drained();
    if (this.#handler?.onOpen) this.#call(this.#handler.onOpen);
    this.#inbox.offer();
  }

  /** Both directions go through this hop from now on; called when the kernel's connection stands. */
  host(hop: Hop): void {
    this.#hosted = new HostedHop(this.#context, this.wire, this, hop);
    if (this.#inbox.paused) this.#hosted.pause();
  }

  /** It is over for this end: the handler hears it after the current one. */
  finish(why: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#why = why;
    this.#inbox.close();
    this.handshake?.cancel();
    this.#hosted?.close();
    this.owner.sockets.delete(this);
    this.#onFinish(this);
    this.#context.turn.post({ fire: () => this.#handler?.onClose(this.#why) });
  }

  /** The accepting side's hop or the connecting side's net saw a RST from the other end of this world. */
  receiveReset(): void {
    if (this.#closed) return;
    if (this.#hosted === null) this.finish('reset');
    else this.#hosted.receiveReset();
  }

  /** The other side hosts the hop that has ended the connection: our FIN is sent for us. */
  receiveSevered(): void {
    this.#severed = true;
    this.#finishIfEnded();
  }

  // InboxOwner

  get handler(): SocketHandler | null {
    return this.#handler;
  }

  get listening(): boolean {
    return this.#opened && !this.#closed;
  }

  peerEnded(): void {
    if (this.#handler?.onEnd) this.#call(this.#handler.onEnd);
    else this.end();
    this.#finishIfEnded();
  }

  // WireOwner

  connected(): void {
    if (this.#closed) return;
    if (this.#inbox.paused) this.wire.pause();
    this.handshake?.connected();
  }

  bytes(buf: Buffer, start: number, end: number): void {
    if (this.#closed && !this.#severed) return;
    if (this.#hosted === null) this.deliver(buf, start, end);
    else this.#hosted.receive(buf, start, end);
  }

  fin(): void {
    if (this.#closed) return;
    if (this.#hosted === null) this.deliverEnd();
    else this.#hosted.receiveEnd();
  }

  written(): void {
    this.#hosted?.wireWritten();
    this.drained();
  }

  gone(why: CloseReason): void {
    this.#wireGone = true;
    this.#hosted?.wireGone();
    if (this.#closed) return;
    if (this.#opened && this.#hosted !== null) {
      if (why !== 'closed') this.#hosted.receiveReset();
    } else if (why !== 'closed') this.finish(why);
    else this.#finishIfEnded();
  }

  // HopOwner

  deliver(buf: Buffer, start: number, end: number): void {
    if (!this.#closed) this.#inbox.deliver(buf, start, end);
  }

  deliverEnd(): void {
    if (!this.#closed) this.#inbox.deliverEnd();
  }

  drained(): void {
    if (!this.#wantsDrain || this.#closed) return;
    this.#drainTask ??= { fire: () => this.#drain() };
    this.#context.turn.post(this.#drainTask);
  }

  endSent(): void {
    this.#endSent = true;
    this.#finishIfEnded();
  }

  lost(): void {
    this.finish('reset');
  }

  severed(by: CloseBy): void {
    if (by === 'end') {
      this.receiveSevered();
      this.peer?.receiveSevered();
      return;
    }
    this.cutWire();
    this.finish('reset');
  }

  cutWire(): void {
    this.wire.reset();
    this.peer?.receiveReset();
  }

  #send(buf: Uint8Array, start: number, end: number): boolean {
    if (!this.#opened) {
      this.#early ??= new Carry();
      this.#early.append(buf, start, end);
      return false;
    }
    return this.#hosted === null ? this.wire.write(buf, start, end) : this.#hosted.write(buf, start, end);
  }

  #sendEnd(): void {
    if (this.#hosted === null) this.wire.end();
    else this.#hosted.end();
  }

  #drain(): void {
    if (!this.#wantsDrain || this.#closed || !this.#opened || this.pending > 0) return;
    this.#wantsDrain = false;
    this.#handler?.onDrain?.();
  }

  #call(method: (this: SocketHandler) => void): void {
    try {
      method.call(this.#handler!);
    } catch (error) {
      this.#context.fail(error);
    }
  }

  /** Peace: both FINs. Without a hop the kernel says when; with one, its FINs come later than the kernel's. */
  #finishIfEnded(): void {
    if (this.#inbox.peerEnd !== 'delivered') return;
    if (this.#severed) {
      this.end();
      this.#endSent = true;
    }
    if (this.#hosted === null ? this.#wireGone : this.#ended && this.#endSent) this.finish('closed');
  }
}
