import type { Nanos } from '../world/world.ts';
import type { Delay, Incident } from './failover.ts';
import { ratio } from './round.ts';
import { median } from './statistics.ts';

/** A proxy stopped sending to a backend. */
export interface Ejection {
  readonly at: Nanos;
  /** When it sent there again. @default never */
  readonly until?: Nanos | null;
  readonly proxy: string;
  readonly backend: string;
}

/** What was really wrong with a backend; `to` is `null` when it lasted to the end. */
export interface FaultSpan {
  readonly backend: string;
  /** The one proxy that it is wrong for, as when their link is. @default all */
  readonly proxy?: string;
  readonly from: Nanos;
  readonly to: Nanos | null;
}

/** First alert - t0. Alerts from before the fault are no detection of it. */
export function timeToDetect(alerts: readonly Nanos[], incident: Pick<Incident, 't0'>): Delay {
  const after = alerts.filter((at) => at >= incident.t0);
  return after.length === 0 ? 'never' : after.reduce((a, b) => Math.min(a, b)) - incident.t0;
}

export interface PairEjection {
  readonly proxy: string;
  readonly backend: string;
  /** When the backend first was faulty for the proxy: the pair's own t0. */
  readonly from: Nanos;
  /** First true ejection - t0; 0 when the backend was out already. */
  readonly toEject: Delay;
}

/** Every (proxy, backend) pair that some fault parts, in the order of the lists: those that never ejected are there too. */
export function pairEjections(
  ejections: readonly Ejection[],
  faults: readonly FaultSpan[],
  topology: { readonly proxies: readonly string[]; readonly backends: readonly string[]; readonly grace?: Nanos },
): PairEjection[] {
  return topology.proxies.flatMap((proxy) =>
    topology.backends.flatMap((backend): PairEjection[] => {
      const spans = faults.filter((fault) => concerns(fault, proxy, backend));
      if (spans.length === 0) return [];
      const from = spans.map((span) => span.from).reduce((a, b) => Math.min(a, b));
      const own = ejections.filter((each) => each.proxy === proxy && each.backend === backend);
      const out = own.some(({ at, until = null }) => at < from && (until === null || until > from));
      const times = own.filter((each) => isTrueEjection(each, spans, topology.grace)).map(({ at }) => at);
      return [{ proxy, backend, from, toEject: out ? 0 : timeToDetect(times, { t0: from }) }];
    }),
  );
}

/** Median over the pairs, `never` counting as infinite; `null` when there are none. */
export function timeToEject(pairs: readonly Pick<PairEjection, 'toEject'>[]): Delay | null {
  const middle = median(pairs.map(({ toEject }) => (toEject === 'never' ? Infinity : toEject)));
  return middle === Infinity ? 'never' : middle;
}

/**
 * True when the backend was faulty for that proxy at that time, or had been up to `grace` ns before: a detector that
 * looks at the last 10 s is not wrong for it.
 */
export function isTrueEjection(ejection: Ejection, faults: readonly FaultSpan[], grace: Nanos = 0): boolean {
  const { at, proxy, backend } = ejection;
  return faults.some(
    (fault) => concerns(fault, proxy, backend) && at >= fault.from && (fault.to === null || at < fault.to + grace),
  );
}

function concerns(fault: FaultSpan, proxy: string, backend: string): boolean {
  return fault.backend === backend && (fault.proxy === undefined || fault.proxy === proxy);
}

export interface EjectionQuality {
  readonly ejections: number;
  readonly falseEjections: number;
  /** True ejections / all ejections; `null` without any. */
  readonly precision: number | null;
  /** By any proxy, per hour in which some backend was healthy; `null` when none ever was. */
  readonly falsePerHealthyNodeHour: number | null;
}

const HOUR: Nanos = 3_600_000_000_000;

export function ejectionQuality(
  ejections: readonly Ejection[],
  faults: readonly FaultSpan[],
  watched: { readonly backends: readonly string[]; readonly duration: Nanos; readonly grace?: Nanos },
): EjectionQuality {
  const right = ejections.filter((ejection) => isTrueEjection(ejection, faults, watched.grace)).length;
  const wrong = ejections.length - right;
  const healthy = watched.backends.reduce((sum, name) => sum + healthyTime(name, faults, watched.duration), 0);
  return {
    ejections: ejections.length,
    falseEjections: wrong,
    precision: ratio(right, ejections.length),
    falsePerHealthyNodeHour: ratio(wrong, healthy / HOUR),
  };
}

/** Of [0, duration), how long no fault lay on the backend. */
function healthyTime(backend: string, faults: readonly FaultSpan[], duration: Nanos): Nanos {
  const spans = faults.filter((fault) => fault.backend === backend).sort((a, b) => a.from - b.from);
  let healthy = 0;
  let seen = 0;
  for (const { from, to } of spans) {
    healthy += Math.max(0, Math.min(from, duration) - seen);
    seen = Math.max(seen, to ?? duration);
  }
  return healthy + Math.max(0, duration - seen);
}
