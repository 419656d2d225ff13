/**
 * Queues whose answers are known, on the virtual world's own CPU: Poisson arrivals, one server, first come first served.
 * Sojourn (waiting and service) in service times, with load rho = arrivals x mean service time:
 *
 *   M/M/1   mean 1 / (1 - rho)               p99 ln(100) / (1 - rho)
 *   M/D/1   mean 1 + rho / (2 (1 - rho))     p99 from Erlang's series, summed with 150 digits
 */
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { Histogram } from './measure/histogram.ts';
import { createVirtualWorld } from './world/virtual/virtual-world.ts';
import { MILLISECOND, type Cpu, type Nanos, type Rng, type Task, type World } from './world/world.ts';

export type Service = 'exponential' | 'fixed';

export interface QueueOptions {
  readonly seed: number;
  readonly service: Service;
  /** 0..1, exclusive. */
  readonly load: number;
  readonly jobs: number;
}

/** In service times. */
export interface Sojourn {
  readonly mean: number;
  readonly p99: number;
}

/** Long enough that rounding to whole ns does not show. */
const SERVICE: Nanos = MILLISECOND;

/** Of 50, 80, 95 % load. */
const M_D_1_P99 = new Map([
  [0.5, 4.33626],
  [0.8, 11.35589],
  [0.95, 45.93777],
]);

export function closedForm(service: Service, load: number): Sojourn {
  if (service === 'exponential') return { mean: 1 / (1 - load), p99: Math.log(100) / (1 - load) };
  const p99 = M_D_1_P99.get(load);
  if (p99 === undefined) throw new Error(`M/D/1: expected a load of ${[...M_D_1_P99.keys()]}, got ${load}`);
  return { mean: 1 + load / (2 * (1 - load)), p99 };
}

/** Jobs leave in the order in which they came, so a ring of arrival times is all that is known of them. */
class Queue {
  readonly sojourns = new Histogram();
  readonly #world: World;
  readonly #cpu: Cpu;
  readonly #arrivals: Rng;
  readonly #services: Rng;
  readonly #service: Service;
  readonly #meanGap: Nanos;
  #left: number;
  #arrivedAt = new Float64Array(1024);
  #head = 0;
  #tail = 0;
  readonly #arrive: Task = { fire: () => this.#arrival() };
  readonly #depart: Task = { fire: () => this.#departure() };

  constructor(world: World, { service, load, jobs }: QueueOptions) {
    this.#world = world;
    this.#cpu = world.cpu('server');
    this.#arrivals = world.rng('arrivals');
    this.#services = world.rng('services');
    this.#service = service;
    this.#meanGap = SERVICE / load;
    this.#left = jobs;
    world.clock.at(0, this.#arrive);
  }

  #arrival(): void {
    const now = this.#world.clock.now();
    if (this.#tail - this.#head === this.#arrivedAt.length) this.#grow();
    this.#arrivedAt[this.#tail++ & (this.#arrivedAt.length - 1)] = now;
    const cost = this.#service === 'fixed' ? SERVICE : Math.round(this.#services.exponential(SERVICE));
    this.#cpu.run(cost, this.#depart);
    if (--this.#left > 0) {
      this.#world.clock.at(now + Math.round(this.#arrivals.exponential(this.#meanGap)), this.#arrive);
    }
  }

  #departure(): void {
    const arrivedAt = this.#arrivedAt[this.#head++ & (this.#arrivedAt.length - 1)]!;
    this.sojourns.record(this.#world.clock.now() - arrivedAt);
  }

  #grow(): void {
    const mask = this.#arrivedAt.length - 1;
    const larger = new Float64Array(2 * this.#arrivedAt.length);
    for (let i = this.#head; i < this.#tail; i++) larger[i & (larger.length - 1)] = this.#arrivedAt[i & mask]!;
    this.#arrivedAt = larger;
  }
}

export function measured(options: QueueOptions): Sojourn {
  const world = createVirtualWorld({ seed: options.seed });
  const { sojourns } = new Queue(world, options);
  world.run(Infinity);
  assert.is(sojourns.count, options.jobs, 'every job was served');
  return { mean: sojourns.mean / SERVICE, p99: sojourns.quantile(0.99) / SERVICE };
}

/** Fixed beforehand, like the tolerances. */
export const SEEDS = [1, 2, 3];

/** Of the p99 at 95 % load, 10 M jobs still have a sampling error of 2.6 %; 100 M jobs look closer. */
const TOLERANCES = [
  [0.5, 0.02],
  [0.8, 0.02],
  [0.95, 0.06],
] as const;

interface Claim extends Omit<QueueOptions, 'seed'> {
  readonly seeds: readonly number[];
  /** 0..1 */
  readonly tolerance: number;
}

export function testClosedForms(test: Test, service: Service, seeds: readonly number[]): void {
  const name = service === 'exponential' ? 'M/M/1' : 'M/D/1';
  for (const [load, tolerance] of TOLERANCES) {
    test(`${name} at ${100 * load} % load: mean and p99 within ${100 * tolerance} %`, () => {
      assertClosedForm({ service, load, jobs: 10_000_000, seeds, tolerance });
    });
  }
}

/** Both figures of every seed are within `tolerance` of the closed form. Tells what it saw. */
export function assertClosedForm({ seeds, tolerance, ...options }: Claim): void {
  const expected = closedForm(options.service, options.load);
  const wrong: string[] = [];
  for (const seed of seeds) {
    const seen = measured({ ...options, seed });
    for (const key of ['mean', 'p99'] as const) {
      const error = seen[key] / expected[key] - 1;
      const told = `seed ${seed}, ${key}: expected ${expected[key].toFixed(4)}, got ${seen[key].toFixed(4)} (${(100 * error).toFixed(2)} %)`;
      console.log(told);
      if (!(Math.abs(error) <= tolerance)) wrong.push(told);
    }
  }
  assert.is(wrong.length, 0, wrong.join('; '));
}
