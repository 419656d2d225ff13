import type { Result } from '../../scenario/result.ts';
import { hasFaultPhase } from '../disturbance.ts';

export interface PhaseWords {
  readonly before: string;
  readonly during: string;
}

/** How figures call the phases `baseline` and `fault`. */
export function phaseWords(result: Pick<Result, 'scenario'>): PhaseWords {
  return hasFaultPhase(result)
    ? { before: 'before the fault', during: 'in the fault' }
    : { before: 'in the phase “baseline”', during: 'in the phase “fault”, which has none' };
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
