/**
 * What a buffer holds before it is written is chance, and whoever reads it is no longer deterministic, though it may take
 * a thousand runs to show. So the same is done in memory that holds one thing, and in memory that holds another.
 */

/** Until `restore` is called, new buffers hold this byte all over. Those that are there already are as they were. */
export function fillNewBuffers(byte: number): { restore(): void } {
  const { allocUnsafe, allocUnsafeSlow } = Buffer;
  Buffer.allocUnsafe = (size) => allocUnsafe(size).fill(byte);
  Buffer.allocUnsafeSlow = (size) => allocUnsafeSlow(size).fill(byte);
  return {
    restore: () => {
      Buffer.allocUnsafe = allocUnsafe;
      Buffer.allocUnsafeSlow = allocUnsafeSlow;
    },
  };
}
