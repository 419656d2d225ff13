/** Which charts over time a run has, in their order: only those with something in them. */
import type { Result } from '../../../scenario/result.ts';
import { hasFaultPhase } from '../../disturbance.ts';
import type { Stretch, TimeAxis, TimeChart } from '../chart.ts';
import { customerCharts } from './customers.ts';
import { proxyCharts } from './proxies.ts';
import { storeCharts } from './stores.ts';

export function runCharts(result: Result): TimeChart[] {
  return [...customerCharts(result), ...proxyCharts(result), ...storeCharts(result)];
}

export function runAxis(result: Result): TimeAxis {
  const { phases, incident, events } = result;
  const window = incident.workloads[0]?.series.window ?? incident.proxies[0]?.window ?? 1;
  return {
    from: phases[0]?.from ?? 0,
    to: phases.at(-1)?.to ?? 0,
    window,
    phases,
    fault: hasFaultPhase(result) ? faultOf(phases) : null,
    marks: events.map(({ at, kind, text }) => ({ at, kind, text })),
  };
}

/** The stretch of the phase that is called so. */
export function faultOf(phases: TimeAxis['phases']): Stretch | null {
  const phase = phases.find(({ name }) => name === 'fault');
  return phase === undefined ? null : { from: phase.from, to: phase.to };
}
