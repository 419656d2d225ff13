/**
 *   inactive ──(the condition is met)──> pending ──(for as long as the rule says)──> firing
 *      ^                                    │                                          │
 *      └──────────(a scrape that does not meet it)──────────────(resolved)─────────────┘
 *
 * As Prometheus does: the rule is looked at after each scrape, a single scrape that does not meet the condition ends it,
 * and the time counts from the first scrape that did, not from when the trouble began.
 */
import type { Nanos } from '../world/world.ts';
import type { Condition } from './condition.ts';
import type { Scrape } from './reading.ts';

export type AlertState =
  | { readonly kind: 'inactive' }
  | { readonly kind: 'pending'; readonly since: Nanos }
  /** `pendingAt`: when the condition was met first. */
  | { readonly kind: 'firing'; readonly pendingAt: Nanos };

export interface AlertRule {
  readonly name: string;
  readonly condition: Condition;
  /** How long it must be met; 0: the first scrape fires. */
  readonly holdFor: Nanos;
}

export interface AlertChange {
  readonly at: Nanos;
  readonly rule: string;
  readonly kind: 'firing' | 'resolved';
  /** What the rule saw. */
  readonly says: string;
}

export class Alert {
  readonly rule: AlertRule;
  #state: AlertState = { kind: 'inactive' };

  constructor(rule: AlertRule) {
    this.rule = rule;
  }

  get state(): AlertState {
    return this.#state;
  }

  /** Null: nothing that anybody is told. */
  look(scrape: Scrape): AlertChange | null {
    const { name: rule, condition, holdFor } = this.rule;
    const { at } = scrape;
    const { met, says } = condition.judge(scrape);
    const state = this.#state;
    if (!met) {
      this.#state = { kind: 'inactive' };
      return state.kind === 'firing' ? { at, rule, kind: 'resolved', says } : null;
    }
    if (state.kind === 'firing') return null;
    const since = state.kind === 'pending' ? state.since : at;
    if (at - since < holdFor) {
      this.#state = { kind: 'pending', since };
      return null;
    }
    this.#state = { kind: 'firing', pendingAt: since };
    return { at, rule, kind: 'firing', says };
  }
}
