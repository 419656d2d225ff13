import { expiryTime } from './expiry.ts';

/**
 * A flush that is still to come takes hold when memcached's does: a second before its time, and nothing that is stored
 * in that second stays. A later flush replaces an earlier one.
 */
export class PendingFlush {
  /** Unix seconds; 0 for none. */
  private from = 0;

  /** `delay`: relative or unix, like an expiry; 0 for now. True: everything is to be forgotten at once. */
  order(delay: number, now: number): boolean {
    this.from = delay === 0 ? 0 : expiryTime(delay, now) - 1;
    if (this.from >= now) return false;
    this.from = 0;
    return true;
  }

  /** True: whatever is there is to be forgotten. To be asked before each look at an item. */
  due(now: number): boolean {
    if (this.from === 0 || this.from > now) return false;
    if (this.from < now) this.from = 0;
    return true;
  }
}
