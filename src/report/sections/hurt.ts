import type { Result, Victim } from '../../scenario/result.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { clock, grouped, NOT_AVAILABLE, percent } from '../format.ts';

/** Kinds that are named; the rest is said to be some. */
const KINDS_SHOWN = 4;

/** Whose operations failed or came too late, from when to when, and why. */
export function hurt({ failover, scenario, incident }: Result): Block[] {
  if (incident.workloads.length === 0) return [];
  const aside = `from the fault's phase on: failed, or slower than the SLO's p99 of ${scenario.slo.p99}`;
  const heading: Block = { kind: 'heading', text: 'Who was hurt', aside };
  const { victims } = failover;
  if (victims.length === 0) return [heading, { kind: 'paragraph', text: 'Nobody was below the SLO.', tone: 'good' }];
  const hasCaches = victims.some(({ cache }) => cache !== null);
  const columns = [
    left('workload'),
    ...(hasCaches ? [left('cache')] : []),
    right('from'),
    right('to'),
    right('windows'),
    right('operations'),
    right('share'),
    left('by, of all operations'),
  ];
  const rows = victims.map((victim): Cell[] => [
    victim.workload,
    ...(hasCaches ? [victim.cache ?? ''] : []),
    clock(victim.from),
    victim.to === null ? NOT_AVAILABLE : victim.isOver ? clock(victim.to) : { text: 'the end', tone: 'bad' },
    `${victim.violatingWindows} of ${victim.windows}`,
    grouped(victim.operations),
    { text: percent(victim.share), tone: 'bad' },
    causes(victim),
  ]);
  return [heading, { kind: 'table', columns, rows }, ...untold(victims)];
}

function causes({ by }: Victim): string {
  const named = by.slice(0, KINDS_SHOWN).map(({ kind, share }) => `${kind} ${percent(share)}`);
  const all = [...named, ...(by.length > KINDS_SHOWN ? [`${by.length - KINDS_SHOWN} more`] : [])];
  // Lines break between kinds only.
  return all.map((each) => each.replaceAll(' ', '\u00A0')).join(', ');
}

function untold(victims: readonly Victim[]): Block[] {
  const unjudged = victims.filter(({ unjudgedWindows }) => unjudgedWindows > 0);
  const legend = 'windows: those that violate the SLO, of all since the fault.';
  if (unjudged.length === 0) return [{ kind: 'paragraph', text: legend, tone: 'quiet' }];
  const counts = unjudged.map(({ workload, unjudgedWindows }) => `${workload} ${unjudgedWindows}`).join(', ');
  const text = `${legend} Not enough samples for a p99, and judged by their goodput alone: ${counts}.`;
  return [{ kind: 'paragraph', text, tone: 'quiet' }];
}
