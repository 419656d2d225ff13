import type { FailoverFigures, FailoverPhase } from './result.ts';

type Metric = [path: string, value: number | null | 'never'];

/** Names of nodes, which are no quantities. */
const NAMES: ReadonlySet<string> = new Set(['tippedProxy', 'herdNode']);

/** `failover.<figure>`, `failover.blastRadius.<whose>`, `failover.<phase>.<figure>`. Yes is 1, no is 0. */
export function failoverMetrics(figures: Omit<FailoverFigures, 'unknown'>): Metric[] {
  const { blastRadius, phases } = figures;
  return [
    ...Object.entries(figures).flatMap(([name, value]): Metric[] => {
      if (NAMES.has(name)) return [];
      if (typeof value === 'boolean') return [[`failover.${name}`, value ? 1 : 0]];
      const isFigure = value === null || typeof value === 'number' || value === 'never';
      return isFigure ? [[`failover.${name}`, value]] : [];
    }),
    ...Object.entries(blastRadius).map(([whose, value]): Metric => [`failover.blastRadius.${whose}`, value]),
    ...phases.flatMap(phaseMetrics),
  ];
}

function phaseMetrics({ phase, from: _from, to: _to, ...figures }: FailoverPhase): Metric[] {
  return Object.entries(figures).map(([name, value]): Metric => [`failover.${phase}.${name}`, value]);
}
