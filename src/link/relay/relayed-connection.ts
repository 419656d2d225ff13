import type { Bagged } from '../../world/bag.ts';
import {
  type CloseReason,
  Deadline,
  type Deadlines,
  SECOND,
  type Socket,
  type SocketHandler,
} from '../../world/world.ts';

/** Read from a client before its upstream connection stands; what is more waits in the kernel. */
const EARLY_BYTES = 64 * 1024;
/** How long a client may do nothing about a connection that the other side, or the link, has ended. */
export const LINGER = 5 * SECOND;

/** What a connection asks of its relay. */
export interface ConnectionOwner {
  readonly lingering: Deadlines;
  /** Its upstream connection does not come about. */
  failed(why: string): void;
  over(connection: RelayedConnection): void;
}

/**
 * A client's connection and the one for it through the link:
 *
 *   client ══ loopback ══ [client end | upstream end ─> link] ══ loopback ══ upstream
 *
 * What one end hears the other says: bytes, FIN, RST. An end that cannot say more stops the other from hearing.
 */
export class RelayedConnection implements Bagged {
  bagIndex = -1;
  readonly client: End;
  readonly upstream: End;
  readonly #owner: ConnectionOwner;
  #stopping = false;
  #deadline: Deadline | null = null;
  /** Written to the client and not sent when it was last looked at. */
  #unsent = 0;

  constructor(owner: ConnectionOwner, client: Socket) {
    this.#owner = owner;
    this.client = new End(this);
    this.upstream = new End(this);
    this.client.other = this.upstream;
    this.upstream.other = this.client;
    this.client.socket = client;
    this.client.state = 'open';
  }

  /** No connection to the upstream can even be tried. */
  refuse(why: string): void {
    this.upstream.state = 'gone';
    this.#owner.failed(why);
    this.client.socket?.reset();
  }

  /** The relay stops, and has severed the link: what has passed it goes on to the client, then FIN. */
  stop(): void {
    this.#stopping = true;
    if (this.upstream.state === 'opening') this.upstream.socket?.reset();
    else this.upstream.socket?.resume();
  }

  /** Whether an end that cannot send at once stops the other. */
  holdsBack({ state, socket }: End): boolean {
    if (state === 'opening') return socket !== null && socket.pending >= EARLY_BYTES;
    // What is still to come is little: what the link let through before it was severed.
    return !this.#stopping;
  }

  closed(end: End, why: CloseReason): void {
    const opened = end.state === 'open';
    end.state = 'gone';
    const { other } = end;
    if (other.state === 'gone') return this.#end();
    if (!opened && !this.#stopping) this.#owner.failed(why);
    if (why !== 'closed' && !this.#stopping) other.socket?.reset();
    else if (other === this.client) this.#linger();
    // The upstream end has all it is to say, and says it as the toxics let it.
  }

  #linger(): void {
    const { socket } = this.client;
    if (socket === null) return;
    socket.end();
    // What it still says is thrown away; its FIN stands behind it.
    socket.resume();
    this.#unsent = socket.pending;
    this.#deadline = new Deadline({ fire: () => this.#expire() });
    this.#owner.lingering.arm(this.#deadline);
  }

  #expire(): void {
    const { socket } = this.client;
    if (socket === null || this.#deadline === null) return;
    if (socket.pending === 0 || socket.pending >= this.#unsent) return socket.reset();
    this.#unsent = socket.pending;
    this.#owner.lingering.arm(this.#deadline);
  }

  #end(): void {
    if (this.#deadline !== null) this.#owner.lingering.disarm(this.#deadline);
    this.#owner.over(this);
  }
}

/** One of the two ends. */
class End implements SocketHandler {
  socket: Socket | null = null;
  state: 'opening' | 'open' | 'gone' = 'opening';
  other: End = this;
  readonly #connection: RelayedConnection;

  constructor(connection: RelayedConnection) {
    this.#connection = connection;
  }

  onOpen(): void {
    this.state = 'open';
  }

  onData(buf: Buffer, start: number, end: number): number {
    const { other } = this;
    if (other.state === 'gone' || other.socket!.write(buf, start, end)) return end;
    if (this.#connection.holdsBack(other)) this.socket!.pause();
    return end;
  }

  onDrain(): void {
    this.other.socket?.resume();
  }

  onEnd(): void {
    this.other.socket?.end();
  }

  onClose(why: CloseReason): void {
    this.#connection.closed(this, why);
  }
}
