import type { Policy } from './policy.ts';

/** Two policies without probes side by side: who either wants out is out, until both would have it back. */
export function either(a: Policy, b: Policy): Policy {
  return {
    timeout: Math.min(a.timeout, b.timeout),
    answered: (backend, now, latency) => Math.max(a.answered(backend, now, latency), b.answered(backend, now, latency)),
    failed: (backend, now, why, requests) =>
      Math.max(a.failed(backend, now, why, requests), b.failed(backend, now, why, requests)),
  };
}
