import type { Socket, SocketHandler } from '../../src/world/world.ts';
import type { Side } from './scene.case.ts';

const PIECE = 10_000;

/** Both ends send so many bytes, as fast as they may, then FIN; what comes is kept. */
export class Carrier {
  readonly #bytes: number;
  readonly #ends: Record<Side, End>;

  constructor(bytes: number) {
    this.#bytes = bytes;
    this.#ends = { client: new End(this.sent('client')), server: new End(this.sent('server')) };
  }

  /** Both ends have heard that it is over. */
  get over(): boolean {
    return this.#ends.client.closed && this.#ends.server.closed;
  }

  begin(connect: (handler: SocketHandler) => Socket): void {
    this.#ends.client.socket = connect(this.#ends.client);
  }

  end(side: Side, socket: Socket): SocketHandler {
    const end = this.#ends[side];
    end.socket = socket;
    end.onOpen();
    return end;
  }

  received(side: Side): Buffer {
    return Buffer.concat(this.#ends[side].received);
  }

  /** Never the same bytes at two places within 64 KiB, nor on two sides. */
  sent(side: Side): Buffer {
    const bytes = Buffer.alloc(this.#bytes);
    const salt = side === 'client' ? 1 : 7;
    for (let i = 0; i + 1 < bytes.length; i += 2) bytes.writeUInt16BE(((i >> 1) * 40_503 + salt) & 0xffff, i);
    return bytes;
  }
}

class End implements SocketHandler {
  socket: Socket | null = null;
  closed = false;
  readonly received: Buffer[] = [];
  readonly #sends: Buffer;
  #sent = 0;

  constructor(sends: Buffer) {
    this.#sends = sends;
  }

  onOpen(): void {
    this.onDrain();
  }

  onData(buf: Buffer, start: number, end: number): number {
    this.received.push(Buffer.from(buf.subarray(start, end)));
    return end;
  }

  onDrain(): void {
    const socket = this.socket!;
    while (this.#sent < this.#sends.length) {
      const end = Math.min(this.#sent + PIECE, this.#sends.length);
      const more = socket.write(this.#sends, this.#sent, end);
      this.#sent = end;
      if (!more) return;
    }
    socket.end();
  }

  onEnd(): void {
    // Its own direction ends when all is sent.
  }

  onClose(): void {
    this.closed = true;
  }
}
