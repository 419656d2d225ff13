import type { FailoverFigures, Result } from './result.ts';

type Event = Result['events'][number];

/** What the run showed by itself. `t0`: in seconds of the scenario. */
export function observedEvents(failover: FailoverFigures, t0: number): Event[] {
  const { tip, tippedProxy, timeToFirstHarm, timeToRecover, violatingWindows } = failover;
  const events: Event[] = [];
  const observe = (at: number, text: string): void => void events.push({ at, kind: 'observed', text });
  if (typeof timeToFirstHarm === 'number')
    observe(t0 + timeToFirstHarm, 'the first window that violates the SLO begins');
  if (tip !== 'never') observe(tip, `${tippedProxy}: new connections exceed 3 times its baseline`);
  if (typeof timeToRecover === 'number' && violatingWindows > 0) {
    observe(t0 + timeToRecover, 'the last window that violates the SLO is over');
  }
  return events;
}
