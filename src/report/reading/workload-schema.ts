import type { WorkloadFigures } from '../../scenario/result.ts';
import type { Matches } from './matches.ts';
import {
  count,
  counts,
  countsOrNull,
  histogram,
  list,
  number,
  numberOrNull,
  object,
  series,
  share,
  text,
  width,
  word,
} from './values.ts';
import { connectionMode, phaseName } from './words.ts';

const latency = object({
  operations: count,
  answered: count,
  failed: count,
  goodput: count,
  inTime: count,
  tooSlow: count,
  hits: count,
  misses: count,
  failedShare: share,
  p50: numberOrNull,
  p99: numberOrNull,
  p999: numberOrNull,
  max: numberOrNull,
  errors: list(object({ kind: text, count })),
  histogram,
});

const pages = object({
  count,
  complete: count,
  failed: count,
  refused: count.exactOptional(),
  late: count.exactOptional(),
  failedShare: share,
  p50: numberOrNull,
  p99: numberOrNull,
  max: numberOrNull,
  roundTrips: numberOrNull,
});

const pagesOverTime = object({
  firstFailedAt: numberOrNull,
  lastFailedAt: numberOrNull,
  series: series({
    window: width,
    complete: counts,
    failed: counts,
    p50: countsOrNull,
    p99: countsOrNull,
    max: countsOrNull,
  }),
});

const app = object({
  workers: count,
  originReads: count,
  cacheFailures: count,
  backfills: count,
  leaseWaits: count,
  window: width,
  series: series({ busy: counts, waiting: counts }),
});

const connectionCounts = {
  tried: count,
  opened: count,
  signedIn: count,
  closed: count,
  broken: count,
  turnedAway: count,
  causes: list(object({ cause: text, count })),
};

const connections = object({
  all: object(connectionCounts),
  modes: list(object({ ...connectionCounts, mode: connectionMode, pages: count })),
  phases: list(object({ ...connectionCounts, phase: phaseName, mode: connectionMode })),
  turnedAwayBy: list(object({ proxy: text, count, first: number, last: number })),
  series: series({
    window: width,
    tried: counts,
    broken: counts,
    turnedAway: counts,
    held: counts,
    waiting: counts,
  }),
});

const operations = series({
  operations: counts,
  goodput: counts,
  failed: counts,
  hits: counts,
  misses: counts,
  p50: countsOrNull,
  p99: countsOrNull,
  p999: countsOrNull,
  max: countsOrNull,
});

export const workload = object({
  name: text,
  mode: connectionMode,
  preset: text,
  clients: count,
  operationsPerPage: count,
  order: word('pipelined', 'sequential'),
  phases: list(object({ phase: phaseName, healthy: latency, faulty: latency, all: latency, pages })),
  pages: pagesOverTime,
  app: app.exactOptional(),
  connections,
  series: object({
    window: width,
    healthy: operations,
    all: operations,
    errors: list(object({ kind: text, values: counts })),
    inFlight: series({ mean: counts, max: counts }),
  }),
});
true satisfies Matches<typeof workload, WorkloadFigures>;
