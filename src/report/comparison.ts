/** A comparison as a document: who lost less, how it went with each, and what cannot be told. */
import type { Comparison, ComparedRow } from '../compare/comparison.ts';
import { failedShare, type Figure, type FigureName } from '../compare/digest.ts';
import { summaryOf, type Summary } from '../compare/summary.ts';
import { commandText } from './command-text.ts';
import { answer } from './comparison-answer.ts';
import { overTime } from './comparison-over-time.ts';
import { plain, pointsText, quartiles, seedList, seedsCounted, share } from './comparison-words.ts';
import { left, right, type Block, type Cell, type Column } from './document.ts';
import { clock, NOT_AVAILABLE, rate, seconds, times } from './format.ts';

/** More runs than this are counted, not listed. */
const LISTED_MAX = 100;

export function comparisonDocument(comparison: Comparison): Block[] {
  const { id, preset, says, scenario, seeds, variations, table } = comparison;
  const runs = `${variations.length} variants under ${seedsCounted(seeds)}`;
  return [
    {
      kind: 'verdict',
      name: { text: 'COMPARED', tone: 'strong' },
      says: `${id}${preset === null ? '' : `, ${preset}`}: ${runs} (${seedList(seeds)})`,
    },
    { kind: 'title', text: says ?? scenario.title },
    { kind: 'paragraph', text: answer(comparison) },
    ...ranking(comparison),
    ...overTime(comparison),
    ...course(table),
    ...pages(comparison),
    ...extra(table),
    ...meaning(comparison),
    provenance(comparison),
    ...trouble(comparison),
  ];
}

export function ranking({ table, seeds, variations }: Comparison): Block[] {
  const first = variations[0]!.name;
  const rows = table.map((row): Cell[] => [
    row.rank === null ? '-' : `${row.rank}${row.shared ? '=' : ''}`,
    row.rank === 1 ? { text: row.name, tone: 'strong' } : row.name,
    share(row.figures.goodputLost.median),
    quartiles(row.figures.goodputLost, share),
    against(row, first),
    share(row.figures.pagesFailed.median),
    row.metastable.of === 0 ? NOT_AVAILABLE : `${row.metastable.count} of ${row.metastable.of}`,
    row.runs === seeds.length ? `${row.runs}` : { text: `${row.runs} of ${seeds.length}`, tone: 'bad' },
  ]);
  const columns = [
    left('#'),
    left('variant'),
    right('lost'),
    right('quartiles'),
    right(`against ${first}`),
    right('pages failed'),
    right('metastable'),
    right('runs'),
  ];
  return [
    {
      kind: 'heading',
      text: 'By what customers lost',
      aside: 'answers in time, of those that the control gave, from the fault to the end: medians',
    },
    { kind: 'table', columns, rows },
    { kind: 'paragraph', tone: 'quiet', text: tiesText(seeds.length) },
  ];
}

function tiesText(seeds: number): string {
  return seeds === 1
    ? 'One seed shows no scatter: which differences are more than chance cannot be told. Take several: --seeds 1..10.'
    : '= is a tie: seed by seed, the median of the differences is no larger than the distance between their ' +
        'quartiles, or below 0.01 points.';
}

/** In percentage points, for both are shares. */
function against({ againstFirst, name }: ComparedRow, first: string): Cell {
  if (name === first) return { text: 'the reference', tone: 'quiet' };
  if (againstFirst === null) return NOT_AVAILABLE;
  const { median, tie } = againstFirst;
  const points = pointsText(median);
  return tie ? { text: `${points} =`, tone: 'quiet' } : { text: points, tone: median < 0 ? 'good' : 'bad' };
}

type Course = readonly (readonly [name: FigureName, head: string, text: (value: Figure) => string])[];

const DETECTION: Course = [
  ['timeToFirstHarm', 'first harm', seconds],
  ['timeToDetect', 'alert', seconds],
  ['pageToEffect', 'page to effect', seconds],
  ['timeToEject', 'ejected', seconds],
  ['falseEjections', 'false ejections/h', (value) => (value === 'never' ? value : rate(value))],
];
const STORM: Course = [
  ['tip', 'tips at', clock],
  ['affectedProxies', 'proxies', (value) => (value === 'never' ? value : rate(value))],
  ['connectionHerd', 'connection herd', (value) => (value === 'never' ? value : times(value))],
  ['retryAmplification', 'amplification', (value) => (value === 'never' ? value : times(value))],
  ['timeToRecover', 'recovered', seconds],
  ['hysteresis', 'hysteresis', seconds],
];

export function course(table: readonly ComparedRow[]): Block[] {
  return [
    ...figures('Who noticed, and when', 'medians; since the fault began', DETECTION, table),
    ...figures('The storm, and its end', 'medians; never is later than all', STORM, table),
  ];
}

