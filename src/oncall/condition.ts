import type { Scrape } from './reading.ts';

/** What a scrape means for a rule. */
export interface Finding {
  readonly met: boolean;
  /** The figure and what it was held against; for the log. */
  readonly says: string;
}

/** What a rule watches for. Is shown every scrape, in order of time. */
export interface Condition {
  judge(scrape: Scrape): Finding;
}
