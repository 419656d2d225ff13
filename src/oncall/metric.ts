/** What a threshold may be set on: one figure of a scrape. */
import { CoarseHistogram } from '../measure/coarse-histogram.ts';
import { ratio, round } from '../measure/round.ts';
import { MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import type { Scrape } from './reading.ts';

export type MetricName =
  | 'p50'
  | 'p99'
  | 'failed-share'
  | 'new-connections'
  | 'open-connections'
  | 'sign-ins-waiting'
  | 'utilisation'
  | 'hit-rate'
  | 'customers-failed-share';

export interface Metric {
  /** What it is, to stand before a value. */
  readonly says: string;
  readonly unit: 'ns' | 'share' | 'count' | 'per second';
  /** Null: too little to say. */
  of(scrape: Scrape): number | null;
}

/** Replies, or requests, below which a quantile or a share says nothing. */
const ENOUGH = 100;

export const METRICS: Readonly<Record<MetricName, Metric>> = {
  p50: { says: "median of the backends' replies", unit: 'ns', of: (scrape) => quantile(scrape, 0.5) },
  p99: { says: "p99 of the backends' replies", unit: 'ns', of: (scrape) => quantile(scrape, 0.99) },
  'failed-share': {
    says: 'share of requests that proxies fail',
    unit: 'share',
    of: ({ proxies }) => share(sum(proxies, 'failures'), sum(proxies, 'requests')),
  },
  'new-connections': {
    says: 'new connections of the busiest proxy',
    unit: 'per second',
    of: ({ proxies, span }) => round((highest(proxies, 'connections') * SECOND) / span, 1),
  },
  'open-connections': {
    says: 'open connections of the busiest proxy',
    unit: 'count',
    of: ({ proxies }) => highest(proxies, 'open'),
  },
  'sign-ins-waiting': {
    says: 'sign-ins that wait at the busiest proxy',
    unit: 'count',
    of: ({ proxies }) => highest(proxies, 'signInsWaiting'),
  },
  utilisation: {
    says: 'CPU of the busiest backend',
    unit: 'share',
    of: ({ backends, span }) => ratio(highest(backends, 'busy'), span, 4),
  },
  'hit-rate': {
    says: 'hit rate',
    unit: 'share',
    of: ({ backends }) => share(sum(backends, 'hits'), sum(backends, 'hits') + sum(backends, 'misses')),
  },
  'customers-failed-share': {
    says: 'share of operations that fail for customers',
    unit: 'share',
    of: ({ customers }) => share(sum(customers, 'failed'), sum(customers, 'failed') + sum(customers, 'answered')),
  },
};

// Object.keys is typed string[]; the record's keys are the names.
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

/** A value of the metric, in words. */
export function inWords({ unit }: Metric, value: number): string {
  switch (unit) {
    case 'ns':
      return latencyText(value);
    case 'share':
      return `${round(value * 100, 2)} %`;
    case 'per second':
      return `${value}/s`;
    case 'count':
      return String(value);
  }
}

export function latencyText(latency: Nanos): string {
  const ms = latency / MILLISECOND;
  return ms >= 1000 ? `${round(ms / 1000, 2)} s` : `${round(ms, ms < 10 ? 2 : 0)} ms`;
}

function quantile({ backends }: Scrape, q: number): Nanos | null {
  const all = new CoarseHistogram();
  for (const { replies } of backends) all.add(replies);
  return all.count < ENOUGH ? null : all.quantile(q);
}

function share(part: number, whole: number): number | null {
  return whole < ENOUGH ? null : ratio(part, whole);
}

type Counts<T> = { [K in keyof T]: T[K] extends number ? K : never }[keyof T];

function sum<T>(rows: readonly T[], key: Counts<T>): number {
  return rows.reduce((n, row) => n + Number(row[key]), 0);
}

function highest<T>(rows: readonly T[], key: Counts<T>): number {
  return rows.reduce((most, row) => Math.max(most, Number(row[key])), 0);
}
