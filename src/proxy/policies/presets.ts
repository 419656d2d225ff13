/**
 * The defaults of real proxies, as data over the policies here. Sources, each project's own documentation and source:
 *
 *   twemproxy  notes/recommendation.md, nc_server.c
 *   mcrouter   ProxyDestination.cpp and the wiki's list of options. Its failover rate limiter and its slow warm-up are off
 *              until they are configured: `failoverLimit`, `warmUp`. The limiter's rate there is a share of all requests.
 *   Envoy      outlier_detection.proto, circuit_breaker.proto, panic threshold. Left out: its three concurrent retries, for
 *              these proxies never try again, and the limit of 1024 connections, which they never come near.
 *   Finagle    FailureAccrualFactory, FailureAccrualPolicy. By default its memcached client leaves dead hosts in the ring
 *              and fails their requests; here `ejectedKeys` says what becomes of them.
 */
import { MILLISECOND, SECOND } from '../../world/world.ts';
import { consecutiveEject, type ConsecutiveEjectOptions } from './consecutive-eject.ts';
import { failureAccrual, type FailureAccrualOptions } from './failure-accrual.ts';
import type { LatencyOutlierOptions } from './latency-outlier.ts';
import { outlierDetection, type OutlierDetectionOptions } from './outlier-detection.ts';
import type { Policy, PolicySeat } from './policy.ts';
import type { SuccessRateOptions } from './success-rate.ts';
import { tkoProbe, type TkoProbeOptions } from './tko-probe.ts';

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

/** Of its own accord Finagle has no timeout: 1 s is ours. */
export const FAILURE_ACCRUAL: FailureAccrualOptions = { ...SUCCESS_RATE, failures: 5 };

/** op_timeout has no default there: 1 s is ours. */
export const OUTLIER_DETECTION: OutlierDetectionOptions = {
  timeout: SECOND,
  failures: 5,
  sweep: 10 * SECOND,
  times: 1.9,
  backends: 5,
  requests: 100,
  terms: {
    base: 30 * SECOND,
    max: 300 * SECOND,
    growth: 'linear',
    jitter: 0,
    easing: 10 * SECOND,
    ejectedPercentMax: 10,
  },
  panicPercent: 50,
  waitingMax: 1024,
};

/** With auto_eject_hosts, for without it is `none`. It has no timeout: only lost connections are failures. */
export const TWEMPROXY: ConsecutiveEjectOptions = { timeout: Infinity, failures: 2, retry: 30 * SECOND };

export type PolicyPresetName = 'twemproxy' | 'envoy' | 'finagle' | 'mcrouter';

export function presetPolicy(name: PolicyPresetName, seat: PolicySeat): Policy {
  switch (name) {
    case 'twemproxy':
      return consecutiveEject(TWEMPROXY);
    case 'envoy':
      return outlierDetection(OUTLIER_DETECTION, seat);
    case 'finagle':
      return failureAccrual(FAILURE_ACCRUAL, seat);
    case 'mcrouter':
      return tkoProbe(TKO_PROBE, seat);
  }
}
