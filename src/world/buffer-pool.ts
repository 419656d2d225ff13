/** What nearly all pipes get by with. */
const SMALL = 512;
/** Kept for reuse; what is more is left to the garbage collector. */
export const KEPT_MAX = 16_384;

export const EMPTY = Buffer.alloc(0);

const free: Buffer[] = [];

/**
 * Small buffers of pipes that have ended serve new ones: a storm makes and drops a million connections, and buffers
 * outside the heap are what the garbage collector is slowest with. Contents are never read before they are written.
 */
export function takeBuffer(bytes: number): Buffer {
  if (bytes > SMALL) return Buffer.allocUnsafeSlow(bytes);
  return free.pop() ?? Buffer.allocUnsafeSlow(SMALL);
}

export function giveBuffer(buffer: Buffer): void {
  if (buffer.length === SMALL && free.length < KEPT_MAX) free.push(buffer);
}
