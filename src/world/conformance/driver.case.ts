import type { Nanos, World } from '../world.ts';
import type { Kit } from './kit.case.ts';

/** A fresh world and the way to let time pass in it. */
export interface Driver {
  readonly world: World;
  readonly seed: string;
  /** What handlers threw in a world that catches it. */
  readonly errors: readonly unknown[];
  pass(duration: Nanos): Promise<void>;
  close(): Promise<void>;
}

/** One property that both worlds hold. */
export interface Row {
  readonly name: string;
  /** What goes wrong somewhere above if it does not hold. */
  readonly why: string;
  run(kit: Kit): Promise<void>;
}
