import { left, right, type Block, type Cell } from '../document.ts';
import { latency, percent } from '../format.ts';
import type { NamedResult } from './named-result.ts';

/** Can the figures of each be trusted? */
export function healthTable(results: readonly NamedResult[]): Block[] {
  const columns = [
    left('run'),
    left('counts'),
    right('load achieved'),
    right('send lag p99'),
    right("Little's law"),
    left('valid'),
  ];
  const rows = results.map(({ name, result: { health } }): Cell[] => [
    name,
    health.countsAgree ? 'agree' : { text: 'differ', tone: 'bad' },
    percent(health.achievedShare),
    latency(health.sendLagP99Us),
    percent(health.littlesLawError),
    health.valid ? { text: 'yes', tone: 'good' } : { text: health.reasons.join('; ') || 'no', tone: 'bad' },
  ]);
  return [
    { kind: 'heading', text: 'Health of the measurements' },
    { kind: 'table', columns, rows },
  ];
}
