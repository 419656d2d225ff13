/** What the timeline of a scenario may do: faults, toxics, and what people do. */
import type { Match } from '../link/reading/message.ts';
import type { ClientSpec, Duration, Time } from './define.ts';
import type { TenancyAction } from './tenancy.ts';

/** `for`: how long it lasts; absent: until the end of the run. */
export type TimelineEntry = {
  readonly at: Time;
  readonly for?: Duration;
  /**
   * Such is every day: a pause, a slow link. Nothing that it touches counts as faulty, and whoever is ejected for it is
   * ejected wrongly. @default false
   */
  readonly ordinary?: boolean;
} & TimelineAction;

export type TimelineAction = NodeAction | LinkAction | ReleaseAction | TenancyAction;

/** `backend-3`, `proxy-*`, `machine-7`; what may be slow or stall, also `origin`. */
export type NodePattern = string;

export type NodePatterns = NodePattern | readonly NodePattern[];

/** All links from these nodes to those; a workload's clients are a node of its name. */
export interface LinkPattern {
  readonly from: NodePatterns;
  readonly to: NodePatterns;
}

/** By wire name: `{ latency: 100, jitter: 20 }`. */
export type ToxicAttributes = Readonly<Record<string, number | string | boolean>>;

export type NodeAction =
  /** CPU work of these nodes (or of all nodes of these machines) takes `factor` times as long. */
  | { readonly do: 'slow'; readonly nodes: readonly NodePattern[]; readonly factor: number }
  /** The process is gone with all it held; after `for` it comes back, cold. */
  | { readonly do: 'crash'; readonly nodes: readonly NodePattern[] }
  /** As a crash, but it comes back at once where `for` does not say when. */
  | { readonly do: 'restart'; readonly nodes: readonly NodePattern[] }
  /** Accepts, then silence; after `for` it goes on. */
  | { readonly do: 'hang'; readonly nodes: readonly NodePattern[] }
  /**
   * Pauses the CPU once. Work waits; connections stay and new ones are accepted, clocks go on, and what costs no CPU time
   * goes on as well: the replies that a proxy passes on, and sign-ins, which have servers of their own.
   */
  | { readonly do: 'stall'; readonly nodes: readonly NodePattern[]; readonly for: Duration }
  /**
   * The table of these machines, or of those that these nodes run on, has so many descriptors; what is open beyond them
   * stays open. Where several limits are in force the lowest holds.
   */
  | { readonly do: 'fd-limit'; readonly nodes: readonly NodePattern[]; readonly limit: number };

export type LinkAction =
  | {
      readonly do: 'toxic';
      readonly link: LinkPattern;
      readonly type: string;
      /** By which it is updated or removed; unique on each link. @default the type and a number */
      readonly name?: string;
      /** @default 'downstream' */
      readonly stream?: 'upstream' | 'downstream';
      /** Share of the connections, or requests, that it applies to, 0..1. @default 1 */
      readonly toxicity?: number;
      /** What the toxicity is a share of; by request the link reads the memcached protocol. @default 'connection' */
      readonly toxicityPer?: 'connection' | 'request';
      /** Only these requests, and the replies to them; the link reads the memcached protocol. @default all bytes */
      readonly match?: Match;
      /** Connections that it applies to at once. @default all */
      readonly maxActive?: number;
      readonly attributes?: ToxicAttributes;
    }
  /** What is not said stays as it is, also what the toxic has counted so far. Not undone by itself: no `for`. */
  | {
      readonly do: 'update-toxic';
      readonly link: LinkPattern;
      readonly name: string;
      readonly toxicity?: number;
      readonly attributes?: ToxicAttributes;
    }
  /** Before its time, or a toxic that has none. No `for`. */
  | { readonly do: 'remove-toxic'; readonly link: LinkPattern; readonly name: string }
  /** Connections end, and connects are refused. */
  | { readonly do: 'down'; readonly link: LinkPattern }
  /** Whatever took the links down, and for however long. No `for`. */
  | { readonly do: 'up'; readonly link: LinkPattern }
  /**
   * No packet passes between these nodes and those: bytes wait, connects vanish and are tried again, nothing is lost or
   * closed. One-way: only what `from` sends is lost. Then what `to` sends still arrives, but no connect stands, whoever
   * tries: either the first packet is lost or the answer to it.
   */
  | {
      readonly do: 'partition';
      /** Workloads, proxies, backends, machines. */
      readonly from: NodePatterns;
      readonly to: NodePatterns;
      /** @default 'both' */
      readonly direction?: 'both' | 'one-way';
      /** Its toxics are called this, and `upstream` or `downstream`. @default `partition` and a number */
      readonly name?: string;
    };

export type ReleaseAction =
  /**
   * A release: the clients' processes are replaced by new ones, whose client has these changes; after `for` it is rolled
   * back. Without changes the processes are restarted. Old processes finish what they have begun; all their connections
   * close with them, also those that they leaked.
   */
  | { readonly do: 'deploy'; readonly workloads: readonly NodePattern[]; readonly client?: Partial<ClientSpec> }
  /** All proxies (or these) take the backends out of their rings; after `for` they readmit them. */
  | { readonly do: 'eject'; readonly backends: readonly NodePattern[]; readonly proxies?: readonly NodePattern[] }
  /** Something people do that has no effect by itself: a page is sent, an SMS arrives. */
  | { readonly do: 'note'; readonly says: string; readonly kind?: 'alert' | 'page' | 'receipt' | 'acknowledgement' };
