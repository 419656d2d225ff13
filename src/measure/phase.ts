import type { Nanos } from '../world/world.ts';

/** A stretch of the run: warm-up, baseline, fault, recovery. [from, to) in ns; an operation belongs to the phase of its intended send time. */
export interface Phase {
  readonly name: string;
  readonly from: Nanos;
  readonly to: Nanos;
}

/** Phases must follow each other without gaps or overlaps. Throws with the first that does not. */
export function checkPhases(phases: readonly Phase[]): void {
  if (phases.length === 0) throw new RangeError('phases: expected at least one, got none');
  phases.forEach((phase, i) => {
    const previous = phases[i - 1];
    if (previous && previous.to !== phase.from) {
      throw new RangeError(`phase ${phase.name}: expected it to start at ${previous.to} ns, got ${phase.from} ns`);
    }
    if (!(phase.to > phase.from)) {
      throw new RangeError(`phase ${phase.name}: expected an end after ${phase.from} ns, got ${phase.to} ns`);
    }
  });
}

/** The phase of a time; what lies outside belongs to the first or the last. */
export function phaseIndexAt(phases: readonly Phase[], t: Nanos): number {
  let index = phases.length - 1;
  while (index > 0 && t < phases[index]!.from) index--;
  return index;
}
