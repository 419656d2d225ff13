import type { Nanos } from '../world/world.ts';
import type { Histogram } from './histogram.ts';
import { trustworthyQuantile } from './histogram.ts';
import { ratio, round } from './round.ts';

/** What was counted at two ends that must agree. */
export interface CrossCheck {
  /** For the message: 'gets that backends served'. */
  readonly what: string;
  readonly expected: number;
  readonly actual: number;
}

export interface HealthInput {
  /** Actual - intended send time. */
  readonly sendLag: Histogram;
  /** Median latency of answers, in ns; `null` when unknown. */
  readonly latencyP50: Nanos | null;
  /** Operations that were to be sent, and that were. */
  readonly offered: number;
  readonly achieved: number;
  /** 0..1; `null` in virtual time. Reported, not judged: a generator that is too slow shows in the send lag. */
  readonly eventLoopUtilisation: number | null;
  /** CPU that other processes took, as a share of the machine, 0..1; `null` in virtual time. */
  readonly foreignCpu: number | null;
  /** L, and X R from other data; `null` when not measured. */
  readonly littlesLaw: { readonly inFlight: number; readonly residence: number } | null;
  readonly crossChecks: readonly CrossCheck[];
}

export interface HealthFigures {
  /** By trustworthy quantile, else the maximum. */
  readonly sendLagP99: Nanos;
  readonly sendLagMax: Nanos;
  readonly achievedRatio: number | null;
  readonly eventLoopUtilisation: number | null;
  readonly foreignCpu: number | null;
  /** |L - X R| / L. */
  readonly littlesLawError: number | null;
  /** The largest |actual - expected| / expected. */
  readonly crossCheckError: number | null;
}

export interface Health {
  readonly valid: boolean;
  /** Why not; each with what was expected and what was found. */
  readonly reasons: readonly string[];
  readonly figures: HealthFigures;
}

const SEND_LAG_FLOOR: Nanos = 2_000_000;
const SEND_LAG_SHARE = 0.1;
const ACHIEVED_FLOOR = 0.99;
const FOREIGN_CPU_LIMIT = 0.05;
const LITTLES_LAW_LIMIT = 0.05;
const CROSS_CHECK_LIMIT = 0.01;

/** Whether the load generator can be trusted. A run that it spoiled is invalid, not failed. */
export function generatorHealth(input: HealthInput): Health {
  const figures = figuresOf(input);
  const reasons: string[] = [];

  const lagLimit = Math.max(SEND_LAG_FLOOR, SEND_LAG_SHARE * (input.latencyP50 ?? 0));
  if (figures.sendLagP99 > lagLimit) {
    reasons.push(`send lag p99: expected at most ${ms(lagLimit)}, got ${ms(figures.sendLagP99)}`);
  }
  if (figures.achievedRatio !== null && input.achieved < ACHIEVED_FLOOR * input.offered) {
    reasons.push(
      `achieved load: expected at least 99 % of ${input.offered} operations, got ${input.achieved} (${percent(figures.achievedRatio)})`,
    );
  }
  if (input.foreignCpu !== null && input.foreignCpu > FOREIGN_CPU_LIMIT) {
    reasons.push(`CPU of other processes: expected at most 5 %, got ${percent(input.foreignCpu)}`);
  }
  if (input.littlesLaw !== null && figures.littlesLawError !== null && figures.littlesLawError >= LITTLES_LAW_LIMIT) {
    const { inFlight, residence } = input.littlesLaw;
    reasons.push(
      `Little's law: expected throughput x latency within 5 % of ${round(inFlight, 3)} operations in flight, got ${round(residence, 3)}`,
    );
  }
  for (const check of input.crossChecks) {
    if (mismatch(check) > CROSS_CHECK_LIMIT) {
      reasons.push(`${check.what}: expected ${check.expected} within 1 %, got ${check.actual}`);
    }
  }
  return { valid: reasons.length === 0, reasons, figures };
}

function figuresOf(input: HealthInput): HealthFigures {
  const { sendLag, littlesLaw, crossChecks } = input;
  const optional = (value: number | null): number | null => (value === null ? null : round(value, 4));
  return {
    sendLagP99: trustworthyQuantile(sendLag, 0.99) ?? sendLag.max,
    sendLagMax: sendLag.max,
    achievedRatio: ratio(input.achieved, input.offered),
    eventLoopUtilisation: optional(input.eventLoopUtilisation),
    foreignCpu: optional(input.foreignCpu),
    littlesLawError: littlesLaw && ratio(Math.abs(littlesLaw.inFlight - littlesLaw.residence), littlesLaw.inFlight),
    crossCheckError: crossChecks.length === 0 ? null : round(Math.max(...crossChecks.map(mismatch)), 6),
  };
}

/** Relative to what was expected; where that is 0, each that came counts in full. */
function mismatch({ expected, actual }: CrossCheck): number {
  return Math.abs(actual - expected) / Math.max(1, expected);
}

function ms(t: Nanos): string {
  return `${round(t / 1_000_000, 3)} ms`;
}

function percent(share: number): string {
  return `${round(share * 100, 2)} %`;
}
