import type { Result } from '../../scenario/result.ts';
import { NO_FAULT } from '../../scenario/unknown-figures.ts';

export interface PhaseWords {
  /** Without a fault in the timeline the phase of that name is one like the others. */
  readonly hasFault: boolean;
  readonly before: string;
  readonly during: string;
}

/** How figures call the phases `baseline` and `fault`. */
export function phaseWords({ failover }: Result): PhaseWords {
  return failover.unknown.some(({ why }) => why === NO_FAULT)
    ? { hasFault: false, before: 'in the phase “baseline”', during: 'in the phase “fault”, which has none' }
    : { hasFault: true, before: 'before the fault', during: 'in the fault' };
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
