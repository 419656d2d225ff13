import type { LatencyFigures, PhaseName, Result, WorkloadFigures } from '../../scenario/result.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { latency, percent, times } from '../format.ts';
import { errorShare, SHOWN_PHASES } from './workloads.ts';

/** Persistent beside per-request: what keys suffer whose backends are well. */
export function modes({ incident, control }: Result): Block[] {
  const affected = incident.workloads.some((one) => one.phases.some(({ faulty }) => faulty.operations > 0));
  if (!affected) return [];
  const columns = [
    left('workload'),
    left('connections'),
    left(''),
    ...SHOWN_PHASES.map((phase) => right(phase)),
    ...(control === null ? [] : [right('fault, control'), right('fault / control')]),
  ];
  const rows = incident.workloads.flatMap((workload) => {
    const at = (phase: PhaseName): LatencyFigures | undefined => healthy(workload, phase);
    const paired = healthy(
      control?.workloads.find(({ name }) => name === workload.name),
      'fault',
    );
    const p99 = SHOWN_PHASES.map((phase): Cell => latency(at(phase)?.p99 ?? null));
    const errors = SHOWN_PHASES.map((phase): Cell => {
      const figures = at(phase);
      return figures === undefined ? percent(null) : errorShare(figures);
    });
    const ratio = paired?.p99 && at('fault')?.p99 ? at('fault')!.p99! / paired.p99 : null;
    return [
      [workload.name, workload.mode, 'p99', ...p99, latency(paired?.p99 ?? null), times(ratio)],
      ['', '', 'errors', ...errors, percent(paired?.failedShare ?? null), ''],
    ];
  });
  return [
    { kind: 'heading', text: 'Healthy keys, mode by mode', aside: 'keys whose backends no fault touches' },
    { kind: 'table', columns, rows },
  ];
}

function healthy(workload: WorkloadFigures | undefined, phase: PhaseName): LatencyFigures | undefined {
  const figures = workload?.phases.find((each) => each.phase === phase)?.healthy;
  return figures !== undefined && figures.operations > 0 ? figures : undefined;
}
