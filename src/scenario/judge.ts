import {
  connectionHerd,
  type ConnectionHerd,
  type ConnectionSeries,
  type WindowRange,
} from '../measure/connections.ts';
import { ejectionQuality, pairEjections, timeToDetect, timeToEject } from '../measure/ejection.ts';
import { failoverWindows, harm, type Delay } from '../measure/failover.ts';
import { goodputLoss, herdFactor, hurtShare, retryAmplification } from '../measure/impact.ts';
import { round } from '../measure/round.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import type { Scenario } from './define.ts';
import { judgeExpectations } from './expectations.ts';
import { withoutPasswords } from './external-nodes.ts';
import { metricsOf, type MeasuredRun } from './metrics.ts';
import { resolveScenario, type ResolvedScenario } from './resolve.ts';
import { RESULT_VERSION, type Environment, type FailoverFigures, type Result, type VerdictName } from './result.ts';
import type { RunRecord } from './run-record.ts';
import { isDisturbance } from './timeline-faults.ts';
import { nanos } from './units.ts';

export interface JudgeInput {
  readonly scenario: Scenario;
  readonly id: string;
  readonly brownout: string;
  readonly seed: string;
  readonly world: 'virtual' | 'live';
  /** Live: durations of the timeline were divided by it. @default 1 */
  readonly compress?: number;
  readonly incident: RunRecord;
  readonly control: RunRecord | null;
  readonly environment: Environment;
}

/** From one or two runs to a result with its verdict. Pure. */
export function assembleResult(input: JudgeInput): Result {
  const { scenario, incident, control } = input;
  // Records speak in scenario time, also compressed ones: so does everything here.
  const resolved = resolveScenario(scenario, 1);
  const compressed = (input.compress ?? 1) !== 1;
  const failover = failoverFigures(scenario, resolved, incident, control, compressed);
  const measured = (record: RunRecord): MeasuredRun => ({
    figures: record.figures,
    connectionHerd: herdOf(record, resolved).peakRatioMax,
  });
  const metrics = metricsOf(measured(incident), control && measured(control), failover);
  const expectations = judgeExpectations(scenario.expectations, metrics);
  const health = incident.health;
  const reasons: string[] = [];
  let name: VerdictName = 'passed';
  if (incident.aborted || control?.aborted) {
    name = 'aborted';
    reasons.push(`aborted at ${incident.endedAt} s`);
  } else if (!health.valid || control?.health.valid === false) {
    name = 'invalid';
    reasons.push(...health.reasons, ...(control?.health.reasons ?? []).map((reason) => `control: ${reason}`));
  } else {
    // Live runs, and runs without a control, cannot tell everything: what they cannot is not held against them.
    const missed = expectations.filter(({ held }) => held === false || (held === null && !canMiss(input)));
    // A compressed timeline, or scaled rates, are another scenario: it may well not show what this one must.
    if (missed.length > 0) name = compressed || incident.scaled ? 'inconclusive' : 'failed';
    reasons.push(
      ...missed.map(({ says, expected, actual }) => `${says}: expected ${expected}, got ${actual ?? 'n/a'}`),
    );
  }
  return {
    version: RESULT_VERSION,
    brownout: input.brownout,
    id: input.id,
    scenario: withoutPasswords(scenario),
    seed: input.seed,
    world: input.world,
    remarks: incident.remarks,
    verdict: { name, reasons },
    phases: resolved.phases.map((phase) => ({
      name: phase.name,
      from: seconds(resolved, phase.from),
      to: seconds(resolved, phase.to),
    })),
    incident: incident.figures,
    control: control?.figures ?? null,
    failover,
    expectations,
    events: [...incident.events, ...observed(failover)].sort((a, b) => a.at - b.at),
    metrics,
    health,
    environment: input.environment,
  };
}

function canMiss({ world, control }: JudgeInput): boolean {
  return world === 'live' || control === null;
}

