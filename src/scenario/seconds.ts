import { round } from '../measure/round.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import type { ResolvedScenario } from './resolve.ts';

/** A time of the run in seconds of the scenario. */
export function secondsAt({ zero, compress }: Pick<ResolvedScenario, 'zero' | 'compress'>, t: Nanos): number {
  return round(((t - zero) * compress) / SECOND, 3);
}

/** A time of the scenario, in seconds, as a time of the run. */
export function runTimeAt({ zero, compress }: Pick<ResolvedScenario, 'zero' | 'compress'>, at: number): Nanos {
  return Math.round((at * SECOND) / compress) + zero;
}
