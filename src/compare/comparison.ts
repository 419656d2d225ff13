/**
 * What a comparison leaves behind, as plain data: `compare.json`. The same bytes for the same scenario, variations, seeds
 * and version, apart from `environment`, however many threads did the runs.
 */
import { round } from '../measure/round.ts';
import type { Scenario } from '../scenario/define.ts';
import type { Environment } from '../scenario/result.ts';
import type { Courses } from './courses.ts';
import { failedShare, type FigureName, type PagesEnded, type RunDigest } from './digest.ts';
import { difference, ranked, type Losses } from './ranking.ts';
import { summaryOf, type Summary } from './summary.ts';
import type { Alternative } from './variation.ts';

export const COMPARISON_VERSION = 2;

export interface Comparison {
  readonly version: typeof COMPARISON_VERSION;
  readonly brownout: string;
  readonly id: string;
  /** What repeats it, in words of a command line; null: it was not asked for by one. */
  readonly command: readonly string[] | null;
  /** The preset's name, when it was one, and what it asks. */
  readonly preset: string | null;
  readonly says: string | null;
  /** With what is common to all, before their own changes. */
  readonly scenario: Scenario;
  readonly seeds: readonly string[];
  /** In the order in which they were given: the first is the reference. */
  readonly variations: readonly {
    readonly name: string;
    readonly says: string;
    readonly changes: readonly { readonly path: string; readonly value: unknown }[];
    /** Whose controls its runs are held against: those of the first variation with the same arrivals. */
    readonly control: string;
  }[];
  readonly controls: readonly ControlDigest[];
  /** Seed by seed, the variations in their order. */
  readonly runs: readonly (RunDigest & { readonly variation: string; readonly seed: string })[];
  /** Best first, by what customers lost; those that cannot be ranked are last. */
  readonly table: readonly ComparedRow[];
  /** How each went over time; null: no run counts. */
  readonly courses: Courses | null;
  /** Not part of what is repeatable. */
  readonly environment: Environment;
}

/** The first variation of those with its arrivals, without the timeline. */
export interface ControlDigest {
  readonly variation: string;
  readonly seed: string;
  readonly ended: RunDigest['ended'];
  readonly reasons: readonly string[];
  readonly traceHash: string | null;
  readonly pages: readonly PagesEnded[];
}

export interface ComparedRow {
  readonly name: string;
  readonly says: string;
  /** 1 lost least; null: no run of it counts. Ties share a rank, see `ranked`. */
  readonly rank: number | null;
  readonly shared: boolean;
  /** Runs that count: whole, and not invalid. Of the others nothing is in this row. */
  readonly runs: number;
  /** Runs in which the trouble outlived its cause, of those that could tell. */
  readonly metastable: { readonly count: number; readonly of: number };
  readonly figures: Readonly<Record<FigureName, Summary>>;
  readonly pages: readonly { readonly workload: string; readonly failed: Summary }[];
  readonly metrics: readonly (readonly [path: string, summary: Summary])[];
  /** What it lost beyond the first variation, see `difference`; null for the first, and where no seed allows it. */
  readonly againstFirst: {
    readonly seeds: number;
    readonly median: number;
    readonly q1: number;
    readonly q3: number;
    readonly tie: boolean;
  } | null;
}

export type SeededDigest = Comparison['runs'][number];

/** What became of the whole: an end by hand tells more than an error, and that more than an invalid run. */
export function endOf({ runs, controls }: Pick<Comparison, 'runs' | 'controls'>): RunDigest['ended'] {
  const ended = new Set([...runs, ...controls].map((run) => run.ended));
  return (['aborted', 'error', 'invalid'] as const).find((each) => ended.has(each)) ?? 'whole';
}

/** One row for each variation, best first. */
export function comparedRows(
  variations: readonly Pick<Alternative, 'name' | 'says'>[],
  runs: readonly SeededDigest[],
): ComparedRow[] {
  const counted = variations.map(({ name }) =>
    runs.filter(({ variation, ended }) => variation === name && ended === 'whole'),
  );
  const losses = counted.map(lossesOf);
  return ranked(losses).map(({ index, rank, shared }) => {
    const { name, says } = variations[index]!;
    const own = counted[index]!;
    const against = index === 0 ? null : difference(losses[index]!, losses[0]!);
    const told = own.filter(({ metastable }) => metastable !== null);
    return {
      name,
      says,
      rank,
      shared,
      runs: own.length,
      metastable: { count: told.filter(({ metastable }) => metastable).length, of: told.length },
      figures: figureSummaries(own),
      pages: pageSummaries(own),
      metrics: (own[0]?.metrics ?? []).map(([path], i) => [path, summaryOf(own.map((run) => run.metrics[i]![1]))]),
      againstFirst: against && {
        ...against,
        median: round(against.median, 6),
        q1: round(against.q1, 6),
        q3: round(against.q3, 6),
      },
    };
  });
}

function lossesOf(runs: readonly SeededDigest[]): Losses {
  return new Map(
    runs.flatMap(({ seed, figures: { goodputLost } }): [string, number][] =>
      typeof goodputLost === 'number' ? [[seed, goodputLost]] : [],
    ),
  );
}

function figureSummaries(runs: readonly SeededDigest[]): ComparedRow['figures'] {
  const summary = (name: FigureName): Summary => summaryOf(runs.map(({ figures }) => figures[name]));
  return {
    goodputLost: summary('goodputLost'),
    pagesFailed: summary('pagesFailed'),
    timeToFirstHarm: summary('timeToFirstHarm'),
    timeToDetect: summary('timeToDetect'),
    timeToEject: summary('timeToEject'),
    timeToRecover: summary('timeToRecover'),
    hysteresis: summary('hysteresis'),
    tip: summary('tip'),
    affectedProxies: summary('affectedProxies'),
    connectionHerd: summary('connectionHerd'),
    retryAmplification: summary('retryAmplification'),
    falseEjections: summary('falseEjections'),
    pageToEffect: summary('pageToEffect'),
  };
}

/** By workload; a variation may have other workloads than the next. */
function pageSummaries(runs: readonly SeededDigest[]): ComparedRow['pages'] {
  return (runs[0]?.pages ?? []).map(({ workload }, i) => ({
    workload,
    failed: summaryOf(runs.map(({ pages }) => failedShare([pages[i]!]))),
  }));
}
