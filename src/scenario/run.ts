import { Cluster } from '../cluster/cluster.ts';
import { newClientCounters, type ClientContext } from '../client/context.ts';
import type { ClientOptions } from '../client/options.ts';
import { LatencySeries } from '../measure/latency-series.ts';
import { FlowMeter } from '../measure/littles-law.ts';
import { Recorder } from '../measure/recorder.ts';
import { round } from '../measure/round.ts';
import { Generator } from '../workload/generator.ts';
import { KeySpace } from '../workload/keys.ts';
import { descriptorLimit } from '../world/live/descriptors.ts';
import { createLiveWorld } from '../world/live/live-world.ts';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import type { VitalSigns } from '../world/live/vitals.ts';
import { SECOND, type World } from '../world/world.ts';
import { Census } from './census.ts';
import type { Scenario } from './define.ts';
import { runHealth } from './run-health.ts';
import { runFigures } from './figures.ts';
import type { RunningWorkload } from './run-parts.ts';
import { fitToOneProcess } from './live-fit.ts';
import { resolveScenario, type ResolvedScenario, type ResolvedWorkload } from './resolve.ts';
import type { RunRecord } from './run-record.ts';
import { Sampler } from './sampler.ts';
import { secondsAt } from './seconds.ts';
import { TenancyRun } from './tenancy-run.ts';
import { faultyBackends, playTimeline, type TimelineEvent } from './timeline.ts';

export interface RunOptions {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly world: 'virtual' | 'live';
  /** A control has the same arrivals and no timeline. */
  readonly role: 'incident' | 'control';
  /** Divides the timeline's durations (live world). @default 1 */
  readonly compress?: number;
  /** Asked every second of the run; true: end here, and hand over what was measured. */
  readonly aborted?: () => boolean;
  readonly onProgress?: (progress: RunProgress) => void;
}

export interface RunProgress {
  /** Scenario seconds. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly operations: number;
}

/** Makes one run. Rejects with what a node throws, or with the error of a port that cannot be bound. */
export async function runScenario(options: RunOptions): Promise<RunRecord> {
  return options.world === 'virtual' ? runVirtual(options) : runLive(options);
}

function runVirtual(options: RunOptions): RunRecord {
  const world = createVirtualWorld({ seed: options.seed });
  const run = new Run(world, options, options.scenario, []);
  run.listen((error) => {
    if (error !== null) throw error;
    run.prepare();
    run.begin();
  });
  const { end } = run.resolved;
  let aborted = false;
  for (let t = 0; t < end && !aborted;) {
    t = Math.min(end, t + SECOND);
    world.run(t);
    run.progress();
    aborted = options.aborted?.() === true;
  }
  const trace = {
    traceHash: world.traceHash,
    checkpoints: world.traceCheckpoints.length,
    simulatedEvents: world.events,
  };
  return run.finish(aborted, trace, null);
}

async function runLive(options: RunOptions): Promise<RunRecord> {
  const { scenario, remarks } = fitToOneProcess(options.scenario, {
    compress: options.compress ?? 1,
    descriptors: descriptorLimit(),
  });
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  // A failure may come before anybody waits for it.
  failed.catch(() => undefined);
  const world = createLiveWorld({ seed: options.seed, onError: (error) => fail(error) });
  let run: Run | null = null;
  let record: RunRecord;
  try {
    const live = (run = new Run(world, options, scenario, remarks));
    await Promise.race([
      failed,
      new Promise<void>((resolve) => live.listen((error) => (error ? fail(error) : resolve()))),
    ]);
    live.prepare();
    world.restartClock();
    const vitals = world.vitals();
    live.begin();
    const aborted = await Promise.race([failed, live.untilEnd()]);
    record = live.finish(aborted, { traceHash: null, checkpoints: 0, simulatedEvents: 0 }, vitals.read());
  } finally {
    run?.rollBack();
    await world.close();
  }
  // What failed on the way out counts as well.
  return Promise.race([failed, Promise.resolve(record)]);
}

/** A cluster, its workloads and its timeline, being measured. */
class Run {
  readonly resolved: ResolvedScenario;
  readonly #world: World;
  readonly #options: RunOptions;
  readonly #scenario: Scenario;
  readonly #remarks: readonly string[];
  readonly #cluster: Cluster;
  readonly #recorder: Recorder;
  readonly #flow = new FlowMeter(0);
  /** Answers of all workloads. */
  readonly #latency: LatencySeries;
  readonly #sampler: Sampler;
  readonly #census: Census;
  readonly #tenancy: TenancyRun;
  readonly #workloads: RunningWorkload[];
  readonly #events: TimelineEvent[] = [];
  readonly #faulty: ReadonlySet<string>;

