import type { Scenario } from './define.ts';
import { judgeExpectations } from './expectations.ts';
import { withoutPasswords } from './external-nodes.ts';
import { failoverFigures } from './failover-figures.ts';
import { connectionHerdOf } from './herd-figures.ts';
import { metricsOf, type MeasuredRun } from './metrics.ts';
import { proxyHerds } from './proxy-herds.ts';
import { observedEvents } from './observed-events.ts';
import { resolveScenario } from './resolve.ts';
import { RESULT_VERSION, type Environment, type Result, type VerdictName } from './result.ts';
import type { RunRecord } from './run-record.ts';
import { secondsAt } from './seconds.ts';
import { asRun } from './variant-changes.ts';

export interface JudgeInput {
  readonly scenario: Scenario;
  readonly id: string;
  /** What asks for it on a command line. @default none does */
  readonly command?: readonly string[] | undefined;
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
  const compress = input.compress ?? 1;
  const failover = failoverFigures({ scenario, resolved, incident, control, compress });
  const measured = (record: RunRecord): MeasuredRun => ({
    figures: record.figures,
    connectionHerd: connectionHerdOf(record, resolved, scenario).peakRatioMax,
    proxies: proxyHerds(record, resolved),
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
    if (missed.length > 0) name = compress !== 1 || incident.scaled ? 'inconclusive' : 'failed';
    reasons.push(
      ...missed.map(({ says, expected, actual }) => `${says}: expected ${expected}, got ${actual ?? 'n/a'}`),
    );
  }
  return {
    version: RESULT_VERSION,
    brownout: input.brownout,
    id: input.id,
    command: input.command ?? null,
    scenario: withoutPasswords(asRun(scenario)),
    seed: input.seed,
    world: input.world,
    remarks: incident.remarks,
    verdict: { name, reasons },
    phases: resolved.phases.map((phase) => ({
      name: phase.name,
      from: secondsAt(resolved, phase.from),
      to: secondsAt(resolved, phase.to),
    })),
    incident: incident.figures,
    control: control?.figures ?? null,
    failover,
    expectations,
    events: [
      ...incident.events,
      ...observedEvents(failover, secondsAt(resolved, resolved.at(scenario.phases.fault)), incident.firstTimeout),
    ].sort((a, b) => a.at - b.at),
    metrics,
    health,
    environment: input.environment,
  };
}

function canMiss({ world, control }: JudgeInput): boolean {
  return world === 'live' || control === null;
}
