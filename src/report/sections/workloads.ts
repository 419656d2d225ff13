import type { LatencyFigures, PhaseName, Result, WorkloadFigures } from '../../scenario/result.ts';
import { left, right, span, type Block, type Cell } from '../document.ts';
import { grouped, latency, NOT_AVAILABLE, percent, rate } from '../format.ts';

/** Phases worth a row: what came before the measurement is none. */
export const SHOWN_PHASES: readonly PhaseName[] = ['baseline', 'fault', 'recovery'];

interface Field {
  readonly head: string;
  readonly width: number;
  readonly ofControl?: boolean;
  cell(figures: LatencyFigures): Cell;
}

const FIELDS: readonly Field[] = [
  { head: 'p50', width: 8, cell: ({ p50 }) => latency(p50) },
  { head: 'p99', width: 8, cell: ({ p99 }) => ({ text: latency(p99), tone: 'strong' }) },
  { head: 'control', width: 8, ofControl: true, cell: ({ p99 }) => latency(p99) },
  { head: 'p99.9', width: 8, cell: ({ p999 }) => latency(p999) },
  { head: 'max', width: 8, cell: ({ max }) => latency(max) },
  { head: 'goodput/s', width: 9, cell: ({ goodput }) => rate(goodput) },
  { head: 'control', width: 8, ofControl: true, cell: ({ goodput }) => rate(goodput) },
  { head: 'errors', width: 8, cell: errorShare },
  { head: 'control', width: 8, ofControl: true, cell: ({ failedShare }) => percent(failedShare) },
];

/** Every workload by phase, the control beside the incident. */
export function workloads({ incident, control }: Result): Block[] {
  const fields = FIELDS.filter(({ ofControl }) => ofControl !== true || control !== null);
  const columns = [
    left('all keys'),
    ...fields.map(({ head, width, ofControl = false }) => ({ ...right(head, width), joined: ofControl })),
  ];
  const legend = control === null ? [] : ['control: the same seed without the faults'];
  const aside = [...legend, `${NOT_AVAILABLE}: too few samples to say`].join('; ');
  return [
    { kind: 'heading', text: 'Workloads by phase', aside },
    ...incident.workloads.flatMap((workload) => {
      const paired = control?.workloads.find(({ name }) => name === workload.name);
      const table: Block = { kind: 'table', columns, rows: rows(fields, workload, paired) };
      return [caption(workload), table, ...errorKinds(workload)];
    }),
  ];
}

function caption({ name, clients, mode, preset }: WorkloadFigures): Block {
  return { kind: 'caption', text: name, aside: `${grouped(clients)} clients, ${mode} connections, ${preset}` };
}

function rows(fields: readonly Field[], workload: WorkloadFigures, paired: WorkloadFigures | undefined): Cell[][] {
  return SHOWN_PHASES.flatMap((phase) => {
    const figures = allKeys(workload, phase);
    if (figures === undefined) return [];
    const controls = paired && allKeys(paired, phase);
    const cells = fields.map(({ ofControl, cell }): Cell => {
      if (ofControl !== true) return cell(figures);
      return { text: controls === undefined ? NOT_AVAILABLE : span(cell(controls)).text, tone: 'quiet' };
    });
    return [[phase, ...cells]];
  });
}

/** `errors in fault: timeout 31 %, reset 2.0 %`: shares of all operations of the phase. */
function errorKinds(workload: WorkloadFigures): Block[] {
  return SHOWN_PHASES.flatMap((phase) => {
    const figures = allKeys(workload, phase);
    if (figures === undefined || figures.errors.length === 0) return [];
    const kinds = figures.errors.map(({ kind, count }) => `${kind} ${percent(count / figures.operations)}`);
    return [{ kind: 'paragraph', text: `errors in ${phase}: ${kinds.join(', ')}`, tone: 'quiet' } satisfies Block];
  });
}

export function errorShare({ failedShare }: LatencyFigures): Cell {
  return failedShare > 0 ? { text: percent(failedShare), tone: 'bad' } : percent(failedShare);
}

/** A phase that an aborted run never reached has no figures. */
function allKeys(workload: WorkloadFigures, phase: PhaseName): LatencyFigures | undefined {
  const all = workload.phases.find((each) => each.phase === phase)?.all;
  return all !== undefined && all.operations > 0 ? all : undefined;
}
