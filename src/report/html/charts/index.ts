/** Which charts over time a run has, in their order: only those with something in them. */
import type { Result } from '../../../scenario/result.ts';
import type { TimeAxis, TimeChart } from '../chart.ts';
import { customerCharts } from './customers.ts';
import { proxyCharts } from './proxies.ts';
import { storeCharts } from './stores.ts';

export function runCharts(result: Result): TimeChart[] {
  return [...customerCharts(result), ...proxyCharts(result), ...storeCharts(result)];
}

export function runAxis({ phases, incident, events }: Result): TimeAxis {
  const window = incident.workloads[0]?.series.window ?? incident.proxies[0]?.window ?? 1;
  return {
    from: phases[0]?.from ?? 0,
    to: phases.at(-1)?.to ?? 0,
    window,
    phases,
    marks: events.map(({ at, kind, text }) => ({ at, kind, text })),
  };
}
