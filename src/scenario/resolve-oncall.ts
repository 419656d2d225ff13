import { BURN_RULES } from '../measure/availability.ts';
import type { AlertRule } from '../oncall/alert.ts';
import { burnRateAbove } from '../oncall/burn-rate.ts';
import { call, engineer, push, sms, type Channel, type Person } from '../oncall/chain.ts';
import { given, type Delay } from '../oncall/delay.ts';
import { pushEscalated, smsEscalated, smsOnly, type EscalationPolicy } from '../oncall/escalation.ts';
import { threshold } from '../oncall/threshold.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import type { Duration } from './define.ts';
import type { AlertRuleSpec, DrawnOr, OncallAction, OncallSpec, PersonSpec } from './oncall.ts';
import { nanos } from './units.ts';

const NEXT_PERSON_AFTER: Nanos = 300 * SECOND;
const AT_MOST = 2;
const CHANNELS = { sms, push, call } as const;

/** In ns of the run. */
export interface ResolvedOncall {
  readonly interval: Nanos;
  /** Made anew for each run: conditions remember what they have seen. */
  rules(): AlertRule[];
  readonly policy: EscalationPolicy;
  readonly people: readonly Person[];
  /** Of the nth person who is paged, from 0. */
  nameOf(person: number): string;
  readonly action: OncallAction;
  /** Suspects to act on. */
  readonly atMost: number;
}

/** `lasting`: durations of the timeline, as the run has them. */
export function resolveOncall(spec: OncallSpec, lasting: (duration: Duration) => Nanos): ResolvedOncall {
  const people = spec.people ?? [{}];
  return {
    interval: Math.max(1, lasting(spec.interval ?? '10s')),
    rules: () => Object.entries(spec.rules).map(([name, rule]) => resolveRule(name, rule, lasting)),
    policy: resolvePolicy(spec, lasting),
    people: people.map((person) => resolvePerson(person, lasting)),
    nameOf: (person) => people[person]?.name ?? `person ${person + 1}`,
    action: spec.action,
    atMost: (spec.action.do === 'add-proxies' ? undefined : spec.action.atMost) ?? AT_MOST,
  };
}

function resolveRule(name: string, rule: AlertRuleSpec, lasting: (duration: Duration) => Nanos): AlertRule {
  if (rule.kind === 'burn-rate') {
    const { slo, of = 'proxies', slowerThan } = rule;
    const rules = BURN_RULES.map(({ long, short, threshold: limit }) => ({
      long: scaled(long, lasting),
      short: scaled(short, lasting),
      threshold: limit,
    }));
    const limit = slowerThan === undefined ? Infinity : nanos(slowerThan);
    return { name, condition: burnRateAbove({ slo, of, slowerThan: limit, rules }), holdFor: 0 };
  }
  const { metric, above, below } = rule;
  const value = (bound: Duration | number): number => (typeof bound === 'number' ? bound : nanos(bound));
  const condition = threshold({
    metric,
    ...(above === undefined ? {} : { above: value(above) }),
    ...(below === undefined ? {} : { below: value(below) }),
  });
  return { name, condition, holdFor: lasting(rule.for ?? '0s') };
}

function resolvePolicy({ escalation = 'sms-only', channels = {} }: OncallSpec, lasting: (d: Duration) => Nanos) {
  const own = typeof escalation === 'string' ? named(escalation) : inFull(escalation);
  // Channels are told apart by their names, also where their distributions were replaced.
  const channel = (each: Channel): Channel => {
    const pinned = channels[each.name as keyof typeof CHANNELS]?.delay ?? 'drawn';
    return { ...each, delay: drawnOr(pinned, each.delay, lasting) };
  };
  return {
    channels: own.channels.map(channel),
    receiptWithin: scaled(own.receiptWithin ?? Infinity, lasting),
    acknowledgedWithin: scaled(own.acknowledgedWithin, lasting),
    people: own.people,
  } satisfies EscalationPolicy;
}

function named(name: Extract<OncallSpec['escalation'], string>): EscalationPolicy {
  switch (name) {
    case 'sms-only':
      return smsOnly;
    case 'sms-escalated':
      return smsEscalated(NEXT_PERSON_AFTER);
    case 'push-escalated':
      return pushEscalated(NEXT_PERSON_AFTER);
  }
}

function inFull(spec: Exclude<OncallSpec['escalation'], string | undefined>): EscalationPolicy {
  return {
    channels: spec.channels.map((name) => CHANNELS[name]),
    receiptWithin: spec.receiptWithin === undefined ? Infinity : nanos(spec.receiptWithin),
    acknowledgedWithin: spec.acknowledgedWithin === undefined ? Infinity : nanos(spec.acknowledgedWithin),
    people: spec.people ?? 1,
  };
}

function resolvePerson({ response = 'drawn', action = 'drawn' }: PersonSpec, lasting: (d: Duration) => Nanos): Person {
  return {
    response: drawnOr(response, engineer.response, lasting),
    action: drawnOr(action, engineer.action, lasting),
  };
}

function drawnOr(pinned: DrawnOr, drawn: Delay, lasting: (duration: Duration) => Nanos): Delay {
  if (pinned === 'never') return given(Infinity);
  if (pinned !== 'drawn') return given(lasting(pinned));
  if (drawn.kind === 'given') return drawn;
  return { kind: 'mixture', parts: drawn.parts.map((part) => ({ ...part, median: scaled(part.median, lasting) })) };
}

function scaled(t: Nanos, lasting: (duration: Duration) => Nanos): Nanos {
  return t === Infinity ? t : lasting(`${t}ns`);
}
