/**
 * Whom the monitor's figures point at, for a person who has to do something. Of the last scrapes together, a backend is
 * - `silent` when it sent no reply to anybody while its peers did;
 * - `slow` when the p95 of its replies is above 10 times the median of its peers' p95, and above 5 ms;
 * - `busy` when its CPU is above 50 %, and above 5 times the median of its peers'.
 * Who is out of half of the rings already is nobody's suspect: there is nothing left to do about it. Worst first: silent,
 * then by p95, then by CPU. With one backend there are no peers, and no suspects.
 *
 * It may well be wrong: a backend with the hot key of one customer looks busy, a proxy cut off from it makes it no slower.
 */
import { CoarseHistogram } from '../measure/coarse-histogram.ts';
import { round } from '../measure/round.ts';
import { median } from '../measure/statistics.ts';
import { MILLISECOND, type Nanos } from '../world/world.ts';
import { latencyText } from './metric.ts';
import type { Scrape } from './reading.ts';

const SLOW_TIMES = 10;
const SLOW_FLOOR: Nanos = 5 * MILLISECOND;
const BUSY_TIMES = 5;
const BUSY_FLOOR = 0.5;
/** Replies below which silence, and a p95, say nothing. */
const ENOUGH = 20;

export interface Suspect {
  readonly backend: string;
  /** For the log. */
  readonly says: string;
}

interface Seen {
  readonly name: string;
  readonly replies: number;
  /** In ns; null: too few replies. */
  readonly p95: Nanos | null;
  readonly utilisation: number;
  readonly isOut: boolean;
}

/** At most so many, worst first. */
export function suspects(scrapes: readonly Scrape[], atMost: number): Suspect[] {
  const backends = look(scrapes);
  const found = backends.flatMap((one) => {
    const says = one.isOut ? null : suspicion(one, backends);
    return says === null ? [] : [{ ...one, says }];
  });
  const severity = ({ replies, p95 }: Seen): number => (replies === 0 ? Infinity : (p95 ?? 0));
  // Infinity - Infinity is NaN, which is falsy as 0 is.
  found.sort((a, b) => severity(b) - severity(a) || b.utilisation - a.utilisation);
  return found.slice(0, atMost).map(({ name, says }) => ({ backend: name, says }));
}

function suspicion(one: Seen, all: readonly Seen[]): string | null {
  const peers = all.filter((other) => other !== one && !other.isOut);
  const typical = (of: (seen: Seen) => number | null): number | null =>
    median(peers.map(of).filter((value) => value !== null));
  const replies = typical((peer) => peer.replies);
  if (replies === null) return null;
  if (one.replies === 0) return replies >= ENOUGH ? 'silent' : null;
  const p95 = typical((peer) => peer.p95);
  if (one.p95 !== null && p95 !== null && one.p95 > Math.max(SLOW_TIMES * p95, SLOW_FLOOR)) {
    return `p95 ${latencyText(one.p95)}, its peers ${latencyText(p95)}`;
  }
  const utilisation = typical((peer) => peer.utilisation)!;
  if (one.utilisation > Math.max(BUSY_TIMES * utilisation, BUSY_FLOOR)) {
    return `CPU ${round(one.utilisation * 100, 0)} %, its peers ${round(utilisation * 100, 0)} %`;
  }
  return null;
}

function look(scrapes: readonly Scrape[]): Seen[] {
  const last = scrapes.at(-1);
  if (last === undefined) return [];
  const span = scrapes.reduce((sum, scrape) => sum + scrape.span, 0);
  return last.backends.map(({ name, outAt }, i) => {
    const all = new CoarseHistogram();
    for (const { backends } of scrapes) all.add(backends[i]!.replies);
    const replies = all.count;
    const busy = scrapes.reduce((sum, { backends }) => sum + backends[i]!.busy, 0);
    return {
      name,
      replies,
      p95: replies < ENOUGH ? null : all.quantile(0.95),
      utilisation: busy / span,
      isOut: outAt > 0 && outAt * 2 >= last.proxies.length,
    };
  });
}
