import type { SocketHandler } from '../world.ts';
import { Carry } from './carry.ts';
import type { LiveContext } from './context.ts';

/** The socket that reads. */
export interface InboxOwner {
  readonly handler: SocketHandler | null;
  /** The handler may hear: the connection is open and not closed. */
  readonly listening: boolean;
  /** The peer's end was offered: the socket calls `onEnd`. */
  peerEnded(): void;
}

/** What has arrived for a handler: the bytes it left, the bytes of a pause, and behind them the peer's end. */
export class Inbox {
  peerEnd: 'open' | 'arrived' | 'delivered' = 'open';
  readonly #context: LiveContext;
  readonly #owner: InboxOwner;
  readonly #unread = new Carry();
  #paused = false;
  /** `#unread` is to be offered without waiting for more: it came, or was left, during a pause. */
  #fresh = false;

  constructor(context: LiveContext, owner: InboxOwner) {
    this.#context = context;
    this.#owner = owner;
  }

  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#paused = paused;
  }

  deliver(buf: Buffer, start: number, end: number): void {
    if (this.#unread.length > 0 || this.#paused || !this.#owner.listening) {
      this.#unread.append(buf, start, end);
      this.#fresh = true;
      return this.offer();
    }
    // The fast path: nothing is copied when all is consumed.
    const consumed = this.#read(buf, start, end);
    if (consumed === end || !this.#owner.listening) return;
    this.#unread.append(buf, consumed, end);
    this.#fresh = this.#paused;
  }

  deliverEnd(): void {
    if (this.peerEnd !== 'open') return;
    this.peerEnd = 'arrived';
    this.offer();
  }

  /** Offers what came when the handler could not hear. From an empty stack. */
  offer(): void {
    if (this.#paused || !this.#owner.listening) return;
    if (this.#fresh && this.#unread.length > 0) {
      this.#fresh = false;
      const consumed = this.#read(this.#unread.buffer, this.#unread.start, this.#unread.end);
      if (!this.#owner.listening) return;
      this.#unread.consumeTo(consumed);
      this.#fresh = this.paused;
    }
    if (this.peerEnd !== 'arrived' || this.paused) return;
    this.peerEnd = 'delivered';
    this.#owner.peerEnded();
  }

  close(): void {
    this.#unread.abandon();
  }

  #read(buf: Buffer, start: number, end: number): number {
    const { handler } = this.#owner;
    if (handler === null) return end;
    try {
      const consumed = handler.onData(buf, start, end);
      if (consumed >= start && consumed <= end) return consumed;
      throw new Error(`onData: expected an index in ${start}..${end}, got ${consumed}`);
    } catch (error) {
      this.#context.fail(error);
      return end;
    }
  }
}
