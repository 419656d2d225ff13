import type { Cpu, Nanos, Task, TimerId } from '../world.ts';
import type { LiveContext } from './context.ts';

interface Job {
  readonly task: Task;
  readonly cameAt: Nanos;
  /** Work left, in ns at factor 1. */
  work: number;
}

/**
 * A queue of jobs with two gaits:
 * - posted: a job runs after the current handler; its cost is what it really costs (a CPU at normal speed);
 * - timed: up to `servers` jobs at once take their cost on the clock (a slow or stalled CPU, and a station always).
 */
export class LiveCpu implements Cpu, Task {
  readonly #context: LiveContext;
  readonly #alwaysTimed: boolean;
  readonly #servers: Server[] = [];
  #jobs: Job[] = [];
  #head = 0;
  #factor = 1;
  #stalled = false;
  #resumeTimer: TimerId = 0;
  #resumeAt: Nanos = 0;
  #busy: Nanos = 0;
  #starts = 0;

  constructor(context: LiveContext, options: { servers: number; alwaysTimed: boolean }) {
    this.#context = context;
    this.#alwaysTimed = options.alwaysTimed;
    for (let i = 0; i < options.servers; i++) this.#servers.push(new Server(context, (server) => this.#done(server)));
  }

  run(cost: Nanos, task: Task): void {
    this.#jobs.push({ task, cameAt: this.#context.clock.now(), work: cost });
    if (this.#timed) this.#start();
    else this.#context.turn.post(this);
  }

  depth(): number {
    let depth = this.#jobs.length - this.#head;
    for (const server of this.#servers) if (server.job !== null) depth++;
    return depth;
  }

  busy(): Nanos {
    return this.#busy;
  }

  stall(duration: Nanos): void {
    const { clock } = this.#context;
    const until = clock.now() + duration;
    this.#resumeAt = this.#stalled ? Math.max(this.#resumeAt, until) : until;
    this.#stalled = true;
    this.#evict();
    clock.cancel(this.#resumeTimer);
    this.#resumeTimer = this.#resumeAt === Infinity ? 0 : clock.at(this.#resumeAt, { fire: () => this.resume() });
  }

  resume(): void {
    if (!this.#stalled) return;
    this.#context.clock.cancel(this.#resumeTimer);
    this.#resumeTimer = 0;
    this.#stalled = false;
    this.#go();
  }

  slow(factor: number): void {
    if (!(factor > 0 && factor < Infinity)) throw new Error(`slow factor: expected > 0, got ${factor}`);
    this.#evict();
    this.#factor = factor;
    this.#go();
  }

  clear(): void {
    for (const server of this.#servers) this.#busy += server.stop();
    this.#jobs = [];
    this.#head = 0;
  }

  /** One posted job. Meanwhile the gait may have changed: then the job is taken from the queue by a server. */
  fire(): void {
    if (this.#timed) return;
    const job = this.#take();
    job?.task.fire();
  }

  get #timed(): boolean {
    return this.#alwaysTimed || this.#stalled || this.#factor !== 1;
  }

  #go(): void {
    if (this.#timed) return this.#start();
    for (let left = this.#jobs.length - this.#head; left > 0; left--) this.#context.turn.post(this);
  }

  #start(): void {
    if (this.#stalled) return;
    for (const server of this.#servers) {
      if (server.job !== null) continue;
      const job = this.#take();
      if (job === null) return;
      server.start(job, this.#factor, ++this.#starts, this.#context.clock.now());
    }
  }

  /**
   * The next job begins when this one was to end: a loop that comes late, and finds several jobs over, must not have
   * made the server slower.
   */
  #done(server: Server): void {
    const { task } = server.job!;
    const endedAt = server.dueAt;
    this.#busy += server.finish();
    const next = this.#take();
    if (next !== null) server.start(next, this.#factor, ++this.#starts, Math.max(endedAt, next.cameAt));
    task.fire();
  }

  /** Jobs in service go back to the head of the queue, with the work that is left. */
  #evict(): void {
    const evicted: Job[] = [];
    const inOrder = this.#servers.filter((server) => server.job !== null).sort((a, b) => a.order - b.order);
    for (const server of inOrder) {
      evicted.push(server.job!);
      this.#busy += server.stop();
    }
    if (evicted.length > 0) this.#jobs.splice(this.#head, 0, ...evicted);
  }

  #take(): Job | null {
    if (this.#head === this.#jobs.length) return null;
    const job = this.#jobs[this.#head++]!;
    if (this.#head === this.#jobs.length) this.#jobs.length = this.#head = 0;
    else if (this.#head >= 1024 && 2 * this.#head >= this.#jobs.length) {
      this.#jobs.splice(0, this.#head);
      this.#head = 0;
    }
    return job;
  }
}

class Server implements Task {
  job: Job | null = null;
  /** Which job was started first. */
  order = 0;
  readonly #context: LiveContext;
  readonly #onDone: (server: Server) => void;
  #timer: TimerId = 0;
  #startedAt: Nanos = 0;
  #dueAt: Nanos = 0;
  #factor = 1;

  constructor(context: LiveContext, onDone: (server: Server) => void) {
    this.#context = context;
    this.#onDone = onDone;
  }

  get dueAt(): Nanos {
    return this.#dueAt;
  }

  /** `from`: when it begins; may have passed. */
  start(job: Job, factor: number, order: number, from: Nanos): void {
    this.job = job;
    this.order = order;
    this.#factor = factor;
    this.#startedAt = from;
    this.#dueAt = from + Math.round(job.work * factor);
    this.#timer = this.#context.clock.makeUp(this.#dueAt, this);
  }

  fire(): void {
    if (this.job !== null) this.#onDone(this);
  }

  /** The job is done; returns the time it took. */
  finish(): Nanos {
    this.job = null;
    return this.#dueAt - this.#startedAt;
  }

  /** Lets go of the job; returns the time it was served. */
  stop(): Nanos {
    if (this.job === null) return 0;
    const served = Math.min(this.#context.clock.now(), this.#dueAt) - this.#startedAt;
    this.job.work = Math.max(0, this.job.work - served / this.#factor);
    this.#context.clock.cancel(this.#timer);
    this.job = null;
    return served;
  }
}
