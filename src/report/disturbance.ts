/** Whether a run was a calm one, for all that shades, marks or speaks of a fault. */
import type { Comparison } from '../compare/comparison.ts';
import type { Result } from '../scenario/result.ts';
import { isTenancyAction } from '../scenario/tenancy.ts';
import { hasFault } from '../scenario/timeline-faults.ts';

const NOTHING_HAPPENS = 'nothing is done to this cluster; the phase "fault" is one like the others';
const ONLY_CHANGES = 'nothing breaks in this cluster; the phase "fault" is when people change it';

/** The timeline has a fault, so the phase of that name is when it is there, though the run may have ended before. */
export function hasFaultPhase({ scenario }: Pick<Result, 'scenario'>): boolean {
  return hasFault(scenario);
}

/** By the timeline, or by hand. */
export function isDisturbed({ scenario, events }: Pick<Result, 'scenario' | 'events'>): boolean {
  return hasFaultPhase({ scenario }) || events.some(({ kind }) => kind === 'fault');
}

/** By the timeline that all variants begin with, or by that of one of them. */
export function isAnyDisturbed({ scenario, courses }: Pick<Comparison, 'scenario' | 'courses'>): boolean {
  const events = courses?.variations.flatMap((course) => course?.events ?? []) ?? [];
  return isDisturbed({ scenario, events });
}

/** Of a run that is not disturbed: what its phase of that name is. */
export function calmWords({ scenario: { timeline } }: Pick<Result, 'scenario'>): string {
  return timeline.some(isTenancyAction) ? ONLY_CHANGES : NOTHING_HAPPENS;
}