function failoverFigures(
  scenario: Scenario,
  resolved: ResolvedScenario,
  incident: RunRecord,
  control: RunRecord | null,
  compressed: boolean,
): FailoverFigures {
  const [, , fault, recovery] = resolved.phases;
  const window = incident.windowNs;
  const end = Math.round((incident.endedAt - seconds(resolved, 0)) * SECOND);
  const range = baselineWindows(incident, resolved);
  // A run that was aborted before the fault has nothing to say of it.
  const hasFault = scenario.timeline.some(isDisturbance) && end > fault!.from;
  const span = { t0: fault!.from, t1: recovery!.from };
  const windows = failoverWindows(
    { window, p99: incident.p99, goodput: incident.goodput, controlGoodput: control?.goodput ?? null },
    end,
  );
  const longest = Math.max(...resolved.workloads.map(({ client }) => client.timeout));
  const judged = harm(windows, { incident: span, sloP99: nanos(scenario.slo.p99), timeout: longest });
  const proxies = incident.figures.proxies;
  const herd = herdOf(incident, resolved);
  const ejections = proxies.flatMap((proxy) =>
    proxy.ejections.map(({ at, backend }) => ({ at: fromSeconds(resolved, at), proxy: proxy.name, backend })),
  );
  const faults = incident.faultyBackends.map((backend) => ({ backend, from: span.t0, to: null }));
  const topology = { proxies: proxies.map(({ name }) => name), faultyBackends: incident.faultyBackends };
  const pairs = pairEjections(ejections, topology, span);
  const survivors = incident.figures.backends
    .filter(({ name }) => !incident.faultyBackends.includes(name))
    .map(({ name, executed }) => ({
      node: name,
      baseline: mean(executed.slice(range.from, range.to)),
      peak: Math.max(0, ...executed.slice(range.to)),
    }));
  const tipped = herd.proxies.filter(({ tippedAt }) => tippedAt === herd.tippedAt)[0];
  // Times that people need, and how long harm lasts, mean nothing when the timeline was compressed.
  const inTime = (delay: Delay | null): number | 'never' | null =>
    compressed || !hasFault || delay === null ? null : delay === 'never' ? 'never' : round(delay / SECOND, 3);
  return {
    timeToDetect: inTime(
      timeToDetect(
        incident.alerts.map((at) => fromSeconds(resolved, at)),
        span,
      ),
    ),
    timeToEject: inTime(timeToEject(pairs)),
    timeToFirstHarm: inTime(judged.toFirstHarm),
    timeToRecover: inTime(judged.toRecover),
    hysteresis: inTime(judged.hysteresis),
    metastable: compressed || !hasFault ? null : judged.metastable,
    ejectionPrecision: ejectionQuality(ejections, faults, {
      healthyBackends: survivors.length,
      duration: end,
    }).precision,
    tip: herd.tippedAt === 'never' ? 'never' : seconds(resolved, herd.tippedAt),
    tippedProxy: herd.tippedAt === 'never' ? null : (tipped?.proxy ?? null),
    affectedProxies: herd.affectedProxies,
    connectionHerd: herd.peakRatioMax,
    herdFactor: herdFactor(survivors, incident.faultyBackends.length)?.factor ?? null,
    retryAmplification: retryAmplification({
      backendAttempts: incident.figures.totals.attempts,
      operations: incident.figures.totals.operations,
    }),
    goodputLoss: goodputLoss(windows, { from: span.t0, to: end }),
    blastRadius: blast(scenario, incident, herd.affectedProxies),
  };
}

function herdOf(record: RunRecord, resolved: ResolvedScenario): ConnectionHerd {
  const series = record.figures.proxies.map(({ name, newConnections }): ConnectionSeries => ({
    proxy: name,
    window: record.windowNs,
    opened: newConnections,
  }));
  return connectionHerd(series, baselineWindows(record, resolved));
}

/** The windows that lie wholly inside the baseline phase, by index. */
function baselineWindows({ windowNs }: RunRecord, { phases }: ResolvedScenario): WindowRange {
  const baseline = phases.find(({ name }) => name === 'baseline')!;
  return { from: Math.ceil(baseline.from / windowNs), to: Math.floor(baseline.to / windowNs) };
}

/** A workload's keys or clients are hurt when more than 1 % of what they asked for in the fault's time failed or came too late. */
function blast(scenario: Scenario, incident: RunRecord, affected: number): FailoverFigures['blastRadius'] {
  const HURT = 0.01;
  const keys = incident.figures.workloads.flatMap(({ phases }) => {
    const fault = phases.find(({ phase }) => phase === 'fault');
    return [fault?.healthy, fault?.faulty].flatMap((figures) =>
      figures === undefined || figures.operations === 0
        ? []
        : [{ weight: figures.operations, hurt: figures.failedShare > HURT }],
    );
  });
  const clients = incident.figures.workloads.map(({ name, phases }) => ({
    weight: scenario.workloads[name]?.clients ?? 1,
    hurt: (phases.find(({ phase }) => phase === 'fault')?.all.failedShare ?? 0) > HURT,
  }));
  const proxies = incident.figures.proxies.map((_, i) => ({ hurt: i < affected }));
  return { keys: hurtShare(keys), clients: hurtShare(clients), proxies: hurtShare(proxies) };
}

function observed(failover: FailoverFigures): Result['events'] {
  if (failover.tip === 'never') return [];
  const text = `${failover.tippedProxy}: new connections exceed 3 times its baseline`;
  return [{ at: failover.tip, kind: 'observed', text }];
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

function seconds({ zero }: ResolvedScenario, t: Nanos): number {
  return round((t - zero) / SECOND, 3);
}

function fromSeconds({ zero }: ResolvedScenario, at: number): Nanos {
  return Math.round(at * SECOND) + zero;
}
