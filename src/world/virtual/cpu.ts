import type { Cpu, Nanos, Task } from '../world.ts';
import type { Kernel } from './kernel.ts';

/** One core, or a station of several servers: jobs wait in one queue, first come first served. */
export class Station {
  readonly kernel: Kernel;
  readonly #idle: Server[] = [];
  /** A ring of waiting jobs: parallel arrays, a power of two long. */
  #owners: (VirtualCpu | null)[] = new Array<VirtualCpu | null>(16).fill(null);
  #tasks: (Task | null)[] = new Array<Task | null>(16).fill(null);
  #costs: number[] = new Array<number>(16).fill(0);
  #head = 0;
  #length = 0;
  readonly servers: Server[] = [];

  constructor(kernel: Kernel, servers: number) {
    this.kernel = kernel;
    for (let i = 0; i < servers; i++) this.servers.push(new Server(this));
    for (let i = servers - 1; i >= 0; i--) this.#idle.push(this.servers[i]!);
  }

  submit(owner: VirtualCpu, cost: Nanos, task: Task): void {
    const server = this.#idle.pop();
    if (server !== undefined) return server.start(owner, cost, task);
    if (this.#length === this.#tasks.length) this.#grow();
    const at = (this.#head + this.#length++) & (this.#tasks.length - 1);
    this.#owners[at] = owner;
    this.#tasks[at] = task;
    this.#costs[at] = cost;
  }

  /** The server is free: it takes the next job or rests. */
  next(server: Server): void {
    while (this.#length > 0) {
      const at = this.#head;
      const owner = this.#owners[at]!;
      const task = this.#tasks[at]!;
      const cost = this.#costs[at]!;
      this.#owners[at] = null;
      this.#tasks[at] = null;
      this.#head = (at + 1) & (this.#tasks.length - 1);
      this.#length--;
      // A job of a stalled owner steps aside: it must not block the other nodes of the machine.
      if (owner.holds(cost, task)) continue;
      server.start(owner, cost, task);
      return;
    }
    this.#idle.push(server);
  }

  /** Forgets the owner's waiting jobs. */
  drop(owner: VirtualCpu): void {
    const mask = this.#tasks.length - 1;
    let kept = 0;
    for (let i = 0; i < this.#length; i++) {
      const from = (this.#head + i) & mask;
      const to = (this.#head + kept) & mask;
      if (this.#owners[from] === owner) continue;
      this.#owners[to] = this.#owners[from]!;
      this.#tasks[to] = this.#tasks[from]!;
      this.#costs[to] = this.#costs[from]!;
      kept++;
    }
    for (let i = kept; i < this.#length; i++) {
      this.#owners[(this.#head + i) & mask] = null;
      this.#tasks[(this.#head + i) & mask] = null;
    }
    this.#length = kept;
    for (const server of this.servers) server.drop(owner);
  }

  #grow(): void {
    const rotate = <T>(ring: T[]): T[] => [...ring.slice(this.#head), ...ring.slice(0, this.#head)];
    const empty = this.#tasks.length;
    this.#owners = [...rotate(this.#owners), ...new Array<null>(empty).fill(null)];
    this.#tasks = [...rotate(this.#tasks), ...new Array<null>(empty).fill(null)];
    this.#costs = [...rotate(this.#costs), ...new Array<number>(empty).fill(0)];
    this.#head = 0;
  }
}

/** The job in service. The kernel's task of a server may be stale after `slow` or `stall`: only `doneAt` counts. */
class Server implements Task {
  readonly #station: Station;
  #owner: VirtualCpu | null = null;
  #task: Task | null = null;
  #startedAt: Nanos = 0;
  #doneAt: Nanos = Infinity;
  /** Work still to do at `startedAt`, in ns at factor 1. */
  #work = 0;

  constructor(station: Station) {
    this.#station = station;
  }

  start(owner: VirtualCpu, work: number, task: Task): void {
    const kernel = this.#station.kernel;
    this.#owner = owner;
    this.#task = task;
    this.#work = work;
    this.#startedAt = kernel.now();
    this.#doneAt = this.#startedAt + Math.round(work * owner.factor);
    kernel.post(this.#doneAt, this);
  }

  fire(): void {
    const now = this.#station.kernel.now();
    if (now !== this.#doneAt || this.#task === null) return;
    const task = this.#task;
    const owner = this.#owner!;
    owner.finished(now - this.#startedAt);
    this.#forget();
    this.#station.next(this);
    task.fire();
  }

  /** The owner's speed changes: what is left of its job takes longer or shorter. Call before `factor` is set. */
  rescale(owner: VirtualCpu, factor: number): void {
    if (this.#owner !== owner) return;
    const task = this.#task!;
    const left = this.#leave();
    const was = owner.factor;
    owner.factor = factor;
    this.start(owner, left, task);
    owner.factor = was;
  }

  /** Takes the owner's job out of service; returns what is left of it. */
  evict(owner: VirtualCpu): { left: number; task: Task } | null {
    if (this.#owner !== owner) return null;
    const task = this.#task!;
    const left = this.#leave();
    this.#forget();
    this.#station.next(this);
    return { left, task };
  }

  drop(owner: VirtualCpu): void {
    this.evict(owner);
  }

  /** How long the owner's job has been in service here. */
  servedSoFar(owner: VirtualCpu): Nanos {
    return this.#owner === owner ? this.#station.kernel.now() - this.#startedAt : 0;
  }

  #leave(): number {
    const served = this.#station.kernel.now() - this.#startedAt;
    this.#owner!.served(served);
    return Math.max(0, this.#work - served / this.#owner!.factor);
  }

  #forget(): void {
    this.#owner = null;
    this.#task = null;
    this.#doneAt = Infinity;
  }
}

/** A node's handle on its core. */
export class VirtualCpu implements Cpu, Task {
  factor = 1;
  readonly #station: Station;
  #depth = 0;
  #busy: Nanos = 0;
  #stalled = false;
  #resumeAt: Nanos = 0;
  #held: { cost: number; task: Task }[] = [];

  constructor(station: Station) {
    this.#station = station;
  }

  run(cost: Nanos, task: Task): void {
    this.#depth++;
    if (this.#stalled) this.#held.push({ cost, task });
    else this.#station.submit(this, cost, task);
  }

  depth(): number {
    return this.#depth;
  }

  busy(): Nanos {
    let busy = this.#busy;
    for (const server of this.#station.servers) busy += server.servedSoFar(this);
    return busy;
  }

  slow(factor: number): void {
    if (!(factor > 0 && factor < Infinity)) throw new Error(`slow factor: expected > 0, got ${factor}`);
    for (const server of this.#station.servers) server.rescale(this, factor);
    this.factor = factor;
  }

  stall(duration: Nanos): void {
    const now = this.#station.kernel.now();
    this.#resumeAt = this.#stalled ? Math.max(this.#resumeAt, now + duration) : now + duration;
    if (!this.#stalled) {
      this.#stalled = true;
      // What was in service goes first: an eviction makes the station pass over jobs of ours that waited.
      const evicted: { cost: number; task: Task }[] = [];
      for (const server of this.#station.servers) {
        const job = server.evict(this);
        if (job !== null) evicted.push({ cost: job.left, task: job.task });
      }
      this.#held.unshift(...evicted);
    }
    if (this.#resumeAt !== Infinity) this.#station.kernel.post(this.#resumeAt, this);
  }

  /** The end of a stall, unless it was prolonged. */
  fire(): void {
    if (this.#stalled && this.#station.kernel.now() >= this.#resumeAt) this.resume();
  }

  resume(): void {
    if (!this.#stalled) return;
    this.#stalled = false;
    const held = this.#held;
    this.#held = [];
    for (const { cost, task } of held) this.#station.submit(this, cost, task);
  }

  clear(): void {
    this.#held = [];
    this.#station.drop(this);
    this.#depth = 0;
  }

  /** For the station: a stalled node's job, met in the queue, is put with its others. */
  holds(cost: number, task: Task): boolean {
    if (!this.#stalled) return false;
    this.#held.push({ cost, task });
    return true;
  }

  finished(busy: Nanos): void {
    this.#depth--;
    this.#busy += busy;
  }

  served(busy: Nanos): void {
    this.#busy += busy;
  }
}
