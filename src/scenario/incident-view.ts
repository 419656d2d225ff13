import { failoverWindows, type FailoverWindow } from '../measure/failover.ts';
import type { Nanos } from '../world/world.ts';
import type { Scenario } from './define.ts';
import type { ResolvedScenario } from './resolve.ts';
import type { RunRecord } from './run-record.ts';
import { runTimeAt } from './seconds.ts';
import { hasFault } from './timeline-faults.ts';

export interface FailoverInput {
  readonly scenario: Scenario;
  /** Not compressed: records speak in the scenario's time. */
  readonly resolved: ResolvedScenario;
  readonly incident: RunRecord;
  readonly control: RunRecord | null;
  /** By what the run's own timeline was divided. */
  readonly compress: number;
}

/** A run and its control as all figures of failover look at them. */
export interface IncidentView extends FailoverInput {
  /** The fault's phase begins, and ends. */
  readonly t0: Nanos;
  readonly t1: Nanos;
  /** Of the run: before the scenario's own when it was aborted. */
  readonly end: Nanos;
  /** The timeline has a fault, and the run came to it. */
  readonly hasFault: boolean;
  /** Whole ones, of all workloads together. */
  readonly windows: readonly FailoverWindow[];
}

export function viewIncident(input: FailoverInput): IncidentView {
  const { scenario, resolved, incident, control } = input;
  const end = runTimeAt(resolved, incident.endedAt);
  const fault = resolved.phases.find(({ name }) => name === 'fault')!;
  return {
    ...input,
    t0: fault.from,
    t1: fault.to,
    end,
    hasFault: hasFault(scenario) && end > fault.from,
    windows: failoverWindows(
      {
        window: incident.windowNs,
        p99: incident.p99,
        goodput: incident.goodput,
        controlGoodput: control?.goodput ?? null,
      },
      end,
    ),
  };
}
