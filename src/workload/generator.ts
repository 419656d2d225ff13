import { WebApp, type WebAppOptions } from '../app/web-app.ts';
import { WebPage, type WebPageOwner } from '../app/web-page.ts';
import type { Client } from '../client/client.ts';
import type { ClientContext } from '../client/context.ts';
import type { Operation } from '../client/operation.ts';
import type { ClientOptions } from '../client/options.ts';
import { Histogram } from '../measure/histogram.ts';
import type { LatencySeries } from '../measure/latency-series.ts';
import type { FlowMeter } from '../measure/littles-law.ts';
import { isAnswered, Outcome } from '../measure/outcome.ts';
import type { PageEnd } from '../measure/pages.ts';
import type { Recorder, WorkloadRecorder } from '../measure/recorder.ts';
import type { Suffering } from '../measure/suffering.ts';
import type { Gauge } from '../measure/timeline.ts';
import { Verb } from '../protocol/message.ts';
import type { Nanos, Rng, Task } from '../world/world.ts';
import { Arrivals } from './arrivals.ts';
import { Fleet, type SignIn } from './fleet.ts';
import { dealHomes } from './homes.ts';
import type { KeySpace } from './keys.ts';
import type { LoadCurve } from './load-curve.ts';
import type { GeneratorMeasures } from './measures.ts';
import { suffer } from './page-suffering.ts';
import { Page, type PageOwner, type PageShape } from './page.ts';

export interface WorkloadOptions {
  readonly name: string;
  /** Client processes. */
  readonly clients: number;
  /** Operations per second at load 1. */
  readonly rate: number;
  readonly page: PageShape;
  readonly setPercent: number;
  /** Home servers by Zipf's law with this exponent. */
  readonly homeSkew: number;
  readonly deadline: Nanos;
  /** Persistent clients connect one after another in this time, in ns; pages begin after it. */
  readonly ramp: Nanos;
  readonly load: LoadCurve;
  /** Pages are requests to a web app. @default null: they are on their own */
  readonly app?: WebAppOptions | null;
}

/**
 * Drives one workload in an open loop: pages arrive by a Poisson process whatever becomes of earlier ones. Latency
 * counts from the intended send time: of a page's operations the page's arrival, of those that wait for another one in
 * the page that one's end.
 */
export class Generator implements Task, PageOwner, WebPageOwner {
  readonly name: string;
  readonly keys: KeySpace;
  /** Each process's first server, by number. */
  readonly homes: ArrayLike<number>;
  /** Null: pages are on their own. */
  readonly app: WebApp | null;
  /** Operations: started = answered + failed + unfinished, once it has stopped. */
  started = 0;
  /**
   * Operations whose intended send time came: of pages that were to be sent, less those that a page gave up or had not
   * come to when the run ended.
   */
  offered = 0;
  answered = 0;
  failed = 0;
  unfinished = 0;
  /** Pages that came, by how clients connected then. */
  readonly pagesIn = { persistent: 0, 'per-request': 0, leaky: 0 } satisfies Record<ClientOptions['mode'], number>;
  /** Intended to actual send time of pages, from the end of the warm-up. */
  readonly sendLag = new Histogram();
  readonly #options: WorkloadOptions;
  readonly #context: ClientContext;
  readonly #recorder: Recorder;
  readonly #record: WorkloadRecorder;
  readonly #flow: FlowMeter;
  readonly #inFlight: Gauge | null;
  readonly #series: readonly LatencySeries[];
  readonly #suffering: Suffering | null;
  readonly #arrivals: Arrivals;
  readonly #choices: Rng;
  readonly #fleet: Fleet;
  /** All that were made; those not in use. */
  readonly #pages: (Page | WebPage)[] = [];
  readonly #freePages: (Page | WebPage)[] = [];
  #nextAt: Nanos = 0;
  #until: Nanos = 0;
  #stoppedAt: Nanos | null = null;
  #over = false;

