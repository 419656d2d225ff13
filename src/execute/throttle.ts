/** Progress is for people. */
const INTERVAL_MS = 100;

/** Lets a call through when the last one that passed is old enough. The rest is dropped, not delayed. */
export function throttled<A extends unknown[]>(call: (...args: A) => void): (...args: A) => void {
  let last = -Infinity;
  return (...args) => {
    const now = performance.now();
    if (now - last < INTERVAL_MS) return;
    last = now;
    call(...args);
  };
}
