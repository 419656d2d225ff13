/** From what the parts of a run counted to the figures of its record. */
import { encodeHdr } from '../measure/hdr.ts';
import { trustworthyQuantile } from '../measure/histogram.ts';
import { OUTCOMES, Outcome, isFailure } from '../measure/outcome.ts';
import type { Cell } from '../measure/recorder.ts';
import { round } from '../measure/round.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import { connectionFigures, machineFigures, pageFigures, pagesOverTime } from './connection-figures.ts';
import { appFigures, originFigures } from './origin-figures.ts';
import type {
  BackendFigures,
  LatencyFigures,
  PhaseFigures,
  ProxyFigures,
  RunFigures,
  Totals,
  WorkloadFigures,
} from './result.ts';
import { type RunningWorkload, type RunParts } from './run-parts.ts';
import { executedBy } from './sampler.ts';
import { secondsAt } from './seconds.ts';
import { workloadSeries } from './series-figures.ts';

export function runFigures(
  parts: RunParts,
  world: Pick<RunFigures, 'traceHash' | 'checkpoints' | 'simulatedEvents'>,
): RunFigures {
  const { backends: count } = parts.resolved.cluster;
  const backends = parts.cluster.backends.map((_, i) => backendFigures(parts, i));
  return {
    ...world,
    totals: totals(parts),
    workloads: parts.workloads.map((_, i) => workloadFigures(parts, i)),
    proxies: parts.cluster.proxies.map((_, i) => proxyFigures(parts, i)),
    backends: backends.slice(0, count),
    ...(backends.length > count && { gutters: backends.slice(count) }),
    machines: machineFigures(parts),
    ...originFigures(parts),
    ...parts.tenancy.figures(),
    ...(parts.oncall === null ? {} : { oncall: parts.oncall.figures() }),
    traffic: parts.census.traffic.phases.map((traffic, i) => ({ phase: parts.resolved.phases[i]!.name, ...traffic })),
    littlesLaw: parts.flow.flows(parts.until).map((flow, i) => ({
      phase: parts.resolved.phases[i]!.name,
      inFlight: round(flow.inFlightMean, 6),
      product: round(flow.residence, 6),
      error: flow.error ?? 0,
    })),
  };
}

function totals({ workloads, cluster }: RunParts): Totals {
  const sum = (of: (workload: RunningWorkload) => number): number => workloads.reduce((n, one) => n + of(one), 0);
  return {
    operations: sum(({ generator }) => generator.started),
    answered: sum(({ generator }) => generator.answered),
    failed: sum(({ generator }) => generator.failed),
    unfinished: sum(({ generator }) => generator.unfinished),
    attempts: sum(({ counters }) => counters.requests),
    proxyRequests: cluster.proxies.reduce((n, { counters }) => n + counters.keyed, 0),
    backendRequests: cluster.backends.reduce((n, { lifetime }) => n + executedBy(lifetime), 0),
    failedOver: cluster.proxies.reduce((n, { counters }) => n + counters.failedOver, 0),
    failoverRefused: cluster.proxies.reduce((n, { counters }) => n + counters.failoverRefused, 0),
    shed: cluster.proxies.reduce((n, { counters }) => n + counters.shed, 0),
    hedged: cluster.proxies.reduce((n, { counters }) => n + counters.hedged, 0),
    signInsShed: cluster.proxies.reduce((n, { counters }) => n + counters.authenticationsShed, 0),
    connections: sum(({ counters }) => counters.connections.tried),
    authentications: cluster.proxies.reduce((n, { counters }) => n + counters.authentications, 0),
  };
}

function workloadFigures(parts: RunParts, index: number): WorkloadFigures {
  const workload = parts.workloads[index]!;
  const { options, spec, client } = workload.resolved;
  const { resolved, recorder, until } = parts;
  const recorded = recorder.workload(options.name);
  return {
    name: options.name,
    mode: client.mode,
    preset: spec.driver === undefined ? spec.client.preset : `driven by ${spec.driver}`,
    clients: options.clients,
    operationsPerPage: options.page.operations,
    order: options.page.order,
    phases: resolved.phases.map(({ name, from, to }, i): PhaseFigures => {
      const seconds = Math.max(0, Math.min(to, until) - from) / SECOND;
      return {
        phase: name,
        healthy: latencyFigures(recorded.cell(i, 'healthy'), seconds, resolved.slo.p99),
        faulty: latencyFigures(recorded.cell(i, 'faulty'), seconds, resolved.slo.p99),
        all: latencyFigures(recorded.phase(i), seconds, resolved.slo.p99),
        pages: pageFigures(recorded.pages.phase(i), spec),
      };
    }),
    ...appFigures(parts, index),
    pages: pagesOverTime(parts, recorded.pages),
    connections: connectionFigures(parts, index),
    series: workloadSeries(parts, index),
  };
}

function latencyFigures(cell: Cell, seconds: number, limit: Nanos): LatencyFigures {
  const { answered, failed } = cell;
  const us = (p: number): number | null => micros(trustworthyQuantile(answered, p));
  return {
    operations: cell.count,
    answered: answered.count,
    failed: failed.count,
    goodput: seconds === 0 ? 0 : round(cell.goodput / seconds, 3),
    inTime: cell.goodput,
    tooSlow: answered.countAbove(limit),
    hits: cell.outcomes[Outcome.hit]!,
    misses: cell.outcomes[Outcome.miss]!,
    failedShare: cell.count === 0 ? 0 : round(failed.count / cell.count, 6),
    p50: us(0.5),
    p99: us(0.99),
    p999: us(0.999),
    max: answered.count === 0 ? null : micros(answered.max),
    errors: OUTCOMES.map((kind) => ({ kind, count: cell.outcomes[Outcome[kind]]! }))
      .filter(({ kind, count }) => count > 0 && isFailure(Outcome[kind]))
      .sort((a, b) => b.count - a.count),
    histogram: encodeHdr(answered),
  };
}

function proxyFigures({ cluster, sampler, resolved }: RunParts, index: number): ProxyFigures {
  const proxy = cluster.proxies[index]!;
  const seconds = (t: Nanos): number => secondsAt(resolved, t);
  return {
    name: proxy.name,
    requests: proxy.counters.requests,
    connectionsAccepted: proxy.accepted,
    authentications: proxy.counters.authentications,
    droppedUnauthenticated: proxy.counters.droppedUnauthenticated,
    turnedAway: proxy.turnedAway,
    synsDropped: proxy.synsDropped,
    failedOver: proxy.counters.failedOver,
    failoverRefused: proxy.counters.failoverRefused,
    shed: proxy.counters.shed,
    hedged: proxy.counters.hedged,
    signInsShed: proxy.counters.authenticationsShed,
    overflowed: proxy.counters.overflowed,
    ejections: proxy.ejections.map(({ backend, at, until, by }) => ({
      backend: cluster.backends[backend]!.name,
      at: seconds(at),
      until: until === null ? null : seconds(until),
      by,
    })),
    window: (resolved.window * resolved.compress) / SECOND,
    ...sampler.proxies[index]!,
  };
}

function backendFigures({ cluster, sampler, resolved }: RunParts, index: number): BackendFigures {
  const { name, lifetime, evictions } = cluster.backends[index]!;
  return {
    name,
    requests: executedBy(lifetime),
    hits: lifetime.getHits,
    misses: lifetime.getMisses,
    evictions,
    window: (resolved.window * resolved.compress) / SECOND,
    ...sampler.backends[index]!,
    replies: sampler.replies.backends[index]!,
  };
}

function micros(latency: Nanos | null): number | null {
  return latency === null ? null : round(latency / 1000, 1);
}
