import type { LinkEvent } from '../link/link-event.ts';
import type { Toxic } from '../link/link.ts';
import { MICROSECOND, type Nanos } from '../world/world.ts';
import type { LinkPattern, TimelineEntry } from './define.ts';
import { difference, placement } from './toxic-entry.ts';
import { secondsText } from './units.ts';

/** Later entries are counted, and not kept. */
const MAX_ENTRIES = 10_000;

/** What is done to links by hand, as the timeline of a scenario that does it again: an entry for each action. */
export class Recording {
  readonly #now: () => Nanos;
  readonly #entries: TimelineEntry[] = [];
  /** Toxics as they were when they last changed, by link and name. */
  readonly #known = new Map<string, Toxic>();
  #lost = 0;

  /** `now`: in the time of the timeline. */
  constructor(now: () => Nanos) {
    this.#now = now;
  }

  get entries(): readonly TimelineEntry[] {
    return this.#entries;
  }

  /** Entries that were too many. */
  get lost(): number {
    return this.#lost;
  }

  /**
   * Returns the entry that was made of it; null: it is no action. `byHand` false: it was done, but is not to be recorded.
   */
  heard(link: LinkPattern, event: LinkEvent, byHand = true): TimelineEntry | null {
    // Connections come and go, and toxics hit them, whoever does what.
    if ('connection' in event) return null;
    const entry = this.#entryOf(link, event);
    if (!byHand) return null;
    if (this.#entries.length < MAX_ENTRIES) this.#entries.push(entry);
    else this.#lost++;
    return entry;
  }

  #entryOf(link: LinkPattern, event: Exclude<LinkEvent, { readonly connection: number }>): TimelineEntry {
    // To the µs: that is more than a hand can tell, and never later than it was.
    const at = secondsText(Math.floor(this.#now() / MICROSECOND) * MICROSECOND);
    if (!('toxic' in event)) return { at, do: event.kind, link };
    const { toxic } = event;
    const { name } = toxic;
    const key = JSON.stringify([link, name]);
    const before = this.#known.get(key);
    if (event.kind === 'removed') this.#known.delete(key);
    else this.#known.set(key, toxic);
    switch (event.kind) {
      case 'added':
        return { at, do: 'toxic', link, ...placement(toxic) };
      case 'updated':
        return { at, do: 'update-toxic', link, name, ...difference(toxic, before) };
      case 'removed':
        return { at, do: 'remove-toxic', link, name };
    }
  }
}
