/**
 * What the value of a key begins with, as a 32-bit number: four letters (ASCII 0x40..0x7f) of six bits each, from the
 * key's number. Libraries that take values for text pass them unharmed, and hardly a wrong answer fits: only that of a
 * key 2^24 further on.
 */
export function stampOf(keyNumber: number): number {
  const n = keyNumber & 0xff_ff_ff;
  return 0x40404040 + ((n >>> 18) << 24) + (((n >>> 12) & 63) << 16) + (((n >>> 6) & 63) << 8) + (n & 63);
}

/** Shorter values bear none. */
export const STAMP_BYTES = 4;
