/**
 * Logarithm, exponential, sine and the normal distribution from + - * / alone. `Math.log` and its like differ between
 * engines and versions; these give the same bits everywhere, so that the same seed gives the same run.
 */
const LN2_HI = 6.9314718036912381649e-1;
const LN2_LO = 1.90821492927058770002e-10;
const SQRT_2 = 1.4142135623730951;

const view = new DataView(new ArrayBuffer(8));

/** Natural logarithm; within 2 ulp. log(0) = -Infinity, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let exponent = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54: lift subnormals
    exponent = -54;
  }
  view.setFloat64(0, x);
  const high = view.getUint32(0);
  exponent += ((high >>> 20) & 0x7ff) - 1023;
  view.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = view.getFloat64(0);
  if (mantissa > SQRT_2) {
    mantissa /= 2;
    exponent += 1;
  }
  // log m = 2 artanh(s), s = (m-1)/(m+1), |s| < 0.172: the series to s^23 is exact to the last bits.
  const f = mantissa - 1;
  const s = f / (mantissa + 1);
  const z = s * s;
  let sum = 1 / 23;
  for (let k = 21; k >= 3; k -= 2) sum = sum * z + 1 / k;
  return exponent * LN2_HI + (2 * s + (2 * s * z * sum + exponent * LN2_LO));
}

/** e^x; within 2 ulp. Overflows to Infinity above 709.78, underflows to 0 below -745.13. */
export function exp(x: number): number {
  if (x !== x) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x / 0.6931471805599453);
  const r = x - k * LN2_HI - k * LN2_LO;
  // Taylor, |r| <= 0.347: the term r^14/14! is below the last bit.
  let sum = 1;
  for (let i = 14; i >= 1; i--) sum = 1 + (r * sum) / i;
  return k >= -1021 && k <= 1023
    ? sum * powerOf2(k)
    : k > 0
      ? sum * powerOf2(1023) * powerOf2(k - 1023)
      : sum * powerOf2(-1000) * powerOf2(k + 1000);
}

/** x^y for x >= 0. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return y > 0 ? 0 : Infinity;
  return exp(y * log(x));
}

/** The sine of an angle in turns, sin(2 pi x): 0, 0.25 and 0.5 give exactly 0, 1 and 0. Within 3e-16. */
export function sinTurns(x: number): number {
  const quarter = Math.round(4 * x);
  // Exact: the two are within a factor of two of each other, or the quarter is 0.
  const r = 2 * Math.PI * (x - quarter / 4);
  const z = r * r;
  const isSine = quarter % 2 === 0;
  // Taylor, |r| <= pi / 4: the terms r^19/19! of the sine, r^18/18! of the cosine are below the last bit.
  let sum = 1;
  for (let k = isSine ? 17 : 16; k >= 2; k -= 2) sum = 1 - (z * sum) / (k * (k - 1));
  const value = isSine ? r * sum : sum;
  return quarter - 4 * Math.floor(quarter / 4) >= 2 ? -value : value;
}

const SQRT_2_PI = 2.5066282746310002;

/**
 * The share of the standard normal distribution below x. Up to |x| = 3 by the series density(x) (x + x^3/3 + x^5/15 + …),
 * beyond by Laplace's continued fraction, density(x) / (x + 1/(x + 2/(x + 3/…))) (Marsaglia, Evaluating the normal
 * distribution, 2004). Relative error below 2e-13, in both tails,
 * down to x = -37; below -38.5 it underflows to 0.
 */
export function normalBelow(x: number): number {
  const a = Math.abs(x);
  const density = exp((-x * x) / 2) / SQRT_2_PI;
  if (a < 3) {
    let sum = x;
    let term = x;
    // 65 is enough for the last bit at 3.
    for (let k = 3; k <= 65; k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let fraction = a;
  // From 3 on, 45 steps leave less than 1e-15.
  for (let k = 45; k >= 1; k--) fraction = a + k / fraction;
  return x < 0 ? density / fraction : 1 - density / fraction;
}

function powerOf2(k: number): number {
  view.setUint32(0, (k + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}
