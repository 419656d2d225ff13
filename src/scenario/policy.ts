/** How a scenario says what its proxies do about a sick backend. */
import type { Duration } from './define.ts';

export type PolicySpec =
  | { readonly name: 'none' }
  | ConsecutiveEjectSpec
  | TkoProbeSpec
  | LatencyOutlierSpec
  | SuccessRateSpec
  /** Real proxies' defaults, and what is left out of them: `src/proxy/policies/presets.ts`. */
  | { readonly name: 'twemproxy' }
  | { readonly name: 'envoy' }
  | { readonly name: 'finagle' }
  | { readonly name: 'mcrouter' };

/** twemproxy's: consecutive failures eject, the retry time readmits. Slow answers are no failures: it never sees them. */
export interface ConsecutiveEjectSpec {
  readonly name: 'consecutive-eject';
  /** A backend's silence for this long is a failure. @default '400ms' */
  readonly timeout?: Duration;
  /** @default 3 */
  readonly failures?: number;
  /** @default '30s' */
  readonly retry?: Duration;
}

/** mcrouter's: only a probe's answer brings a backend back. A sick one that answers probes comes back all the same. */
export interface TkoProbeSpec {
  readonly name: 'tko-probe';
  /** A backend's silence for this long is a failure. @default '1000ms' */
  readonly timeout?: Duration;
  /** So many in a row eject; a connection that cannot be made does at once. Range 1.. @default 3 */
  readonly failures?: number;
  /** From the ejection to the first probe. @default '10s' */
  readonly probe?: Duration;
  /** Each wait is so many times the one before. Range 1..100. @default 1.5 */
  readonly probeGrowth?: number;
  /** The longest wait, without its jitter. @default '60s' */
  readonly probeMax?: Duration;
  /** Each wait is longer by a share between these. Range 0..10. @default { from: 0.05, to: 0.5 } */
  readonly probeJitter?: { readonly from: number; readonly to: number };
  /**
   * Fail open: beyond this share of all backends nobody is ejected, and those wait for their timeouts. Range 0..100; one
   * always may be. @default 50
   */
  readonly ejectedPercentMax?: number;
}

/**
 * Ejects who is slow by the measure of its peers. It needs traffic: below `requests` a window, which is 10 requests/s of
 * each proxy to each backend by default, it sees nothing.
 */
export interface LatencyOutlierSpec {
  readonly name: 'latency-outlier';
  /** A backend's silence for this long ends the connection; what is lost counts as so slow. @default '1s' */
  readonly timeout?: Duration;
  /** @default '10s' */
  readonly window?: Duration;
  /** Fewer in a window say nothing. Range 1.. @default 100 */
  readonly requests?: number;
  /** Slow: a p95 above so many times the median of the peers'. Range above 1, to 1000. @default 5 */
  readonly times?: number;
  /** And above this. @default '20ms' */
  readonly floor?: Duration;
  /** So many slow windows running eject. Range 1.. @default 3 */
  readonly windows?: number;
  /** The first ejection; the n-th lasts n times as long, and each window without complaint takes one off n. @default '30s' */
  readonly ejected?: Duration;
  /** The longest ejection, without its jitter. @default '300s' */
  readonly ejectedMax?: Duration;
  /** Added to each ejection, up to this. @default '10s' */
  readonly jitter?: Duration;
  /** Of all backends, rounded down: 20 is 2 of 12. Range 0..100; one always may be. @default 20 */
  readonly ejectedPercentMax?: number;
}

/** Finagle's: too large a share of the latest requests failed. Slow answers are no failures: it never sees them. */
export interface SuccessRateSpec {
  readonly name: 'success-rate';
  /** A backend's silence for this long fails all that waits on the connection. @default '1s' */
  readonly timeout?: Duration;
  /** Ejected below this. Range above 0, to 1. @default 0.8 */
  readonly rate?: number;
  /** @default '30s' */
  readonly window?: Duration;
  /** Fewer in the window say nothing. Range 1.. @default 5 */
  readonly requests?: number;
  /** The first dead time; then one request is let through, and it doubles until one is answered. Half is drawn anew. @default '5s' */
  readonly dead?: Duration;
  /** The longest. @default '300s' */
  readonly deadMax?: Duration;
}
