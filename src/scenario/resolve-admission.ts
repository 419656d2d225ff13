import type { ClusterPlan } from '../cluster/plan.ts';
import type { GradientOptions } from '../proxy/admission/gradient.ts';
import type { AdmissionSpec, ProxySpec } from './define.ts';
import { nanos } from './units.ts';

type ProxyPart = Pick<ClusterPlan['proxy'], 'gate' | 'replicas'>;

const GRADIENT = { initial: 20, min: 20, max: 200, tolerance: 1.5, queue: 4, smoothing: 0.2 };

/** Nothing where nothing is asked for: what is off costs nothing. */
export function resolveAdmission(spec: ProxySpec): ProxyPart {
  return { ...resolveGate(spec), ...resolveReplicas(spec) };
}

function resolveGate({ admission = {} }: ProxySpec): Pick<ProxyPart, 'gate'> {
  const { codel, gradient, inFlight } = admission;
  if (codel === undefined && gradient === undefined && inFlight === undefined) return {};
  return {
    gate: {
      codel: codel ? { target: nanos(codel.target ?? '5ms'), interval: nanos(codel.interval ?? '100ms') } : null,
      gradient: gradient ? resolveGradient(gradient) : null,
      inFlight: inFlight ?? Infinity,
    },
  };
}

export function resolveGradient(spec: NonNullable<AdmissionSpec['gradient']>): GradientOptions {
  const { min, max, ...others } = { ...GRADIENT, ...spec };
  return { ...others, min, max, initial: spec.initial ?? Math.min(Math.max(GRADIENT.initial, min), max) };
}

function resolveReplicas({ replicas = 1, choice = 'first', hedge }: ProxySpec): Pick<ProxyPart, 'replicas'> {
  if (replicas === 1 && hedge === undefined) return {};
  return { replicas: { count: replicas, choice, hedge: hedge ? { quantile: 0.95, percentMax: 5, ...hedge } : null } };
}
