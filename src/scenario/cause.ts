import type { Ejection } from '../measure/ejection.ts';
import type { Nanos } from '../world/world.ts';
import { ejectionsOf } from './ejection-figures.ts';
import { proxyNames } from './herd-figures.ts';
import type { IncidentView } from './incident-view.ts';
import { knownServers } from './oncall-proxies.ts';

/**
 * When the last proxy stopped asking the last sick backend, whether the fault ended or the backend was taken out, but no
 * earlier than t1; null: some proxy asked one until the run was over. Harm outlives its cause only after that.
 */
export function causeEnd(view: IncidentView): Nanos | null {
  const { t1, end, incident, scenario } = view;
  const { list, faults } = ejectionsOf(view);
  const proxies = knownServers(proxyNames(incident), scenario);
  const asked = faults.flatMap(({ backend, proxy, from, to }) =>
    (proxy === undefined ? proxies : [proxy]).map((name) => {
      const ejections = list.filter((each) => each.proxy === name && each.backend === backend);
      return Math.max(from, lastIn(ejections, Math.min(to ?? end, end), end));
    }),
  );
  const last = asked.reduce((a, b) => Math.max(a, b), t1);
  return last >= end ? null : last;
}

/** The latest time up to `before` at which the backend was in the ring. */
function lastIn(ejections: readonly Ejection[], before: Nanos, end: Nanos): Nanos {
  let at = before;
  for (let i = 0; i <= ejections.length; i++) {
    const out = ejections.find((each) => each.at < at && (each.until ?? end) >= at);
    if (out === undefined) return at;
    at = out.at;
  }
  return at;
}
