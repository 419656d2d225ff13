import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Parsed, Status } from '../protocol/message.ts';
import { writeAuth } from '../protocol/sasl.ts';
import type { Address, CloseReason, Net, Socket, SocketHandler } from '../world/world.ts';

export interface SignIn {
  readonly user: string;
  readonly password: string;
}

const scratch = new Bytes(256);

/**
 * Before all that a connection's handler says, a sign-in by SASL; its reply is kept from the handler. Who is turned down
 * loses the connection.
 */
export class SignedIn implements SocketHandler {
  readonly #handler: SocketHandler;
  readonly #parser = new BinaryReplyParser();
  #socket: Socket | null = null;
  #admitted = false;

  private constructor(handler: SocketHandler) {
    this.#handler = handler;
  }

  static connect(
    net: Net,
    { node, address, signIn }: { readonly node: string; readonly address: Address; readonly signIn: SignIn },
    handler: SocketHandler,
  ): Socket {
    const signedIn = new SignedIn(handler);
    const socket = (signedIn.#socket = net.connect(node, address, signedIn));
    scratch.clear();
    writeAuth(scratch, 'PLAIN', signIn.user, signIn.password, 0);
    socket.write(scratch.buf, 0, scratch.length);
    return socket;
  }

  onOpen(): void {
    this.#handler.onOpen?.();
  }

  onData(buf: Buffer, start: number, end: number): number {
    if (this.#admitted) return this.#handler.onData(buf, start, end);
    const parser = this.#parser;
    parser.over(buf, start, end);
    const parsed = parser.next();
    if (parsed === Parsed.more) return parser.position;
    if (parsed !== Parsed.message || parser.reply.status !== Status.ok) {
      this.#socket?.reset();
      return end;
    }
    this.#admitted = true;
    return parser.position === end ? end : this.#handler.onData(buf, parser.position, end);
  }

  onDrain(): void {
    this.#handler.onDrain?.();
  }

  onClose(why: CloseReason): void {
    this.#handler.onClose(why);
  }
}
