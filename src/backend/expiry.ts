const RELATIVE_MAX_SECONDS = 30 * 24 * 3600;

/** Unix seconds at which something sent with this expiry is gone; 0 for never. */
export function expiryTime(expiry: number, now: number): number {
  if (expiry === 0) return 0;
  if (expiry < 0) return 1;
  return expiry > RELATIVE_MAX_SECONDS ? expiry : now + expiry;
}
