import { SECOND, type Clock } from '../world/world.ts';

/** A node's idea of the time, in whole seconds. `debugtime` stops and moves it. */
export class UnixTime {
  private readonly clock: Clock;
  /** Unix seconds at the start of the world, and what was added since. */
  private start: number;
  /** Stands still there; -1: it does not. */
  private still = -1;

  constructor(clock: Clock, startSeconds: number) {
    this.clock = clock;
    this.start = startSeconds;
  }

  seconds(): number {
    return this.still >= 0 ? this.still : this.start + Math.floor(this.clock.now() / SECOND);
  }

  pause(): void {
    this.still = this.seconds();
  }

  /** Goes on as if it had never stood still. */
  resume(): void {
    this.still = -1;
  }

  add(seconds: number): void {
    this.start += seconds;
    if (this.still >= 0) this.still += seconds;
  }
}
