import type { Nanos } from '../world/world.ts';
import type { Delay, Incident } from './failover.ts';
import { ratio } from './round.ts';
import { median } from './statistics.ts';

/** A proxy stopped sending to a backend. */
export interface Ejection {
  readonly at: Nanos;
  readonly proxy: string;
  readonly backend: string;
}

/** What was really wrong with a backend; `to` is `null` when it lasted to the end. */
export interface FaultSpan {
  readonly backend: string;
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
  /** First ejection at or after t0, minus t0. */
  readonly toEject: Delay;
}

/** Every (proxy, faulty backend) pair, in the order of the lists: those that never ejected are there too. */
export function pairEjections(
  ejections: readonly Ejection[],
  topology: { readonly proxies: readonly string[]; readonly faultyBackends: readonly string[] },
  incident: Pick<Incident, 't0'>,
): PairEjection[] {
  return topology.proxies.flatMap((proxy) =>
    topology.faultyBackends.map((backend) => {
      const times = ejections.filter((e) => e.proxy === proxy && e.backend === backend).map((e) => e.at);
      return { proxy, backend, toEject: timeToDetect(times, incident) };
    }),
  );
}

/** Median over the pairs, `never` counting as infinite; `null` when there are none. */
export function timeToEject(pairs: readonly Pick<PairEjection, 'toEject'>[]): Delay | null {
  const middle = median(pairs.map(({ toEject }) => (toEject === 'never' ? Infinity : toEject)));
  return middle === Infinity ? 'never' : middle;
}

/**
 * True when the backend was faulty at that time, or had been up to `grace` ns before: a detector that looks at the
 * last 10 s is not wrong for it.
 */
export function isTrueEjection(ejection: Ejection, faults: readonly FaultSpan[], grace: Nanos = 0): boolean {
  return faults.some(
    ({ backend, from, to }) =>
      backend === ejection.backend && ejection.at >= from && (to === null || ejection.at < to + grace),
  );
}

export interface EjectionQuality {
  readonly ejections: number;
  readonly falseEjections: number;
  /** True ejections / all ejections; `null` without any. */
  readonly precision: number | null;
  /** By any proxy, per hour and healthy backend; `null` without healthy backends or time. */
  readonly falsePerHealthyNodeHour: number | null;
}

const HOUR: Nanos = 3_600_000_000_000;

export function ejectionQuality(
  ejections: readonly Ejection[],
  faults: readonly FaultSpan[],
  watched: { readonly healthyBackends: number; readonly duration: Nanos; readonly grace?: Nanos },
): EjectionQuality {
  const right = ejections.filter((ejection) => isTrueEjection(ejection, faults, watched.grace)).length;
  const wrong = ejections.length - right;
  return {
    ejections: ejections.length,
    falseEjections: wrong,
    precision: ratio(right, ejections.length),
    falsePerHealthyNodeHour: ratio(wrong, (watched.healthyBackends * watched.duration) / HOUR),
  };
}
