import { isTrueEjection } from '../measure/ejection.ts';
import { violates, windowsIn } from '../measure/failover.ts';
import { ratio, round } from '../measure/round.ts';
import { SECOND } from '../world/world.ts';
import { availabilityOf } from './customer-figures.ts';
import { ejectionsOf } from './ejection-figures.ts';
import { goodBadIn, OPERATIONS_MIN, phaseFigures } from './good-bad.ts';
import type { IncidentView } from './incident-view.ts';
import type { ResolvedScenario } from './resolve.ts';
import type { FailoverPhase, RunFigures } from './result.ts';
import { secondsAt } from './seconds.ts';

type Phase = ResolvedScenario['phases'][number];

/** The same figures before, in and after the fault. What came before the measurement is none of them. */
export function failoverPhases(view: IncidentView): FailoverPhase[] {
  return view.resolved.phases.filter(({ name }) => name !== 'warmup').map((phase) => failoverPhase(view, phase));
}

function failoverPhase(view: IncidentView, phase: Phase): FailoverPhase {
  const { incident, control, resolved, end, compress } = view;
  const { name, from } = phase;
  const to = Math.max(from, Math.min(phase.to, end));
  // What rates are per: a second of the run's own time.
  const seconds = (to - from) / compress / SECOND;
  const { good } = goodBadIn(incident.figures, [name]);
  // A phase that was cut short is no match for a whole one.
  const expected = control === null || to < phase.to ? null : goodBadIn(control.figures, [name]).good;
  const windows = windowsIn(view.windows, { from, to });
  const ejected = ejectionsOf(view);
  const ejections = ejected.list.filter(({ at }) => at >= from && at < to);
  return {
    phase: name,
    from: secondsAt(resolved, from),
    to: secondsAt(resolved, to),
    goodput: ratio(good, seconds, 3),
    controlGoodput: expected === null ? null : ratio(expected, seconds, 3),
    goodputLoss: expected === null ? null : ratio(expected - good, expected),
    ...traffic(view, phase, seconds),
    hitRate: hitRate(incident.figures, name),
    ejections: ejections.length,
    falseEjections: ejections.filter((each) => !isTrueEjection(each, ejected.faults, ejected.grace)).length,
    ...availabilityOf(goodBadIn(incident.figures, [name]), resolved.slo.availability),
    windows: windows.length,
    violatingWindows: windows.filter((window) => violates(window, resolved.slo.p99)).length,
    unjudgedWindows: windows.filter(({ p99 }) => p99 === null).length,
  };
}

/** What went to backends, and who connected: in the phase's time, and at most in one of its windows. */
function traffic(
  { incident, compress }: IncidentView,
  { name, from, to }: Phase,
  seconds: number,
): Pick<FailoverPhase, 'retryAmplification' | 'newConnections' | 'newConnectionsPeak'> {
  const { figures, windowNs } = incident;
  const counted = figures.traffic.find(({ phase }) => phase === name);
  const attempts = counted?.backendAttempts ?? null;
  const inPhase = Array.from({ length: figures.proxies[0]?.newConnections.length ?? 0 }, (_, i) => ({
    start: i * windowNs,
    end: (i + 1) * windowNs,
    opened: figures.proxies.reduce((n, { newConnections }) => n + newConnections[i]!, 0),
  })).filter(({ start, end }) => start >= from && end <= to);
  const peak = inPhase.reduce((most, { opened }) => Math.max(most, opened), 0);
  return {
    retryAmplification: counted === undefined || attempts === null ? null : ratio(attempts, counted.operations),
    newConnections: counted === undefined ? null : ratio(counted.newConnections, seconds, 3),
    newConnectionsPeak: inPhase.length === 0 ? null : round((peak * SECOND * compress) / windowNs, 3),
  };
}

/** As clients see it. */
function hitRate(run: RunFigures, phase: Phase['name']): number | null {
  const all = phaseFigures(run, [phase]);
  const hits = all.reduce((n, each) => n + each.hits, 0);
  const gets = all.reduce((n, each) => n + each.misses, hits);
  return gets < OPERATIONS_MIN ? null : ratio(hits, gets);
}
