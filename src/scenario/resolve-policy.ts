import { consecutiveEject } from '../proxy/policies/consecutive-eject.ts';
import { latencyOutlier } from '../proxy/policies/latency-outlier.ts';
import { none } from '../proxy/policies/none.ts';
import type { Policy, PolicySeat } from '../proxy/policies/policy.ts';
import { LATENCY_OUTLIER, presetPolicy, SUCCESS_RATE, TKO_PROBE } from '../proxy/policies/presets.ts';
import { successRate } from '../proxy/policies/success-rate.ts';
import { tkoProbe } from '../proxy/policies/tko-probe.ts';
import type { Nanos } from '../world/world.ts';
import type { Duration } from './define.ts';
import type { LatencyOutlierSpec, PolicySpec, SuccessRateSpec, TkoProbeSpec } from './policy.ts';
import { nanos } from './units.ts';

export function resolvePolicy(spec: PolicySpec, seat: PolicySeat): Policy {
  switch (spec.name) {
    case 'none':
      return none();
    case 'consecutive-eject':
      return consecutiveEject({
        timeout: nanos(spec.timeout ?? '400ms'),
        failures: spec.failures ?? 3,
        retry: nanos(spec.retry ?? '30s'),
      });
    case 'tko-probe':
      return resolveTkoProbe(spec, seat);
    case 'latency-outlier':
      return resolveLatencyOutlier(spec, seat);
    case 'success-rate':
      return resolveSuccessRate(spec, seat);
    default:
      return presetPolicy(spec.name, seat);
  }
}

function resolveTkoProbe(spec: TkoProbeSpec, seat: PolicySeat): Policy {
  const usual = TKO_PROBE;
  return tkoProbe(
    {
      timeout: orUsual(spec.timeout, usual.timeout),
      failures: spec.failures ?? usual.failures,
      probe: orUsual(spec.probe, usual.probe),
      probeGrowth: spec.probeGrowth ?? usual.probeGrowth,
      probeMax: orUsual(spec.probeMax, usual.probeMax),
      probeJitter: spec.probeJitter ?? usual.probeJitter,
      ejectedPercentMax: spec.ejectedPercentMax ?? usual.ejectedPercentMax,
    },
    seat,
  );
}

function resolveLatencyOutlier(spec: LatencyOutlierSpec, seat: PolicySeat): Policy {
  const usual = LATENCY_OUTLIER;
  return latencyOutlier(
    {
      timeout: orUsual(spec.timeout, usual.timeout),
      window: orUsual(spec.window, usual.window),
      requests: spec.requests ?? usual.requests,
      times: spec.times ?? usual.times,
      floor: orUsual(spec.floor, usual.floor),
      windows: spec.windows ?? usual.windows,
      terms: {
        base: orUsual(spec.ejected, usual.terms.base),
        max: orUsual(spec.ejectedMax, usual.terms.max),
        jitter: spec.jitter === undefined ? usual.terms.jitter : nanos(spec.jitter),
        ejectedPercentMax: spec.ejectedPercentMax ?? usual.terms.ejectedPercentMax,
      },
    },
    seat,
  );
}

function resolveSuccessRate(spec: SuccessRateSpec, seat: PolicySeat): Policy {
  const usual = SUCCESS_RATE;
  return successRate(
    {
      timeout: orUsual(spec.timeout, usual.timeout),
      rate: spec.rate ?? usual.rate,
      window: orUsual(spec.window, usual.window),
      requests: spec.requests ?? usual.requests,
      dead: orUsual(spec.dead, usual.dead),
      deadMax: orUsual(spec.deadMax, usual.deadMax),
    },
    seat,
  );
}

function orUsual(duration: Duration | undefined, usual: Nanos): Nanos {
  return duration === undefined ? usual : nanos(duration);
}
