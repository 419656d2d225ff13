/** Toxics of all types, added, updated and removed at random. */
import type { Link, ToxicOptions } from './link/link.ts';
import { InvalidAttributes } from './link/errors.ts';
import { MILLISECOND, type Rng, type World } from './world/world.ts';

const TOXICS_MAX = 8;
const MEAN_PAUSE = 100 * MILLISECOND;

type Draw = (rng: Rng) => Readonly<Record<string, unknown>>;

/** Neither cut a connection nor change its bytes. */
const harmless: Readonly<Record<string, Draw>> = {
  noop: () => ({}),
  partition: () => ({}),
  latency: (rng) =>
    rng.chance(1, 2)
      ? { latency: rng.below(300), jitter: rng.below(100), p50: 0, p99: 0 }
      : { latency: 0, jitter: 0, p50: 1 + rng.below(50), p99: 60 + rng.below(500), correlation: rng.uniform() },
  bandwidth: (rng) => (rng.chance(1, 5) ? { rate: 0 } : { rate: rng.below(500), shared: false }),
  slicer: (rng) => ({ average_size: 50 + rng.below(2000), size_variation: rng.below(50), delay: rng.below(300) }),
  loss: (rng) => ({ loss: rng.uniform() / 4, burst: 1 + rng.below(5), rto: rng.below(300) }),
  wave: (rng) => ({ latency: rng.below(100), amplitude: rng.below(100), period: 1 + rng.below(5000) }),
  slow_close: (rng) => ({ delay: rng.below(2000) }),
  slow_connect: (rng) => ({ delay: rng.below(500), jitter: rng.below(100), drop: rng.uniform() / 4 }),
};

const cutting: Readonly<Record<string, Draw>> = {
  timeout: (rng) => ({ timeout: rng.below(2) * rng.below(3000) }),
  reset_peer: (rng) => ({ timeout: rng.below(2000) }),
  limit_data: (rng) => ({ bytes: rng.below(20_000) }),
  limit_time: (rng) => ({ time: rng.below(5000), by: rng.chance(1, 2) ? 'end' : 'reset' }),
  corrupt: (rng) => ({ rate: rng.uniform() / 100 }),
};

export const STORM_TYPES: readonly string[] = [...Object.keys(harmless), ...Object.keys(cutting)].sort();

export class Storm {
  actions = 0;
  readonly met = new Set<string>();
  /** The longest that an action took. */
  slowestMs = 0;
  readonly #world: World;
  readonly #link: Link;
  readonly #rng: Rng;
  #count = 0;
  #timer = 0;

  constructor(world: World, link: Link, rng: Rng) {
    this.#world = world;
    this.#link = link;
    this.#rng = rng;
    this.#later();
  }

  /** No toxic is left. */
  calm(): void {
    this.#world.clock.cancel(this.#timer);
    this.#link.reset();
  }

  #later(): void {
    const { clock } = this.#world;
    const pause = Math.round(this.#rng.exponential(MEAN_PAUSE));
    this.#timer = clock.at(clock.now() + pause, { fire: () => this.#act() });
  }

  #act(): void {
    this.#later();
    const startedAt = performance.now();
    const { toxics } = this.#link;
    const one = toxics[this.#rng.below(Math.max(1, toxics.length))];
    if (one === undefined || (toxics.length < TOXICS_MAX && this.#rng.chance(1, 3))) this.#add();
    else if (this.#rng.chance(1, 2)) this.#update(one.name, one.type);
    else this.#link.removeToxic(one.name);
    this.actions++;
    this.slowestMs = Math.max(this.slowestMs, performance.now() - startedAt);
  }

  #add(): void {
    const rng = this.#rng;
    const type = STORM_TYPES[rng.below(STORM_TYPES.length)]!;
    const isHarmless = type in harmless;
    this.met.add(type);
    const options: ToxicOptions = {
      type,
      name: `${type} ${++this.#count}`,
      stream: rng.chance(1, 2) ? 'upstream' : 'downstream',
      toxicity: this.#toxicity(isHarmless),
      attributes: draw(type, rng),
      ...(rng.chance(1, 4) && { maxActive: 1 + rng.below(2000) }),
      ...(!isHarmless && { sources: ['wild'] }),
      // No connection speaks memcached, and what looks as if it did must not get lost either.
      ...(rng.chance(1, 6) && { toxicityPer: 'request' }),
      ...(rng.chance(1, 6) && { match: { command: 'get' } }),
    };
    this.#link.addToxic(options);
  }

  /** Of what cuts small enough that new connections keep up with it. */
  #toxicity(isHarmless: boolean): number {
    if (!isHarmless) return this.#rng.uniform() / 4;
    return this.#rng.chance(1, 2) ? 1 : this.#rng.uniform();
  }

  #update(name: string, type: string): void {
    try {
      const attributes = draw(type, this.#rng);
      this.#link.updateToxic(name, { toxicity: this.#toxicity(type in harmless), attributes });
    } catch (error) {
      // What was drawn does not go with what stays as it was.
      if (!(error instanceof InvalidAttributes)) throw error;
    }
  }
}

function draw(type: string, rng: Rng): Readonly<Record<string, unknown>> {
  return { ...harmless, ...cutting }[type]!(rng);
}
