/** Several runs side by side, as a document: what each showed, in what they differ, and what may be compared at all. */
import { left, right, type Block, type Cell } from './document.ts';
import { TONES } from './sections/summary.ts';
import { differencesBlocks } from './side-by-side/scenario-differences.ts';
import { failoverTable } from './side-by-side/failover-table.ts';
import { healthTable } from './side-by-side/health-table.ts';
import type { NamedResult } from './side-by-side/named-result.ts';
import { overTime } from './side-by-side/over-time.ts';
import { chanceOf, warningsOf } from './side-by-side/warnings.ts';
import { workloadTables } from './side-by-side/workload-tables.ts';

/** Two or more; the first is what the others are held against. */
export function resultsDocument(results: readonly NamedResult[]): Block[] {
  return [
    { kind: 'verdict', name: { text: 'SIDE BY SIDE', tone: 'strong' }, says: resultsSentence(results) },
    ...cautions(results),
    ...[...ABOUT_RUNS, ...FIGURES_OF_RUNS].flatMap((section) => section(results)),
  ];
}

type Section = (results: readonly NamedResult[]) => Block[];

/** Which runs these are. */
export const ABOUT_RUNS: readonly Section[] = [verdicts, differencesBlocks];

/** How they went. */
export const FIGURES_OF_RUNS: readonly Section[] = [failoverTable, overTime, workloadTables, healthTable];

export function resultsSentence(results: readonly NamedResult[]): string {
  const ids = [...new Set(results.map(({ result }) => result.id))];
  const names = results.map(({ name }) => name).join(', ');
  return ids.length === 1 ? `${results.length} runs of ${ids[0]!}: ${names}` : `${results.length} runs: ${names}`;
}

export function cautions(results: readonly NamedResult[]): Block[] {
  return [
    ...warningsOf(results).map((text): Block => ({ kind: 'paragraph', text, tone: 'bad' })),
    { kind: 'paragraph', text: chanceOf(results), tone: 'quiet' },
  ];
}

function verdicts(results: readonly NamedResult[]): Block[] {
  const columns = [
    left('run'),
    left('verdict'),
    right('expectations'),
    left('world'),
    left('seed'),
    left('version'),
    left('file'),
  ];
  const rows = results.map(({ name, file, result }): Cell[] => {
    const { verdict, expectations, world, seed, brownout } = result;
    const held = expectations.filter((each) => each.held === true).length;
    const told = { text: verdict.name, tone: TONES[verdict.name] };
    const all = expectations.length;
    return [name, told, all === 0 ? 'none' : `${held} of ${all} held`, world, seed, brownout, file];
  });
  return [
    { kind: 'heading', text: 'The runs' },
    { kind: 'table', columns, rows },
  ];
}
