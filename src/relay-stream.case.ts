/** Bytes that show where they belong: in a stream of so many connections, what is lost, changed or out of order is seen. */
import { createRng } from './world/rng.ts';
import type { Socket } from './world/world.ts';

/** Prime, so that nothing lines up with buffers. */
const PERIOD = 65_521;
const SCRATCH = Buffer.allocUnsafeSlow(64 * 1024);

const noise = ((): Uint8Array => {
  const rng = createRng('stream', 'noise');
  return Uint8Array.from({ length: PERIOD }, () => rng.u32());
})();

/** Byte i is noise[i mod 65521] + key. */
export class Stream {
  readonly #key: number;
  /** How many bytes have been written, or compared. */
  position = 0;

  constructor(key: number) {
    this.#key = key & 255;
  }

  /** What `Socket.write` said last. */
  write(socket: Socket, bytes: number): boolean {
    let sent = true;
    for (let left = bytes; left > 0;) {
      const n = Math.min(left, SCRATCH.length);
      for (let i = 0; i < n; i++) SCRATCH[i] = this.#next();
      sent = socket.write(SCRATCH, 0, n);
      left -= n;
    }
    return sent;
  }

  /** False as soon as a byte is not the one that belongs here. */
  follows(buf: Buffer, start: number, end: number): boolean {
    for (let i = start; i < end; i++) if (buf[i] !== this.#next()) return false;
    return true;
  }

  #next(): number {
    return (noise[this.position++ % PERIOD]! + this.#key) & 255;
  }
}

/** Behind which lane and number of a connection stand: what a toxic has changed is none. */
const MAGIC = Buffer.from('STRM');
export const HEADER_BYTES = 9;

export interface Header {
  /** Its toxics neither cut nor change. */
  readonly harmless: boolean;
  readonly id: number;
}

export function writeHeader({ harmless, id }: Header): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(bytes);
  bytes[4] = harmless ? 1 : 0;
  bytes.writeUInt32BE(id, 5);
  return bytes;
}

/** Null: not as it was written. */
export function readHeader(buf: Buffer, start: number): Header | null {
  if (buf.compare(MAGIC, 0, MAGIC.length, start, start + MAGIC.length) !== 0) return null;
  return { harmless: buf[start + 4] === 1, id: buf.readUInt32BE(start + 5) };
}
