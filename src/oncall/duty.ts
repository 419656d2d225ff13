/**
 * Who is told what, and what they do. A rule that fires opens a page, and has one page at a time:
 * - while its page is open, a rule that resolves and fires again adds nothing to it;
 * - an alert that resolves recalls nobody: the messages are under way, and who comes looks at the figures himself;
 * - a page that was acted on is closed. The rule pages again when it has resolved and fires anew, not while it goes on
 *   firing: whoever acted is still at it;
 * - a page that everybody was paged for in vain stays open: there is nobody else to tell.
 * Pages of different rules know nothing of each other; two may reach the same person.
 */
import type { Clock, Nanos, Rng } from '../world/world.ts';
import { Alert, type AlertChange, type AlertRule } from './alert.ts';
import type { Person } from './chain.ts';
import type { EscalationPolicy } from './escalation.ts';
import { Page, type PageEntry } from './page.ts';
import type { Scrape } from './reading.ts';

export interface DutyOptions {
  readonly clock: Clock;
  /** Of the nth page of a rule, counted from 1. */
  rng(rule: string, page: number): Rng;
  readonly rules: readonly AlertRule[];
  readonly policy: EscalationPolicy;
  readonly people: readonly Person[];
  /** A person's action takes effect: does it. */
  act(page: PageOfRule, person: number): void;
  /** Hear of each change and entry as it happens. `pendingAt`: when the condition of what fires was met first. */
  onAlert(change: AlertChange, pendingAt: Nanos | null): void;
  onPage(page: PageOfRule, entry: PageEntry): void;
}

export interface PageOfRule {
  readonly rule: string;
  /** Of this rule, from 1. */
  readonly number: number;
  readonly at: Nanos;
}

export class Duty {
  readonly #options: DutyOptions;
  readonly #alerts: readonly Alert[];
  readonly #open = new Map<string, Page>();
  readonly #pages = new Map<string, number>();

  constructor(options: DutyOptions) {
    this.#options = options;
    this.#alerts = options.rules.map((rule) => new Alert(rule));
  }

  /** Looks at every rule. */
  look(scrape: Scrape): void {
    for (const alert of this.#alerts) {
      const change = alert.look(scrape);
      if (change === null) continue;
      const { state } = alert;
      this.#options.onAlert(change, state.kind === 'firing' ? state.pendingAt : null);
      if (change.kind === 'firing') this.#page(change);
    }
  }

  #page({ rule, at }: AlertChange): void {
    const { clock, rng, policy, people, act, onPage } = this.#options;
    if (this.#open.has(rule)) return;
    const number = (this.#pages.get(rule) ?? 0) + 1;
    this.#pages.set(rule, number);
    const opened: PageOfRule = { rule, number, at };
    const page = new Page(
      { clock, rng: rng(rule, number), policy, people, onEntry: (entry) => onPage(opened, entry) },
      () => {
        this.#open.delete(rule);
        const { state } = page;
        if (state.kind === 'effective') act(opened, state.person);
      },
    );
    this.#open.set(rule, page);
  }
}
