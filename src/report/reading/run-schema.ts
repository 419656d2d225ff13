import type { RunFigures } from '../../scenario/result.ts';
import type { Matches } from './matches.ts';
import { oncall } from './oncall-schema.ts';
import { caches, credentials } from './tenancy-schema.ts';
import {
  count,
  countOrNull,
  counts,
  countsOrNull,
  list,
  number,
  numberOrNull,
  object,
  series,
  text,
  textOrNull,
  width,
  word,
} from './values.ts';
import { phaseName } from './words.ts';
import { workload } from './workload-schema.ts';

const totals = object({
  operations: count,
  answered: count,
  failed: count,
  unfinished: count,
  attempts: count,
  proxyRequests: count,
  backendRequests: count,
  failedOver: count,
  failoverRefused: count,
  shed: count,
  hedged: count,
  signInsShed: count,
  connections: count,
  authentications: count,
});

const proxy = series({
  name: text,
  requests: count,
  connectionsAccepted: count,
  authentications: count,
  droppedUnauthenticated: count,
  turnedAway: count,
  synsDropped: count,
  failedOver: count,
  failoverRefused: count,
  shed: count,
  hedged: count,
  signInsShed: count,
  overflowed: count,
  ejections: list(object({ backend: text, at: number, until: numberOrNull, by: text })),
  window: width,
  newConnections: counts,
  openConnections: counts,
  authenticationsWaiting: counts,
  requestsWaiting: counts,
  backlog: counts,
});

const backend = series({
  name: text,
  requests: count,
  hits: count,
  misses: count,
  evictions: count,
  window: width,
  windowHits: counts,
  windowMisses: counts,
  executed: counts,
  utilisation: counts,
  waiting: counts,
  replies: series({ p50: countsOrNull, p99: countsOrNull }),
});

const origin = object({
  reads: count,
  executed: count,
  refused: count,
  forNobody: count,
  skipped: count,
  concurrency: count,
  phases: list(object({ phase: phaseName, readsPerSecond: count, peakPerSecond: count, utilisation: countOrNull })),
  window: width,
  series: series({ reads: counts, executed: counts, forNobody: counts, utilisation: counts, waiting: counts }),
});

const machine = object({
  name: text,
  of: word('cluster', 'clients'),
  nodes: list(text),
  fileLimit: countOrNull,
  peak: count,
  fullAt: numberOrNull,
  denied: count,
  window: width,
  files: counts,
});

export const run = {
  traceHash: textOrNull,
  checkpoints: count,
  simulatedEvents: count,
  totals,
  workloads: list(workload),
  proxies: list(proxy),
  backends: list(backend),
  gutters: list(backend).exactOptional(),
  origin: origin.exactOptional(),
  machines: list(machine),
  caches,
  credentials,
  oncall: oncall.exactOptional(),
  traffic: list(object({ operations: count, backendAttempts: countOrNull, newConnections: count, phase: phaseName })),
  littlesLaw: list(object({ phase: phaseName, inFlight: number, product: number, error: number })),
};

export const runFigures = object(run);
true satisfies Matches<typeof runFigures, RunFigures>;