  constructor(options: WorkloadOptions, context: ClientContext, keys: KeySpace, measures: GeneratorMeasures) {
    this.name = options.name;
    this.keys = keys;
    this.#options = options;
    this.#context = context;
    this.#recorder = measures.recorder;
    this.#record = measures.recorder.workload(options.name, { deadline: options.deadline });
    this.#flow = measures.flow;
    this.#inFlight = measures.inFlight ?? null;
    this.#series = measures.series;
    this.#suffering = measures.suffering ?? null;
    const { world } = context;
    this.#arrivals = new Arrivals(
      options.rate / options.page.operations,
      options.load,
      world.rng(`workload/${options.name}/arrivals`),
    );
    this.#choices = world.rng(`workload/${options.name}/choices`);
    this.homes = dealHomes(options, context.servers.length);
    this.#fleet = new Fleet(context, this.homes, options.ramp);
    this.app = options.app ? new WebApp(options.app, context) : null;
  }

  /** Runs from now until the given time. Persistent clients connect first, spread over the ramp. */
  run(until: Nanos): void {
    const { clock } = this.#context.world;
    const now = clock.now();
    this.#until = until;
    this.#fleet.start();
    this.#nextAt = this.#arrivals.after(now + this.#options.ramp);
    clock.at(this.#nextAt, this);
    this.app?.countUntil(until);
  }

  /** The clients' processes are replaced by new ones, which behave like this. */
  deploy(options: ClientOptions): void {
    if (!this.#over) this.#fleet.deploy(options);
  }

  /** A release of the same client that knows these servers, and spreads over them. False: it knows as many already. */
  learn(servers: readonly string[]): boolean {
    return !this.#over && this.#fleet.learn(servers, dealHomes(this.#options, servers.length));
  }

  /** Its processes restart within this time and sign in with these credentials from then on. */
  restart(signIn: SignIn, over: Nanos): void {
    if (!this.#over) this.#fleet.restart(signIn, over);
  }

  /** How its clients connect now. */
  get mode(): ClientOptions['mode'] {
    return this.#fleet.mode;
  }

  /** No more arrivals; what is still open ends as unfinished. What comes later is not counted. */
  stop(at: Nanos): void {
    if (this.#over) return;
    this.#stoppedAt = at;
    this.app?.countUntil(at);
    for (; this.#nextAt < at; this.#nextAt = this.#arrivals.after(this.#nextAt)) this.#offer();
    for (const page of this.#pages) {
      this.offered -= page.waiting;
      for (const operation of page.issued) if (operation.open) this.record(operation, Outcome.unfinished);
      if (!page.over) this.#end(page, 'unfinished');
    }
    this.#over = true;
  }

  /** The next page arrives. */
  fire(): void {
    if (this.#over) return;
    const now = this.now();
    // In the live world several may be due at once: each is sent now and its delay counted.
    for (; this.#nextAt <= now; this.#nextAt = this.#arrivals.after(this.#nextAt)) {
      if (this.#nextAt >= this.#until) return;
      // The first phase is the warm-up, of this program too.
      if (this.#recorder.phaseIndexAt(this.#nextAt) > 0) this.sendLag.record(now - this.#nextAt);
      this.#arrive(this.#nextAt);
    }
    this.#context.world.clock.at(this.#nextAt, this);
  }

  start(operation: Operation, client: Client, intendedAt: Nanos): void {
    if (this.#over) return;
    operation.startedAt = this.#runTime();
    // A page may go on in the moment between a live run's end and its stop: there time stands still.
    operation.intendedAt = Math.min(intendedAt, operation.startedAt);
    this.started++;
    this.#flow.arrive(operation.startedAt);
    this.#inFlight?.add(operation.startedAt, 1);
    client.start(operation);
  }

  record(operation: Operation, outcome: Outcome): void {
    if (this.#over) return;
    const now = this.#runTime();
    const { intendedAt, startedAt, keyNumber, process } = operation;
    if (outcome === Outcome.unfinished) this.unfinished++;
    else if (isAnswered(outcome)) this.answered++;
    else this.failed++;
    this.#flow.depart(now, startedAt);
    this.#inFlight?.add(now, -1);
    if (isAnswered(outcome)) {
      // The run's end belongs to its last window.
      for (const series of this.#series) series.record(Math.min(now, this.#until - 1), now - intendedAt);
    }
    const phase = this.#recorder.phaseIndexAt(intendedAt);
    this.#record.observe(now, now - intendedAt, outcome, this.keys.faulty[keyNumber] === 1, phase);
    if (this.app === null && phase === this.#suffering?.phase) {
      this.#suffering.ended(process, this.keys.home[keyNumber]!, now - intendedAt, outcome);
    }
  }

  finished(page: Page, skipped: number): void {
    this.offered -= skipped;
    if (!this.#over) this.#end(page, page.failed ? 'failed' : 'complete');
    this.#fleet.finished(page.client!);
    page.client = null;
    this.#freePages.push(page);
  }

  startMore(operation: Operation, client: Client): void {
    if (this.#over) return;
    this.offered++;
    this.start(operation, client, this.now());
  }

  startAgain(operation: Operation, client: Client): void {
    if (this.#over) return;
    // As an attempt that has to be made again, which for the client it is not.
    this.#context.counters.retries++;
    client.start(operation);
  }

  ended(page: WebPage, how: PageEnd, skipped: number): void {
    if (this.#over) return;
    this.offered -= skipped;
    this.#end(page, how);
    const suffering = this.#suffering;
    if (suffering?.phase === this.#recorder.phaseIndexAt(page.intendedAt)) suffer(page, how, suffering, this.keys.home);
  }

  over(page: WebPage): void {
    if (page.client !== null) this.#fleet.finished(page.client);
    this.#freePages.push(page);
  }

  processOf(worker: number): number {
    return worker % this.#options.clients;
  }

  clientOf(process: number): Client {
    return this.#fleet.client(process);
  }

  now(): Nanos {
    return this.#context.world.clock.now();
  }

  /** In the live world a moment may pass between the run's end and the stop. */
  #runTime(): Nanos {
    return Math.min(this.#stoppedAt ?? this.now(), this.#until);
  }

  #arrive(intendedAt: Nanos): void {
    const { setPercent, clients } = this.#options;
    this.#offer();
    const page = this.#freePages.pop() ?? this.#newPage();
    const rng = this.#choices;
    const client = rng.below(clients);
    for (const operation of page.operations) {
      operation.process = client;
      this.#choose(operation, rng, setPercent);
    }
    this.pagesIn[this.#fleet.mode]++;
    if (page instanceof WebPage) page.arrive(intendedAt);
    else page.begin(this.#fleet.client(client), intendedAt);
  }

  #end(page: Page | WebPage, how: PageEnd): void {
    const now = this.#runTime();
    const latency = Math.max(0, now - page.intendedAt);
    const phase = this.#recorder.phaseIndexAt(page.intendedAt);
    this.#record.pages.observe(now, latency, how, phase, page.roundTrips.count);
  }

  #offer(): void {
    this.offered += this.#options.page.operations;
  }

  #choose(operation: Operation, rng: Rng, setPercent: number): void {
    const { keys } = this;
    const key = keys.pick(rng);
    operation.keyNumber = key;
    operation.keys = keys.keys;
    operation.keyStart = keys.start(key);
    operation.keyEnd = keys.end(key);
    operation.verb = setPercent > 0 && rng.chance(setPercent, 100) ? Verb.set : Verb.get;
    operation.valueBytes = keys.valueBytes(key);
  }

  #newPage(): Page | WebPage {
    const { page: shape } = this.#options;
    const page = this.app === null ? new Page(this, shape) : new WebPage(this.app, this, shape);
    this.#pages.push(page);
    return page;
  }
}
