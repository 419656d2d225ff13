import { BURN_RULES, burnRate, type BurnRule, type GoodBad } from '../measure/availability.ts';
import type { Nanos } from '../world/world.ts';
import type { Condition } from './condition.ts';
import type { Scrape } from './reading.ts';

export interface BurnRateOptions {
  /** Share of good events that is promised, 0..1, for instance 0.999. */
  readonly slo: number;
  /** Whose events: requests as proxies end them, or operations as customers say they ended. */
  readonly of: 'proxies' | 'customers';
  /** A reply that took longer, in ns, is bad as well (`proxies` only). Infinity: only what failed is. */
  readonly slowerThan: Nanos;
  /** @default 14.4 over 1 h and 5 min, 6 over 6 h and 30 min */
  readonly rules?: readonly BurnRule[];
}

interface Span extends GoodBad {
  readonly span: Nanos;
}

/**
 * Burn rate in two windows: the error budget burns faster than a rule allows over the long window and over the short one.
 * Runs are shorter than the long windows: what came before the run counts as flawless, with the traffic of the run so far.
 */
export function burnRateAbove({ slo, of, slowerThan, rules = BURN_RULES }: BurnRateOptions): Condition {
  const seen: Span[] = [];
  const longest = Math.max(...rules.map(({ long }) => long));
  return {
    judge(scrape) {
      seen.push({ span: scrape.span, ...(of === 'proxies' ? byProxies(scrape, slowerThan) : byCustomers(scrape)) });
      while (seen.length > 1 && sum(seen.slice(1), 'span') >= longest) seen.shift();
      for (const { long, short, threshold } of rules) {
        const [slow, fast] = [over(seen, long, slo), over(seen, short, slo)];
        if (slow <= threshold || fast <= threshold) continue;
        return {
          met: true,
          says: `error budget of ${slo}: burns ${slow} and ${fast} times too fast, above ${threshold}`,
        };
      }
      return { met: false, says: `error budget of ${slo}: burns ${over(seen, rules[0]!.short, slo)} times too fast` };
    },
  };
}

function byProxies({ proxies, backends }: Scrape, slowerThan: Nanos): GoodBad {
  const replies = backends.reduce((n, each) => n + each.replies.count, 0);
  const slow = slowerThan === Infinity ? 0 : backends.reduce((n, each) => n + each.replies.above(slowerThan), 0);
  return { good: replies - slow, bad: slow + sum(proxies, 'failures') };
}

function byCustomers({ customers }: Scrape): GoodBad {
  return { good: sum(customers, 'answered'), bad: sum(customers, 'failed') };
}

/** Of the last so many ns. */
function over(seen: readonly Span[], window: Nanos, slo: number): number {
  let [good, bad, covered] = [0, 0, 0];
  for (let i = seen.length - 1; i >= 0 && covered < window; i--) {
    good += seen[i]!.good;
    bad += seen[i]!.bad;
    covered += seen[i]!.span;
  }
  const perNano = (sum(seen, 'good') + sum(seen, 'bad')) / sum(seen, 'span');
  return burnRate({ good: good + Math.max(0, window - covered) * perNano, bad }, slo) ?? 0;
}

function sum<K extends string>(rows: readonly Readonly<Record<K, number>>[], key: K): number {
  return rows.reduce((n, row) => n + row[key], 0);
}
