/** For each backend, how many proxies had it out of their rings, from when to when, and by whom. Times in seconds. */
import { POLICY } from '../../proxy/ejections.ts';
import { faultSpans } from '../../scenario/fault-spans.ts';
import type { Result } from '../../scenario/result.ts';
import { parseNanos } from '../../scenario/units.ts';
import { SECOND } from '../../world/world.ts';

export interface EjectionLane {
  readonly backend: string;
  /** When something was really wrong with it, for some proxy at least; they do not overlap. */
  readonly sick: readonly Stretch[];
  /** Where the numbers change; before the first nobody has it out. */
  readonly steps: readonly EjectionStep[];
  /** By whom, with how often; policies are one. */
  readonly by: readonly { readonly name: string; readonly isPolicy: boolean; readonly count: number }[];
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface EjectionStep {
  readonly at: number;
  /** Proxies that have it out from here on. */
  readonly byPolicy: number;
  readonly byPeople: number;
}

/** Backends that some proxy took out, and those that were sick: these first. */
export function ejectionLanes(result: Result): EjectionLane[] {
  const end = result.phases.at(-1)?.to ?? 0;
  const names = new Set(result.incident.backends.map(({ name }) => name));
  const ejected = result.incident.proxies.flatMap(({ ejections }) => ejections);
  for (const { backend } of ejected) names.add(backend);
  const sickness = sickStretches(result, end);
  for (const backend of sickness.keys()) names.add(backend);
  const lanes = [...names].map((backend): EjectionLane => {
    const own = ejected.filter((one) => one.backend === backend);
    return { backend, sick: sickness.get(backend) ?? [], steps: stepsOf(own, end), by: authorsOf(own) };
  });
  const some = lanes.filter(({ sick, steps }) => sick.length + steps.length > 0);
  return [...some.filter(({ sick }) => sick.length > 0), ...some.filter(({ sick }) => sick.length === 0)];
}

type Ejections = Result['incident']['proxies'][number]['ejections'];

function stepsOf(ejections: Ejections, end: number): EjectionStep[] {
  const changes = ejections.flatMap(({ at, until, by }) => [
    { at, change: 1, by },
    { at: until ?? end, change: -1, by },
  ]);
  changes.sort((a, b) => a.at - b.at);
  const steps: EjectionStep[] = [];
  let [byPolicy, byPeople] = [0, 0];
  changes.forEach(({ at, change, by }, i) => {
    if (by === POLICY) byPolicy += change;
    else byPeople += change;
    if (changes[i + 1]?.at !== at) steps.push({ at, byPolicy, byPeople });
  });
  return steps;
}

function authorsOf(ejections: Ejections): EjectionLane['by'] {
  const names = [...new Set(ejections.map(({ by }) => by))];
  return names.map((name) => ({
    name,
    isPolicy: name === POLICY,
    count: ejections.filter(({ by }) => by === name).length,
  }));
}

function sickStretches({ scenario }: Result, end: number): Map<string, Stretch[]> {
  const nanos = (time: Parameters<typeof parseNanos>[0]): number => parseNanos(time) ?? 0;
  const spans = faultSpans(scenario, { at: nanos, lasting: nanos }).map(({ backend, from, to }) => ({
    backend,
    from: from / SECOND,
    to: Math.min(end, to === null ? end : to / SECOND),
  }));
  spans.sort((a, b) => a.from - b.from);
  const stretches = new Map<string, Stretch[]>();
  for (const { backend, from, to } of spans) {
    const own = stretches.get(backend) ?? [];
    const last = own.at(-1);
    if (to <= from) continue;
    if (last !== undefined && from <= last.to) own[own.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else own.push({ from, to });
    stretches.set(backend, own);
  }
  return stretches;
}

/** From when to when some proxy had it out, and how many at most at once. */
export function outages(steps: readonly EjectionStep[]): (Stretch & { readonly most: number })[] {
  const all: { from: number; to: number; most: number }[] = [];
  let isOut = false;
  for (const { at, byPolicy, byPeople } of steps) {
    const out = byPolicy + byPeople;
    const last = all.at(-1);
    if (isOut && last !== undefined) {
      last.to = at;
      last.most = Math.max(last.most, out);
    } else if (out > 0) all.push({ from: at, to: at, most: out });
    isOut = out > 0;
  }
  return all;
}

/**
 * So many columns of time instead of each change, where there are more: in each the most that were out in it, so that
 * however short it was, it is not lost.
 */
export function thinned(steps: readonly EjectionStep[], columns: number): readonly EjectionStep[] {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined || steps.length <= columns) return steps;
  const width = (last.at - first.at) / columns;
  const thin: EjectionStep[] = [];
  let next = 0;
  let current: EjectionStep = { at: first.at, byPolicy: 0, byPeople: 0 };
  for (let column = 0; column < columns; column++) {
    const at = first.at + column * width;
    let { byPolicy, byPeople } = current;
    while (next < steps.length && steps[next]!.at < at + width) {
      current = steps[next++]!;
      byPolicy = Math.max(byPolicy, current.byPolicy);
      byPeople = Math.max(byPeople, current.byPeople);
    }
    const before = thin.at(-1);
    if (before?.byPolicy !== byPolicy || before.byPeople !== byPeople) thin.push({ at, byPolicy, byPeople });
  }
  return [...thin, last];
}
