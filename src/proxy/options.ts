import type { Admission } from '../tenancy/grant.ts';
import type { Nanos, World } from '../world/world.ts';
import type { GateOptions } from './admission/gate.ts';
import type { AuthenticationOptions } from './authentication.ts';
import type { FailoverLimitOptions } from './failover-limit.ts';
import type { KeyHashName } from './hash.ts';
import type { LeaseOptions } from './policies/lease.ts';
import type { Policy, PolicySeat } from './policies/policy.ts';
import type { ReplicasOptions } from './replicas/replicas.ts';
import type { SignIn } from './signed-in.ts';
import type { WarmUpOptions } from './warm-up.ts';

export interface ProxyOptions {
  readonly world: World;
  readonly name: string;
  readonly address: string;
  /** Live world: the port to bind; 0: any. */
  readonly port?: number;
  /** Live world: the interface. @default '127.0.0.1' */
  readonly host?: string;
  /** Connections that wait to be accepted. @default 511 */
  readonly backlog?: number;
  readonly backends: readonly {
    readonly name: string;
    readonly address: string;
    /** What the proxy itself signs in with, where the backend asks for it. */
    readonly signIn?: SignIn | null;
  }[];
  readonly hash: KeyHashName;
  /** CPU time of a request, in ns. */
  readonly cpuCost: Nanos;
  readonly connectionsPerBackend: number;
  readonly maxConnections: number;
  /** Null: clients need not authenticate. */
  readonly authentication: (AuthenticationOptions & { readonly dropAfter: Nanos }) | null;
  readonly admission: Admission;
  /** Makes the proxy's policy; again after a crash, for what it had learnt is gone. */
  readonly policy: (seat: PolicySeat) => Policy;
  /** @default none: a key lives on one backend */
  readonly replicas?: ReplicasOptions;
  /** What may be passed on to a backend. @default everything */
  readonly gate?: GateOptions;
  readonly ejectedKeys: 'rehash' | 'miss-fast' | 'gutter';
  /** Who takes ejected backends' keys where these go to the gutter. */
  readonly gutter?: {
    readonly backends: ProxyOptions['backends'];
    /** No entry there lives longer, in ns. */
    readonly ttl: Nanos;
  };
  /** @default as many fail over as have to */
  readonly failoverLimit?: FailoverLimitOptions;
  /** Who misses a key may have to wait for somebody else to fetch it. @default a miss is a miss */
  readonly leases?: LeaseOptions;
  /** @default a backend that returns gets all of its keys at once */
  readonly warmUp?: WarmUpOptions;
}
