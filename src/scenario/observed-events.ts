import type { FailoverFigures, Result } from './result.ts';
import type { RunRecord } from './run-record.ts';

type Event = Result['events'][number];

/** What the run showed by itself. `t0`: in seconds of the scenario. */
export function observedEvents(
  failover: FailoverFigures,
  t0: number,
  firstTimeout: RunRecord['firstTimeout'] = null,
): Event[] {
  const { tip, tippedProxy, timeToFirstHarm, timeToRecover, violatingWindows } = failover;
  const events: Event[] = [];
  const observe = (at: number, text: string): void => void events.push({ at, kind: 'observed', text });
  if (firstTimeout !== null) observe(firstTimeout.at, timeoutText(firstTimeout));
  if (typeof timeToFirstHarm === 'number')
    observe(t0 + timeToFirstHarm, 'the first window that violates the SLO begins');
  if (tip !== 'never') observe(tip, `${tippedProxy}: new connections exceed 3 times its baseline`);
  if (typeof timeToRecover === 'number' && violatingWindows > 0) {
    observe(t0 + timeToRecover, 'the last window that violates the SLO is over');
  }
  return events;
}

function timeoutText({ workload, proxy, why }: NonNullable<RunRecord['firstTimeout']>): string {
  const says = `${workload}: the first request times out`;
  if (proxy === null) return says;
  if (why === 'connect-timeout') return `${says}, connecting to ${proxy}`;
  return why === 'auth-timeout' ? `${says}, signing in to ${proxy}` : `${says}, at ${proxy}`;
}
