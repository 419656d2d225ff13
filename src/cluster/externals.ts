import type { KeySpace } from '../workload/keys.ts';
import { SECOND, type Task, type World } from '../world/world.ts';
import type { ExternalBackend } from './external.ts';
import { Keeper, type Item } from './keeper.ts';
import type { External } from './nodes.ts';

/** How often backends outside are asked how they are. */
const INTERVAL = SECOND;

/** A node to which keys go over the wire, and which of them. */
export interface Wanting {
  readonly name: string;
  readonly external: External;
  wants(key: Buffer): boolean;
}

/** The work that nodes outside need, and ours do not: keys and statistics go over the wire. Live world only. */
export class Externals implements Task {
  readonly #world: World;
  readonly #backends: readonly ExternalBackend[];
  readonly #wanting: readonly Wanting[];
  readonly #keepers = new Map<string, Keeper>();
  #over = false;
  #asking: Promise<void> = Promise.resolve();
  /** Why the last statistics are not known. */
  complaint: string | null = null;

  constructor(world: World, backends: readonly ExternalBackend[], wanting: readonly Wanting[]) {
    this.#world = world;
    this.#backends = backends;
    this.#wanting = wanting;
  }

  /** Stores the keys where they are wanted, then looks at the counters that the nodes begin with. */
  async prepare(spaces: readonly KeySpace[]): Promise<void> {
    for (const { name, external, wants } of this.#wanting) {
      const keeper = new Keeper(this.#world, name, external);
      this.#keepers.set(name, keeper);
      await keeper.signIn();
      for (const keys of spaces) await keeper.store(itemsOf(keys, wants));
    }
    await this.#observe();
  }

  /** Keeps asking. */
  start(): void {
    if (this.#backends.length > 0) this.#world.clock.at(this.#world.clock.now() + INTERVAL, this);
  }

  fire(): void {
    if (this.#over) return;
    // Who does not answer now may do so later: only what is unknown in the end is worth a word.
    this.#asking = this.#observe().catch(() => undefined);
    void this.#asking.then(() => this.start());
  }

  /** The last word of all; if there is none, `complaint` says why. */
  async finish(): Promise<void> {
    this.#over = true;
    await this.#asking;
    try {
      await this.#observe();
    } catch (error) {
      this.complaint = error instanceof Error ? error.message : String(error);
    }
    for (const keeper of this.#keepers.values()) keeper.close();
  }

  async #observe(): Promise<void> {
    for (const backend of this.#backends) backend.observe(await this.#keepers.get(backend.name)!.stats());
  }
}

function itemsOf(keys: KeySpace, wants: Wanting['wants']): Item[] {
  const items: Item[] = [];
  for (let number = 0; number < keys.count; number++) {
    const key = keys.keys.subarray(keys.start(number), keys.end(number));
    if (wants(key)) items.push({ key, value: keys.value(number) });
  }
  return items;
}
