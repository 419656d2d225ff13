/**
 * Who watches the cluster, whom that pages, and what people do then. They are there in the control as well, where they
 * should have nothing to do. All durations here are the timeline's: a compressed run divides them, too.
 */
import type { MetricName } from '../oncall/metric.ts';
import type { NodePattern } from './actions.ts';
import type { Duration } from './define.ts';

export interface OncallSpec {
  /** Between two scrapes of the monitor, the first so long after the run's start. @default '10s' */
  readonly interval?: Duration;
  /** By name; each pages by itself. At least one. */
  readonly rules: Readonly<Record<string, AlertRuleSpec>>;
  /** Whom a page goes to and over what, by word or in full. @default 'sms-only' */
  readonly escalation?: EscalationName | EscalationSpec;
  /** How long messages take. @default drawn, by the distributions in src/oncall/chain.ts */
  readonly channels?: { readonly [Name in ChannelName]?: { readonly delay: DrawnOr } };
  /** In the order in which they are paged; the last stands for all who follow. @default one, whose times are drawn */
  readonly people?: readonly PersonSpec[];
  /** What a person who has acknowledged does. */
  readonly action: OncallAction;
}

export type AlertRuleSpec =
  | {
      readonly kind: 'threshold';
      readonly metric: MetricName;
      /** One of them at least: a duration for latencies, otherwise a number; shares are 0..1. */
      readonly above?: Duration | number;
      readonly below?: Duration | number;
      /** Fires when it has been so for this long, from the first scrape that showed it. @default '0s' */
      readonly for?: Duration;
    }
  /** 14.4 times too fast over 1 h and 5 min, or 6 times over 6 h and 30 min; before the run all was well. */
  | {
      readonly kind: 'burn-rate';
      /** Share of good events that is promised: above 0, below 1. */
      readonly slo: number;
      /** Whose events. Timeouts of clients are known to customers only. @default 'proxies' */
      readonly of?: 'proxies' | 'customers';
      /** A reply to a proxy that took longer is bad as well; not for customers. @default only failures are bad */
      readonly slowerThan?: Duration;
    };

export type ChannelName = 'sms' | 'push' | 'call';

/** Pinned, or by the distribution. 'never': it does not come. */
export type DrawnOr = Duration | 'never' | 'drawn';

/**
 * `sms-only`: one SMS to one person · `sms-escalated`: an SMS, the next person after 5 minutes · `push-escalated`: push
 * with a receipt, without it a call after 30 s, the next person after 5 minutes.
 */
export type EscalationName = 'sms-only' | 'sms-escalated' | 'push-escalated';

export interface EscalationSpec {
  /** In the order in which one person is tried. At least one. */
  readonly channels: readonly ChannelName[];
  /** Without a receipt by then: the next channel. Only push has receipts. @default never */
  readonly receiptWithin?: Duration;
  /** Without an acknowledgement by then, counted from the first message: the next person. @default never */
  readonly acknowledgedWithin?: Duration;
  /** How many are paged at most. Range 1..100. @default 1 */
  readonly people?: number;
}

export interface PersonSpec {
  /** @default 'person 1', 'person 2', … */
  readonly name?: string;
  /** From the first message that arrives to the acknowledgement. @default 'drawn' */
  readonly response?: DrawnOr;
  /** From the acknowledgement until the action takes effect. @default 'drawn' */
  readonly action?: DrawnOr;
}

/**
 * `suspects`: the backends that the monitor's figures point at in the moment in which the action takes effect (the rule is
 * in src/oncall/suspects.ts), at most so many, worst first. Where nobody stands out, nothing is done.
 */
export type OncallAction =
  /** All proxies take the backends out of their rings, for good. */
  | {
      readonly do: 'eject';
      readonly backends: 'suspects' | readonly NodePattern[];
      /** Of suspects. Range 1..64. @default 2 */
      readonly atMost?: number;
    }
  /** The processes start anew, cold. What slows their machine goes on. */
  | {
      readonly do: 'restart';
      readonly nodes: 'suspects' | readonly NodePattern[];
      /** Of suspects. Range 1..64. @default 2 */
      readonly atMost?: number;
    }
  /**
   * The cluster's last `count` proxies run from the start, and no client knows them until then: all workloads are released
   * anew, with a list of servers that has them. Fewer than there are proxies; a second page finds nothing left to add.
   */
  | { readonly do: 'add-proxies'; readonly count: number };

export const CHANNEL_NAMES = ['sms', 'push', 'call'] as const satisfies ChannelName[];
export const ESCALATION_NAMES = ['sms-only', 'sms-escalated', 'push-escalated'] as const satisfies EscalationName[];
