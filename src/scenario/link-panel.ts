import type { LinkEvent } from '../link/link-event.ts';
import type { Link } from '../link/link.ts';
import type { Scenario } from './define.ts';

/** The links of a run while it goes on, for who changes them by hand: everything they can be told takes effect at once. */
export interface LinkPanel {
  /** Not those of clients that a library drives: they would not notice. */
  readonly links: readonly Link[];
  /** Hears of all that happens on links; must not change them. Returns what ends the watch. */
  watch(watcher: (link: Link, event: LinkEvent) => void): () => void;
  /** The scenario, with what was done by hand so far in its timeline: it can be run, in either world. */
  recorded(): Recorded;
}

export interface Recorded {
  readonly scenario: Scenario;
  /** Actions that were too many, and are not in it. */
  readonly lost: number;
}

/** Takes the panel before time 0; resolves with what gives it back when the run is over, once or twice. Rejects: no run. */
export type PanelUser = (panel: LinkPanel) => Promise<() => Promise<void>>;
