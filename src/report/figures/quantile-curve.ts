/** Latency by quantile, from histograms: as many nines as there are samples for. */
import { decodeHdr } from '../../measure/hdr.ts';
import { Histogram, QUOTABLE } from '../../measure/histogram.ts';
import type { ConnectionMode } from '../../scenario/define.ts';
import type { PhaseName, RunFigures, WorkloadFigures } from '../../scenario/result.ts';
import { ninesOf, quantileOf } from './scale.ts';

/** More workloads than this are told apart by their connections alone. */
const CURVES_MAX = 8;
const POINTS_PER_NINE = 24;
/** Fewer samples have no median. */
const SAMPLES_MIN = 2 * QUOTABLE;

export interface QuantileCurve {
  readonly name: string;
  readonly mode: ConnectionMode;
  /** Place among all curves of the run, from 0. */
  readonly nth: number;
  readonly answers: number;
  /** Of operations; they have no latency, and are not in the curve. */
  readonly failedShare: number;
  /** From the lowest quantile to the last that can be quoted; µs. */
  readonly points: readonly QuantilePoint[];
}

export interface QuantilePoint {
  readonly p: number;
  readonly us: number;
}

/** Of each workload with samples enough; where there are many, of all those that connect in the same way. */
export function quantileCurves({ workloads }: RunFigures, phase: PhaseName): QuantileCurve[] {
  return groupsOf(workloads, phase).flatMap(({ name, mode, nth, members }): QuantileCurve[] => {
    const figures = members.flatMap(({ phases }) => phases.find((each) => each.phase === phase)?.all ?? []);
    const merged = new Histogram();
    for (const { histogram } of figures) if (histogram !== '') merged.merge(decodeHdr(histogram));
    if (merged.count < SAMPLES_MIN) return [];
    const sum = (of: 'operations' | 'failed'): number => figures.reduce((total, each) => total + each[of], 0);
    const failedShare = sum('failed') / Math.max(1, sum('operations'));
    return [{ name, mode, nth, answers: merged.count, failedShare, points: pointsOf(merged) }];
  });
}

interface Group extends Pick<QuantileCurve, 'name' | 'mode' | 'nth'> {
  readonly members: readonly WorkloadFigures[];
}

const MODES: readonly ConnectionMode[] = ['persistent', 'per-request', 'leaky'];

function groupsOf(workloads: readonly WorkloadFigures[], phase: PhaseName): Group[] {
  if (workloads.length <= CURVES_MAX) {
    return workloads.map((one, nth) => ({ name: one.name, mode: modeIn(one, phase), nth, members: [one] }));
  }
  return MODES.map((mode, nth): Group => {
    const members = workloads.filter((one) => modeIn(one, phase) === mode);
    return { name: members.length === 1 ? members[0]!.name : `${mode} (${members.length})`, mode, nth, members };
  });
}

/** A release may change it: what it was at the phase's end. */
function modeIn({ mode, connections }: WorkloadFigures, phase: PhaseName): ConnectionMode {
  return connections.phases.find((each) => each.phase === phase)?.mode ?? mode;
}

/** The quantiles that have names, up to the last that can be quoted: 0.5, 0.9, 0.99 … */
export function namedQuantiles(samples: number): number[] {
  const named = [0.5];
  for (let nines = 1; ninesOf(quantileOf(nines)) <= lastNines(samples) + 1e-9; nines++) named.push(quantileOf(nines));
  return named;
}

/** How many nines the last quantile has of which `QUOTABLE` samples lie above. */
export function lastNines(samples: number): number {
  return ninesOf(1 - QUOTABLE / samples);
}

function pointsOf(histogram: Histogram): QuantilePoint[] {
  const last = lastNines(histogram.count);
  const between = Array.from({ length: Math.ceil(last * POINTS_PER_NINE) }, (_, i) => quantileOf(i / POINTS_PER_NINE));
  const all = new Set([...between, ...namedQuantiles(histogram.count), 1 - QUOTABLE / histogram.count]);
  const quantiles = [...all].sort((a, b) => a - b);
  return quantilesOf(histogram, quantiles).map((value, i) => ({ p: quantiles[i]!, us: value / 1000 }));
}

/** As `Histogram.quantile` has it, for many quantiles in rising order, in one pass. */
function quantilesOf(histogram: Histogram, quantiles: readonly number[]): number[] {
  const values: number[] = [];
  let seen = 0;
  for (const { high, count } of histogram.buckets()) {
    seen += count;
    while (values.length < quantiles.length && seen >= rankOf(quantiles[values.length]!, histogram.count)) {
      values.push(Math.min(high, histogram.max));
    }
  }
  return values;
}

function rankOf(p: number, count: number): number {
  return Math.max(1, Math.ceil(p * count - 1e-6));
}
