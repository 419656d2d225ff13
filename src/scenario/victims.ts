import { violates, type FailoverWindow } from '../measure/failover.ts';
import { round } from '../measure/round.ts';
import { parts } from './tenancy.ts';
import { askedIn, failuresOfApp, goodputOf } from './goodput.ts';
import type { IncidentView } from './incident-view.ts';
import type { PhaseFigures, RunFigures, Victim, WorkloadFigures } from './result.ts';
import { secondsAt } from './seconds.ts';
import { isHurt } from './suffering-figures.ts';

/** Who was below the SLO from t0 on, from when to when, and by what; the worst first. */
export function victims(view: IncidentView): Victim[] {
  return view.incident.figures.workloads
    .flatMap((workload) => victim(view, workload) ?? [])
    .sort((a, b) => b.share - a.share || (a.workload < b.workload ? -1 : 1));
}

function victim(view: IncidentView, workload: WorkloadFigures): Victim | null {
  const { resolved, scenario } = view;
  const seen = workload.phases.filter(({ phase }) => phase === 'fault' || phase === 'recovery');
  const asked = seen.map((figures) => askedIn(workload, figures));
  const operations = asked.reduce((n, each) => n + each.operations, 0);
  const hurt = asked.reduce((n, { bad }) => n + bad, 0);
  const windows = windowsOf(view, workload).filter(({ end }) => end > view.t0);
  const bad = windows.filter((window) => violates(window, resolved.slo.p99));
  const [first, last] = [bad[0], bad.at(-1)];
  const inPhase = asked.some(isHurt);
  if (operations === 0 || (!inPhase && first === undefined)) return null;
  const credential = scenario.workloads[workload.name]?.credential;
  return {
    workload: workload.name,
    cache: credential === undefined ? null : parts(credential).cache,
    from: first === undefined ? null : secondsAt(resolved, Math.max(view.t0, first.start)),
    to: last === undefined ? null : secondsAt(resolved, last.end),
    isOver: last === undefined || last !== windows.at(-1),
    windows: windows.length,
    violatingWindows: bad.length,
    unjudgedWindows: windows.filter(({ p99 }) => p99 === null).length,
    operations: hurt,
    share: round(hurt / operations, 6),
    by: causes(workload, seen, operations),
  };
}

/** Its own windows, the control's beside them. */
function windowsOf({ incident, control, end }: IncidentView, workload: WorkloadFigures): FailoverWindow[] {
  const { name, series } = workload;
  const paired = control === null ? undefined : named(control.figures, name);
  const pairedGoodput = paired && goodputOf(paired);
  return goodputOf(workload).flatMap((goodput, i): FailoverWindow[] => {
    const [from, to] = [i * incident.windowNs, (i + 1) * incident.windowNs];
    const p99 = series.all.p99[i] ?? null;
    const controlGoodput = pairedGoodput?.[i] ?? null;
    return to > end ? [] : [{ start: from, end: to, p99: p99 === null ? null : p99 * 1000, goodput, controlGoodput }];
  });
}

function named({ workloads }: RunFigures, name: string): WorkloadFigures | undefined {
  return workloads.find((workload) => workload.name === name);
}

/** Kinds of failure, and answers that came too late for the SLO, as shares of all operations; most frequent first. */
function causes(
  { app, operationsPerPage }: WorkloadFigures,
  seen: readonly PhaseFigures[],
  operations: number,
): Victim['by'] {
  const failures = seen.flatMap(({ all, pages }) =>
    app === undefined ? [{ kind: 'slow', count: all.tooSlow }, ...all.errors] : failuresOfApp(pages, operationsPerPage),
  );
  const counts = new Map<string, number>();
  for (const { kind, count } of failures) {
    if (kind !== 'unfinished') counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return [...counts]
    .filter(([, count]) => count > 0)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([kind, count]) => ({ kind, share: round(count / operations, 6) }));
}
