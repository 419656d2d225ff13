/** What the monitor, channels and people did from when to when: bars, a lane each. Times in seconds of the scenario. */
import type { OncallFigures, PagingFigures } from '../../scenario/result.ts';

export interface PagingLane {
  readonly kind: 'monitor' | 'channel' | 'person';
  /** '' for the monitor. */
  readonly name: string;
  /** In order of time. */
  readonly bars: readonly PagingBar[];
}

export interface PagingBar {
  /** `lost`: it never comes, and until `to` nobody knows. `silent`: reached, and does not answer. */
  readonly doing: 'pending' | 'firing' | 'on-its-way' | 'lost' | 'acknowledging' | 'silent' | 'acting';
  readonly from: number;
  /** Null: it had not ended when the run did. */
  readonly to: number | null;
  readonly rule: string;
}

type Entry = PagingFigures['log'][number];

/** The monitor, then channels and people in the order in which they came into it. */
export function pagingLanes({ alerts, pages }: OncallFigures): PagingLane[] {
  const lanes = new Lanes();
  for (const { rule, pendingAt, firedAt, resolvedAt } of alerts) {
    if (pendingAt < firedAt) lanes.add('monitor', '', { doing: 'pending', from: pendingAt, to: firedAt, rule });
    lanes.add('monitor', '', { doing: 'firing', from: firedAt, to: resolvedAt, rule });
  }
  for (const { rule, log } of pages) {
    log.forEach((entry, i) => {
      if (entry.kind === 'sent') lanes.add('channel', entry.channel, { rule, ...message(entry, log.slice(i)) });
    });
  }
  for (const { rule, log } of pages) {
    for (const person of new Set(log.map((entry) => entry.person))) {
      for (const bar of response(person, log)) lanes.add('person', person, { rule, ...bar });
    }
  }
  return lanes.all();
}

type Doing = Omit<PagingBar, 'rule'>;

/** `rest`: the log from its sending on. */
function message({ at, person, channel }: Entry, rest: readonly Entry[]): Doing {
  const end = rest.find(
    (one) =>
      (one.kind === 'arrived' || one.kind === 'lost') &&
      one.person === person &&
      one.channel === channel &&
      one.at >= at,
  );
  if (end?.kind === 'arrived') return { doing: 'on-its-way', from: at, to: end.at };
  // Once somebody has acknowledged, what is still under way is looked after no more.
  const over = rest.find(({ kind }) => kind === 'escalated' || kind === 'acknowledged')?.at ?? null;
  if (end?.kind === 'lost') return { doing: 'lost', from: at, to: over };
  return { doing: 'on-its-way', from: at, to: rest.find(({ kind }) => kind === 'acknowledged')?.at ?? null };
}

function response(person: string, log: readonly Entry[]): Doing[] {
  const own = log.filter((entry) => entry.person === person);
  const at = (kind: Entry['kind']): number | undefined => own.find((entry) => entry.kind === kind)?.at;
  const [arrived, acknowledged, begun] = [at('arrived'), at('acknowledged'), at('action-begun')];
  const bars: Doing[] = [];
  if (arrived !== undefined) {
    // Whoever is quicker ends it for all others.
    const over = log.find(({ kind }) => kind === 'acknowledged')?.at ?? null;
    bars.push({ doing: acknowledged === undefined ? 'silent' : 'acknowledging', from: arrived, to: over });
  }
  if (begun !== undefined) bars.push({ doing: 'acting', from: begun, to: at('effective') ?? null });
  return bars;
}

class Lanes {
  readonly #bars = new Map<string, { kind: PagingLane['kind']; name: string; bars: PagingBar[] }>();

  add(kind: PagingLane['kind'], name: string, bar: PagingBar): void {
    const key = `${kind} ${name}`;
    const lane = this.#bars.get(key) ?? { kind, name, bars: [] };
    lane.bars.push(bar);
    this.#bars.set(key, lane);
  }

  all(): PagingLane[] {
    const all = [...this.#bars.values()];
    for (const { bars } of all) bars.sort((a, b) => a.from - b.from);
    return all;
  }
}
