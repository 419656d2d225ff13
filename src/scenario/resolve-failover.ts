import type { ClusterPlan } from '../cluster/plan.ts';
import type { ProxySpec } from './define.ts';
import { nanos } from './units.ts';

type ProxyPart = Pick<ClusterPlan['proxy'], 'ejectedKeys' | 'failoverLimit' | 'warmUp'>;

export function resolveFailover({ ejectedKeys, policy, failoverLimit, warmUp }: ProxySpec): ProxyPart {
  return {
    // An error on a get is told as a miss there.
    ejectedKeys: ejectedKeys ?? (policy?.name === 'mcrouter' ? 'miss-fast' : 'rehash'),
    ...(failoverLimit && { failoverLimit: { burst: 1000, ...failoverLimit } }),
    ...(warmUp && { warmUp: { below: 0.7, above: 0.9, start: 0.1, ...warmUp } }),
  };
}

/** Null: there is none. */
export function resolveGutter({ ejectedKeys, gutter }: ProxySpec): NonNullable<ClusterPlan['gutter']> | null {
  if (ejectedKeys !== 'gutter') return null;
  return { nodes: gutter?.nodes ?? 1, ttl: nanos(gutter?.ttl ?? '10s') };
}
