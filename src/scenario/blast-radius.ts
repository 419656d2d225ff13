import { hurtShare } from '../measure/impact.ts';
import type { Scenario } from './define.ts';
import type { FailoverFigures } from './result.ts';
import type { RunRecord } from './run-record.ts';

/** A workload's keys or clients are hurt when more than 1 % of what they asked for in the fault's time failed or came too late. */
export function blastRadiusOf(
  scenario: Scenario,
  incident: RunRecord,
  affected: number,
): FailoverFigures['blastRadius'] {
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