  constructor(world: World, options: RunOptions, scenario: Scenario, remarks: readonly string[]) {
    this.#world = world;
    this.#options = options;
    this.#scenario = scenario;
    this.#remarks = remarks;
    this.resolved = resolveScenario(scenario, options.compress ?? 1);
    const { cluster, phases, window } = this.resolved;
    this.#cluster = new Cluster(world, cluster);
    this.#recorder = new Recorder({ phases, window });
    this.#latency = new LatencySeries(window);
    this.#tenancy = new TenancyRun(this.#cluster, world, this.resolved);
    this.#faulty = faultyBackends(scenario, this.#cluster);
    this.#workloads = this.resolved.workloads.map((workload) => this.#workload(workload));
    this.#census = new Census(
      this.#cluster,
      this.#workloads.map(({ resolved: { options, machine: limits }, generator, counters }) => {
        const machine = world.machine({ name: `clients of ${options.name}`, ...limits });
        machine.place(options.name);
        return { connections: counters.connections, mode: () => generator.mode, machine };
      }),
    );
    this.#sampler = new Sampler(this.#cluster, this.#census, world, window);
  }

  /** `onReady` hears null when every node listens, or the first error. */
  listen(onReady: (error: Error | null) => void): void {
    this.#cluster.start(onReady);
  }

  /** Fills the caches. */
  prepare(): void {
    for (const { generator, resolved } of this.#workloads) {
      const place = this.#tenancy.place(resolved);
      this.#cluster.preload(generator.keys, place);
      this.#cluster.markFaulty(generator.keys, this.#faulty, place);
    }
  }

  /** Sets everything going, at time 0. */
  begin(): void {
    const { resolved } = this;
    for (const { generator } of this.#workloads) generator.run(resolved.end);
    this.#sampler.start(resolved.end);
    for (const { from } of resolved.phases.slice(1)) {
      const begin = {
        fire: () => {
          this.#flow.phase(Math.min(this.#world.clock.now(), resolved.end));
          this.#census.endPhase();
        },
      };
      this.#world.clock.at(from, begin);
    }
    if (this.#options.role === 'incident') {
      playTimeline(this.#scenario, resolved, {
        world: this.#world,
        cluster: this.#cluster,
        tenancy: this.#tenancy,
        deploy: this.#deploy,
        events: this.#events,
      });
    }
  }

  progress(): void {
    const { resolved } = this;
    this.#options.onProgress?.({
      at: secondsAt(resolved, this.#world.clock.now()),
      from: secondsAt(resolved, 0),
      to: secondsAt(resolved, resolved.end),
      operations: this.#workloads.reduce((n, { generator }) => n + generator.started, 0),
    });
  }

  /** Live: resolves at the end of the run, with whether it was aborted. */
  untilEnd(): Promise<boolean> {
    const { clock } = this.#world;
    return new Promise((resolve) => {
      const check = {
        fire: (): void => {
          const now = clock.now();
          this.progress();
          if (this.#options.aborted?.() === true) resolve(true);
          else if (now >= this.resolved.end) resolve(false);
          else clock.at(Math.min(this.resolved.end, now + SECOND / 5), check);
        },
      };
      check.fire();
    });
  }

  rollBack(): void {
    this.#cluster.rollBack();
  }

  finish(aborted: boolean, world: Parameters<typeof runFigures>[1], vitals: VitalSigns | null): RunRecord {
    const { resolved } = this;
    const until = Math.min(this.#world.clock.now(), resolved.end);
    for (const { generator } of this.#workloads) generator.stop(until);
    this.#sampler.finish(until);
    this.#census.endPhase();
    const parts = {
      resolved,
      cluster: this.#cluster,
      workloads: this.#workloads,
      recorder: this.#recorder,
      flow: this.#flow,
      sampler: this.#sampler,
      tenancy: this.#tenancy,
      census: this.#census,
      until,
    };
    const figures = runFigures(parts, world);
    const windows = figures.workloads.map(({ series }) => series.all);
    this.rollBack();
    return {
      figures,
      endedAt: secondsAt(resolved, until),
      aborted,
      events: this.#events.map(({ at, kind, text }) => ({ at: secondsAt(resolved, at), kind, text })),
      faultyBackends: [...this.#faulty],
      faultyShare: this.#workloads.map(({ resolved: { options }, generator }) => ({
        workload: options.name,
        share: round(generator.keys.faultyShare(), 6),
      })),
      windowNs: resolved.window * resolved.compress,
      p99: this.#latency.values(until).map(({ p99 }) => p99),
      goodput: (windows[0]?.goodput ?? []).map((_, i) => windows.reduce((n, { goodput }) => n + goodput[i]!, 0)),
      alerts: this.#alerts(),
      health: runHealth({ ...parts, figures }, vitals),
      remarks: this.#remarks,
    };
  }

  #workload(resolved: ResolvedWorkload): RunningWorkload {
    const world = this.#world;
    const { options, client, keys: keyOptions } = resolved;
    const { name } = options;
    const counters = newClientCounters();
    const keys = new KeySpace(keyOptions, world.rng(`workload/${name}/values`));
    const latency = new LatencySeries(this.resolved.window);
    const context: ClientContext = {
      world,
      node: name,
      servers: this.#cluster.proxies.map(({ name: proxy }) => proxy),
      options: client,
      ...this.#tenancy.signIn(resolved),
      rng: world.rng(`workload/${name}/retries`),
      counters,
    };
    const generator = new Generator(options, context, keys, {
      recorder: this.#recorder,
      flow: this.#flow,
      series: [latency, this.#latency],
    });
    this.#tenancy.follow(generator);
    return { resolved, generator, counters, latency };
  }

  readonly #deploy = (workload: string, client: ClientOptions): void => {
    this.#workloads.find(({ generator }) => generator.name === workload)?.generator.deploy(client);
  };

  /** When somebody knew: the alerts and pages of the timeline. */
  #alerts(): number[] {
    const alerts = this.#scenario.timeline.filter((entry) => entry.do === 'note' && entry.kind === 'alert');
    return alerts.map((entry) => secondsAt(this.resolved, this.resolved.at(entry.at)));
  }
}
