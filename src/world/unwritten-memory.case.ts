/**
 * What a buffer holds before it is written is chance, and whoever reads it is no longer deterministic, though it may take
 * a thousand runs to show. So the same is done in memory that holds one thing, and in memory that holds another.
 */
import { KEPT_MAX, takeBuffer } from './buffer-pool.ts';

/** While `body` runs, new buffers are full of this letter. Those of who was there before are as they were. */
export async function inMemoryFullOf<T>(letter: string, body: () => T | Promise<T>): Promise<T> {
  const { allocUnsafe, allocUnsafeSlow } = Buffer;
  const byte = letter.charCodeAt(0);
  // What is kept for reuse would come instead of new ones.
  for (let kept = 0; kept < KEPT_MAX; kept++) takeBuffer(1);
  Buffer.allocUnsafe = (size) => allocUnsafe(size).fill(byte);
  Buffer.allocUnsafeSlow = (size) => allocUnsafeSlow(size).fill(byte);
  try {
    return await body();
  } finally {
    Buffer.allocUnsafe = allocUnsafe;
    Buffer.allocUnsafeSlow = allocUnsafeSlow;
  }
}
