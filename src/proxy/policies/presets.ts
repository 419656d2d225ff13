/** The defaults of real proxies, as data over the policies here. Sources: each project's documentation and source. */
import { MILLISECOND, SECOND } from '../../world/world.ts';
import { consecutiveEject, type ConsecutiveEjectOptions } from './consecutive-eject.ts';
import { either } from './either.ts';
import type { LatencyOutlierOptions } from './latency-outlier.ts';
import type { Policy, PolicySeat } from './policy.ts';
import { successRate, type SuccessRateOptions } from './success-rate.ts';
import { tkoProbe, type TkoProbeOptions } from './tko-probe.ts';

export interface PolicyPreset {
  readonly consecutiveEject?: ConsecutiveEjectOptions;
  readonly successRate?: SuccessRateOptions;
  readonly tkoProbe?: TkoProbeOptions;
}

export const TKO_PROBE: TkoProbeOptions = {
  timeout: 1000 * MILLISECOND,
  failures: 3,
  probe: 10 * SECOND,
  probeGrowth: 1.5,
  probeMax: 60 * SECOND,
  probeJitter: { from: 0.05, to: 0.5 },
  ejectedPercentMax: 50,
};

export const LATENCY_OUTLIER: LatencyOutlierOptions = {
  timeout: SECOND,
  window: 10 * SECOND,
  requests: 100,
  times: 5,
  floor: 20 * MILLISECOND,
  windows: 3,
  terms: { base: 30 * SECOND, max: 300 * SECOND, jitter: 10 * SECOND, ejectedPercentMax: 20 },
};

export const SUCCESS_RATE: SuccessRateOptions = {
  timeout: SECOND,
  rate: 0.8,
  window: 30 * SECOND,
  requests: 5,
  dead: 5 * SECOND,
  deadMax: 300 * SECOND,
};

export const POLICY_PRESETS = {
  /** With auto_eject_hosts, for without it is `none`. It has no timeout: only lost connections are failures. */
  twemproxy: { consecutiveEject: { timeout: Infinity, failures: 2, retry: 30 * SECOND } },
  /**
   * Five errors in a row, 30 s x n up to 300 s, at most 10 %. op_timeout has no default there: 1 s is ours. Its detector
   * by success rate among peers is left out.
   */
  envoy: {
    consecutiveEject: {
      timeout: SECOND,
      failures: 5,
      retry: {
        base: 30 * SECOND,
        max: 300 * SECOND,
        growth: 'linear',
        jitter: 0,
        easing: 10 * SECOND,
        ejectedPercentMax: 10,
      },
    },
  },
  /** Whichever comes first. It has no timeout of its own: 1 s is ours. */
  finagle: {
    consecutiveEject: {
      timeout: SECOND,
      failures: 5,
      retry: {
        base: 5 * SECOND,
        max: 300 * SECOND,
        growth: 'doubling',
        jitter: 'equal',
        easing: 30 * SECOND,
        ejectedPercentMax: 100,
      },
    },
    successRate: SUCCESS_RATE,
  },
  mcrouter: { tkoProbe: TKO_PROBE },
} as const satisfies Record<string, PolicyPreset>;

export type PolicyPresetName = keyof typeof POLICY_PRESETS;

export function presetPolicy(name: PolicyPresetName, seat: PolicySeat): Policy {
  const preset: PolicyPreset = POLICY_PRESETS[name];
  const policies: Policy[] = [];
  if (preset.consecutiveEject) policies.push(consecutiveEject(preset.consecutiveEject, seat));
  if (preset.successRate) policies.push(successRate(preset.successRate, seat));
  if (preset.tkoProbe) policies.push(tkoProbe(preset.tkoProbe, seat));
  return policies.reduce(either);
}
