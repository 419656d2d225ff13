import type { Cluster } from '../cluster/cluster.ts';
import type { Nanos, World } from '../world/world.ts';
import type { Scenario, TimelineEntry } from './define.ts';
import { describe } from './describe.ts';
import type { Recorded } from './link-panel.ts';
import { linksTouched } from './links.ts';
import { Recording } from './recording.ts';
import type { ResolvedScenario } from './resolve.ts';
import { toxicNames } from './timeline-faults.ts';
import { kindOf, type TimelineEvent } from './timeline.ts';

/** How what was done by hand is told from what the timeline did. */
const BY_HAND = ', by the API';

/** What is done by hand to the links of a run: for its report, and for a scenario that repeats it. */
export class HandLog {
  readonly #recording: Recording;
  /** Entries of the scenario's timeline that a hand has made impossible. */
  readonly #skipped = new Set<number>();
  readonly #end: () => void;
  #begun = false;

  /** `events`: where they go, among those of the timeline. */
  constructor(world: World, cluster: Cluster, resolved: ResolvedScenario, events: TimelineEvent[]) {
    const { zero, end, compress } = resolved;
    // What is done before the run begins is done as it begins.
    const now = (): Nanos => (this.#begun ? Math.min(world.clock.now(), end) : 0);
    // Read once for both: on real sockets time passes between two looks.
    let moment: Nanos = 0;
    this.#recording = new Recording(() => (moment - zero) * compress);
    this.#end = cluster.watch(({ from, to }, event, byHand) => {
      moment = now();
      const entry = this.#recording.heard({ from, to }, event, byHand);
      if (entry === null) return;
      events.push({ at: moment, kind: kindOf(entry), text: `${describe(entry)}${BY_HAND}` });
    });
  }

  /** It is time 0. */
  begin(): void {
    this.#begun = true;
  }

  skip(entry: number): void {
    this.#skipped.add(entry);
  }

  /** The run is over. */
  close(): void {
    this.#end();
  }

  /** The scenario, with all of this in its timeline, and without what could not be done. */
  recorded(scenario: Scenario): Recorded {
    const names = toxicNames(scenario.timeline);
    const scripted = scenario.timeline.flatMap((entry, i): TimelineEntry[] => {
      if (this.#skipped.has(i)) return [];
      const name = names[i];
      const isPlaced = entry.do === 'toxic' || entry.do === 'partition';
      // Where one is left out, the numbers of others would not be what the entries below call them.
      return [isPlaced && name !== undefined && this.#skipped.size > 0 ? { ...entry, name } : entry];
    });
    const { entries, lost } = this.#recording;
    return { scenario: { ...scenario, timeline: [...scripted, ...entries] }, lost };
  }

  /** What no timeline said would happen, for the reader of the report. */
  remarks(scenario: Scenario, faulty: ReadonlySet<string>): string[] {
    const touched = this.#recording.entries.flatMap((entry) => linksTouched(entry, scenario).map(({ to }) => to));
    const unexpected = new Set(touched.filter((name) => name.startsWith('backend-') && !faulty.has(name)));
    if (unexpected.size === 0) return [];
    return [`Disturbed by hand only, so that their keys count as healthy: ${[...unexpected].sort().join(', ')}.`];
  }
}
