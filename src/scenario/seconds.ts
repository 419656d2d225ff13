import { round } from '../measure/round.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import type { ResolvedScenario } from './resolve.ts';

/** A time of the run in seconds of the scenario. */
export function secondsAt({ zero, compress }: Pick<ResolvedScenario, 'zero' | 'compress'>, t: Nanos): number {
  return round(((t - zero) * compress) / SECOND, 3);
}
