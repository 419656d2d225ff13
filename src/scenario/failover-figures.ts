/** From a run and its control to the figures of failover, by the definitions of reports/README.md. Pure. */
import { ejectionQuality, pairEjections, timeToDetect, timeToEject } from '../measure/ejection.ts';
import { failoverWindows, harm, type Delay } from '../measure/failover.ts';
import { goodputLoss, retryAmplification } from '../measure/impact.ts';
import { round } from '../measure/round.ts';
import { SECOND } from '../world/world.ts';
import { blastRadiusOf } from './blast-radius.ts';
import type { Scenario } from './define.ts';
import { backendHerdOf, connectionHerdOf } from './herd-figures.ts';
import type { ResolvedScenario } from './resolve.ts';
import type { FailoverFigures } from './result.ts';
import type { RunRecord } from './run-record.ts';
import { runTimeAt, secondsAt } from './seconds.ts';
import { isDisturbance } from './timeline-faults.ts';
import { nanos } from './units.ts';

export interface FailoverInput {
  readonly scenario: Scenario;
  /** Not compressed: records speak in the scenario's time. */
  readonly resolved: ResolvedScenario;
  readonly incident: RunRecord;
  readonly control: RunRecord | null;
  /** The run's own timeline was shorter than the scenario's. */
  readonly compressed: boolean;
}

export function failoverFigures(input: FailoverInput): FailoverFigures {
  const { scenario, resolved, incident, control, compressed } = input;
  const [, , fault, recovery] = resolved.phases;
  const end = runTimeAt(resolved, incident.endedAt);
  // A run that was aborted before the fault has nothing to say of it.
  const hasFault = scenario.timeline.some(isDisturbance) && end > fault!.from;
  const span = { t0: fault!.from, t1: recovery!.from };
  const windows = failoverWindows(
    {
      window: incident.windowNs,
      p99: incident.p99,
      goodput: incident.goodput,
      controlGoodput: control?.goodput ?? null,
    },
    end,
  );
  const longest = Math.max(...resolved.workloads.map(({ client }) => client.timeout));
  const judged = harm(windows, { incident: span, sloP99: nanos(scenario.slo.p99), timeout: longest });
  const proxies = incident.figures.proxies;
  const herd = connectionHerdOf(incident, resolved);
  const ejections = proxies.flatMap((proxy) =>
    proxy.ejections.map(({ at, backend }) => ({ at: runTimeAt(resolved, at), proxy: proxy.name, backend })),
  );
  const faults = incident.faultyBackends.map((backend) => ({ backend, from: span.t0, to: null }));
  const topology = { proxies: proxies.map(({ name }) => name), faultyBackends: incident.faultyBackends };
  const pairs = pairEjections(ejections, topology, span);
  const healthyBackends = incident.figures.backends.length - incident.faultyBackends.length;
  const tipped = herd.proxies.filter(({ tippedAt }) => tippedAt === herd.tippedAt)[0];
  // Times that people need, and how long harm lasts, mean nothing when the timeline was compressed.
  const inTime = (delay: Delay | null): number | 'never' | null =>
    compressed || !hasFault || delay === null ? null : delay === 'never' ? 'never' : round(delay / SECOND, 3);
  const alerts = incident.alerts.map((at) => runTimeAt(resolved, at));
  return {
    timeToDetect: inTime(timeToDetect(alerts, span)),
    timeToEject: inTime(timeToEject(pairs)),
    timeToFirstHarm: inTime(judged.toFirstHarm),
    timeToRecover: inTime(judged.toRecover),
    hysteresis: inTime(judged.hysteresis),
    metastable: compressed || !hasFault ? null : judged.metastable,
    ejectionPrecision: ejectionQuality(ejections, faults, { healthyBackends, duration: end }).precision,
    tip: herd.tippedAt === 'never' ? 'never' : secondsAt(resolved, herd.tippedAt),
    tippedProxy: herd.tippedAt === 'never' ? null : (tipped?.proxy ?? null),
    affectedProxies: herd.affectedProxies,
    connectionHerd: herd.peakRatioMax,
    herdFactor: backendHerdOf(incident, resolved)?.factor ?? null,
    retryAmplification: retryAmplification({
      backendAttempts: incident.figures.totals.attempts,
      operations: incident.figures.totals.operations,
    }),
    goodputLoss: goodputLoss(windows, { from: span.t0, to: end }),
    blastRadius: blastRadiusOf(scenario, incident, herd.affectedProxies),
  };
}
