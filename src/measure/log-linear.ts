/**
 * The log-linear scale of histograms: whole numbers are told apart exactly below 2^(m+1), and to m+1 leading bits
 * above, where m is the scale's magnitude.
 *
 * ```
 * value     0 ............ 2^(m+1) ......... 2^(m+2) ............... 2^(m+3)
 * width     1              2                 4
 * index     0 ............ 2*2^m ........... 3*2^m ................. 4*2^m
 * ```
 *
 * Shifts and divisions by powers of two only: exact, and the same on every engine.
 */
const TWO_31 = 0x80000000;
const TWO_20 = 0x100000;

/** The bucket of a value, 0 <= value < 2^(32 + magnitude) and magnitude <= 11. A fraction is cut off. */
export function bucketOf(value: number, magnitude: number): number {
  if (value < TWO_31) {
    const whole = value | 0;
    const shift = 31 - Math.clz32(whole) - magnitude;
    return shift <= 0 ? whole : (shift << magnitude) + (whole >>> shift);
  }
  // Bits beyond 32: the shift is at least 20 here (magnitude <= 11), so the low 20 bits never matter.
  const high = (value / TWO_20) | 0;
  const shift = 31 - Math.clz32(high) - magnitude;
  return ((shift + 20) << magnitude) + (high >>> shift);
}

/** The lowest value of a bucket. */
export function bucketLow(index: number, magnitude: number): number {
  const shift = (index >>> magnitude) - 1;
  if (shift <= 0) return index;
  return (index - (shift << magnitude)) * powerOfTwo(shift);
}

/** How many values share the bucket: they are low, …, low + width - 1. */
export function bucketWidth(index: number, magnitude: number): number {
  const shift = (index >>> magnitude) - 1;
  return shift <= 0 ? 1 : powerOfTwo(shift);
}

/** 2^k, 0 <= k <= 31. */
function powerOfTwo(k: number): number {
  return (1 << k) >>> 0;
}
