import type { LatencyFigures } from './result.ts';

/** Operations that came to an end. */
export function ended({ operations, errors }: LatencyFigures): number {
  return operations - (errors.find(({ kind }) => kind === 'unfinished')?.count ?? 0);
}

/** Operations that failed, or took longer than the SLO's p99. */
export function belowSlo(figures: LatencyFigures): number {
  return ended(figures) - figures.answered + figures.tooSlow;
}
