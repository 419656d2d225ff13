/** When which backend was really faulty, and for which proxies: the truth that detectors are held against. */
import type { LinkName } from '../cluster/plan.ts';
import type { FaultSpan } from '../measure/ejection.ts';
import type { Nanos } from '../world/world.ts';
import type { Scenario, TimelineEntry } from './define.ts';
import { linksTouched } from './links.ts';
import { nodeNames } from './nodes.ts';
import type { ResolvedScenario } from './resolve.ts';
import { isDisturbance, nodesBefallen, toxicNames } from './timeline-faults.ts';

type Times = Pick<ResolvedScenario, 'at' | 'lasting'>;

/** By the timeline. What people do about a fault does not end it: an ejected backend is as slow as before. */
export function faultSpans(scenario: Scenario, times: Times): FaultSpan[] {
  const backends = new Set(nodeNames('backend', scenario.cluster));
  const names = toxicNames(scenario.timeline);
  return scenario.timeline.flatMap((entry, i): FaultSpan[] => {
    if (!isDisturbance(entry)) return [];
    const from = times.at(entry.at);
    const to = endOf(entry, times);
    const whole = [...new Set(nodesBefallen(entry, scenario))].filter((name) => backends.has(name));
    const links = linksTouched(entry, scenario).filter((link) => backends.has(link.to));
    return [
      ...whole.map((backend) => ({ backend, from, to })),
      ...links.map((link) => ({
        backend: link.to,
        proxy: link.from,
        from,
        to: earlier(to, cureOf({ entry, name: names[i], link }, scenario, times)),
      })),
    ];
  });
}

/** Null: the run's end. */
function endOf(entry: TimelineEntry, { at, lasting }: Times): Nanos | null {
  if (entry.for !== undefined) return at(entry.at) + lasting(entry.for);
  // The process is back at once; what it has lost is another matter.
  return entry.do === 'restart' ? at(entry.at) : null;
}

interface LinkFault {
  readonly entry: TimelineEntry;
  /** Of its toxic. */
  readonly name: string | undefined;
  readonly link: LinkName;
}

/** When a later entry takes the toxic away from this link, or lets it up again. */
function cureOf(fault: LinkFault, scenario: Scenario, { at }: Times): Nanos | null {
  const { from, to } = fault.link;
  const cures = scenario.timeline.filter(
    (entry) =>
      isCureOf(entry, fault) &&
      at(entry.at) >= at(fault.entry.at) &&
      linksTouched(entry, scenario).some((link) => link.from === from && link.to === to),
  );
  return cures.reduce<Nanos | null>((first, { at: when }) => earlier(first, at(when)), null);
}

/** A partition is two toxics: whoever takes one of them away has not ended it. */
function isCureOf(entry: TimelineEntry, { entry: fault, name }: LinkFault): boolean {
  if (entry.do === 'up') return fault.do === 'down';
  return entry.do === 'remove-toxic' && fault.do === 'toxic' && name === entry.name;
}

function earlier(a: Nanos | null, b: Nanos | null): Nanos | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