/** Those that no run has are left out. */
function figures(heading: string, aside: string, all: Course, table: readonly ComparedRow[]): Block[] {
  const shown = all.filter(([name]) => table.some((row) => row.figures[name].n > 0));
  if (shown.length === 0) return [];
  return [
    { kind: 'heading', text: heading, aside },
    {
      kind: 'table',
      columns: [left('variant'), ...shown.map(([, head]) => right(head))],
      rows: table.map((row) => [row.name, ...shown.map(([name, , text]) => text(row.figures[name].median))]),
    },
  ];
}

export function pages({ table, controls, variations }: Comparison): Block[] {
  const workloads = [...new Set(table.flatMap((row) => row.pages.map(({ workload }) => workload)))];
  if (workloads.length === 0) return [];
  const reference = controls.filter(
    ({ variation, ended }) => variation === variations[0]!.control && ended === 'whole',
  );
  const shareOf = (workload: string): Summary =>
    summaryOf(reference.map(({ pages }) => failedShare(pages.filter((each) => each.workload === workload))));
  const withSpread = (summary: Summary | undefined): string =>
    summary === undefined ? NOT_AVAILABLE : `${share(summary.median)} (${quartiles(summary, share)})`;
  return [
    { kind: 'heading', text: 'Pages that failed', aside: 'median (quartiles), from the fault to the end' },
    {
      kind: 'table',
      columns: [left('variant'), ...workloads.map((name) => right(name))],
      rows: [
        ...table.map((row) => [
          row.name,
          ...workloads.map((name) => withSpread(row.pages.find(({ workload }) => workload === name)?.failed)),
        ]),
        [
          { text: 'control, without the fault', tone: 'quiet' } as const,
          ...workloads.map((name): Cell => ({ text: withSpread(shareOf(name)), tone: 'quiet' })),
        ],
      ],
    },
  ];
}

/** Metrics that were asked for by path. */
export function extra(table: readonly ComparedRow[]): Block[] {
  const paths = table.find(({ metrics }) => metrics.length > 0)?.metrics.map(([path]) => path) ?? [];
  return paths.flatMap((path, i): Block[] => {
    const heading: Block = { kind: 'heading', text: path };
    const summaries = table.map(({ metrics }) => metrics[i]?.[1] ?? summaryOf([]));
    if (summaries.every(({ n }) => n === 0)) {
      const text = 'No run can tell. The names that there are stand under metrics in result.json.';
      return [heading, { kind: 'paragraph', text }];
    }
    const columns = [left('variant'), right('median'), right('quartiles'), right('lowest'), right('highest')];
    const rows = summaries.map((summary, r) => [
      table[r]!.name,
      plain(summary.median),
      quartiles(summary, plain),
      plain(summary.min),
      plain(summary.max),
    ]);
    return [heading, { kind: 'table', columns, rows }];
  });
}

function meaning({ variations, controls, seeds }: Comparison): Block[] {
  const columns: Column[] = [left(''), left('')];
  const [first] = variations;
  const others = new Set(controls.map(({ variation }) => variation)).size - 1;
  return [
    { kind: 'heading', text: 'The variants' },
    { kind: 'table', columns, rows: variations.map(({ name, says }) => [name, says]) },
    {
      kind: 'paragraph',
      tone: 'quiet',
      text:
        `Each run is held against the control of its seed: ${first!.name} with the same arrivals and nothing that goes ` +
        `wrong${others === 0 ? '' : '; variants that change what is asked for have controls of their own'}. ` +
        `Seeds: ${seedList(seeds)}.`,
    },
  ];
}

function provenance({ command, brownout, environment: { node, platform } }: Comparison): Block {
  const rows: [string, string][] = [
    ...(command === null ? [] : [['repeat', commandText(command)] as [string, string]]),
    ['version', `brownout ${brownout}, Node ${node}, ${platform}`],
  ];
  return { kind: 'facts', rows, apart: true };
}

/** Runs that do not count, and why. */
export function trouble({ runs, controls }: Comparison): Block[] {
  const lines = [
    ...controls.map(({ seed, ended, reasons }) => ({ name: 'control', seed, ended, reasons })),
    ...runs.map(({ variation, seed, ended, reasons }) => ({ name: variation, seed, ended, reasons })),
  ].filter(({ ended }) => ended !== 'whole');
  if (lines.length === 0) return [];
  const rows = lines
    .slice(0, LISTED_MAX)
    .map(({ name, seed, ended, reasons }): Cell[] => [
      name,
      `seed ${seed}`,
      { text: ended, tone: 'bad' },
      reasons.join('; '),
    ]);
  return [
    { kind: 'heading', text: 'Runs that do not count', aside: 'they are in no table above' },
    { kind: 'table', columns: [left(''), left(''), left(''), left('')], rows },
    ...(lines.length > rows.length
      ? [{ kind: 'paragraph', text: `and ${lines.length - rows.length} more` } as const]
      : []),
  ];
}
