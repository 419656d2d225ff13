import { Cluster } from '../cluster/cluster.ts';
import { newClientCounters, type ClientContext } from '../client/context.ts';
import type { ForeignClients } from '../client/foreign/foreign-clients.ts';
import type { ClientOptions } from '../client/options.ts';
import { LatencySeries } from '../measure/latency-series.ts';
import { FlowMeter } from '../measure/littles-law.ts';
import { Recorder } from '../measure/recorder.ts';
import { Gauge } from '../measure/timeline.ts';
import { Generator } from '../workload/generator.ts';
import { KeySpace } from '../workload/keys.ts';
import type { VitalSigns } from '../world/live/vitals.ts';
import { SECOND, type Nanos, type World } from '../world/world.ts';
import { Census } from './census.ts';
import type { Scenario } from './define.ts';
import { driverRemarks } from './drivers.ts';
import { HandLog } from './hand-log.ts';
import type { LinkPanel } from './link-panel.ts';
import { runHealth } from './run-health.ts';
import { runFigures } from './figures.ts';
import type { RunningWorkload } from './run-parts.ts';
import { externalRemarks } from './external-nodes.ts';
import type { Fit } from './live-fit.ts';
import { knownServers } from './oncall-proxies.ts';
import { OncallRun } from './oncall-run.ts';
import { recordTotals } from './record-totals.ts';
import { resolveScenario, type ResolvedScenario, type ResolvedWorkload } from './resolve.ts';
import type { RunRecord } from './run-record.ts';
import type { RunOptions } from './run.ts';
import { Sampler } from './sampler.ts';
import { secondsAt } from './seconds.ts';
import { newSuffering } from './suffering-figures.ts';
import { TenancyRun } from './tenancy-run.ts';
import { faultyBackends } from './timeline-faults.ts';
import { notedAlerts, playTimeline, type TimelineEvent } from './timeline.ts';

export interface RunPlan extends Fit {
  /** Of the libraries that drive workloads; live world only. */
  readonly foreign: ForeignClients | null;
}

/** A cluster, its workloads and its timeline, being measured. */
export class Run {
  readonly resolved: ResolvedScenario;
  readonly #world: World;
  readonly #options: RunOptions;
  readonly #scenario: Scenario;
  readonly #remarks: readonly string[];
  readonly #foreign: ForeignClients | null;
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
  readonly #oncall: OncallRun | null;
  readonly #hand: HandLog;
  readonly #faulty: ReadonlySet<string>;
  /** When it stopped, and what backends had answered by then. */
  #stopped: { readonly until: Nanos; readonly replied: number } | null = null;

  constructor(world: World, options: RunOptions, { scenario, remarks, foreign }: RunPlan) {
    this.#world = world;
    this.#options = options;
    this.#scenario = scenario;
    this.#remarks = remarks;
    this.#foreign = foreign;
    this.resolved = resolveScenario(scenario, options.compress ?? 1);
    const { cluster, phases, window } = this.resolved;
    this.#cluster = new Cluster(world, cluster);
    this.#hand = new HandLog(world, this.#cluster, this.resolved, this.#events);
    this.#recorder = new Recorder({ phases, window });
    this.#latency = new LatencySeries(window);
    this.#tenancy = new TenancyRun(this.#cluster, world, this.resolved);
    this.#faulty = faultyBackends(scenario);
    this.#workloads = this.resolved.workloads.map((workload) => this.#workload(workload));
    this.#census = new Census(
      this.#cluster,
      this.#workloads.map(({ resolved: { options, machine: limits }, generator, counters }) => {
        const machine = world.machine({ name: `clients of ${options.name}`, ...limits });
        machine.place(options.name);
        const { connections } = counters;
        return { connections, begun: () => generator.started, mode: () => generator.mode, machine };
      }),
    );
    this.#sampler = new Sampler(this.#cluster, this.#census, world, window);
    const generators = this.#workloads.map(({ generator }) => generator);
    this.#oncall = OncallRun.of({
      world,
      cluster: this.#cluster,
      generators,
      scenario,
      resolved: this.resolved,
      events: this.#events,
    });
  }

  /** `onReady` hears null when every node listens, or the first error. */
  listen(onReady: (error: Error | null) => void): void {
    this.#cluster.start(onReady);
  }

  /** Fills the caches. */
  prepare(): void {
    for (const { generator, resolved } of this.#workloads) {
      const place = this.#tenancy.place(resolved);
      this.#cluster.preload(generator.keys, place, Math.round(generator.keys.count * resolved.preloaded));
      this.#cluster.markFaulty(generator.keys, this.#faulty, place);
    }
  }

  /** Fills the caches of nodes that others run. Rejects when one does not take part. */
  prepareOutside(): Promise<void> {
    return this.#cluster.externals.prepare(this.#workloads.map(({ generator }) => generator.keys));
  }

  /** Sets everything going, at time 0. */
  begin(): void {
    const { resolved } = this;
    this.#hand.begin();
    this.#cluster.externals.start();
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
        skipped: (entry) => this.#hand.skip(entry),
      });
    }
    this.#oncall?.begin();
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

  /** `scenario`: as it was given. */
  panel(scenario: Scenario): LinkPanel {
    const isOurs = (name: string): boolean => scenario.workloads[name]?.driver === undefined;
    return {
      links: this.#cluster.links.filter(({ from }) => isOurs(from)),
      watch: (watcher) => this.#cluster.watch(watcher),
      recorded: () => this.#hand.recorded(scenario),
    };
  }

  rollBack(): void {
    this.#cluster.rollBack();
  }

  /** No more operations. Nodes may still be busy with what has begun. */
  stop(): { readonly until: Nanos; readonly replied: number } {
    if (this.#stopped !== null) return this.#stopped;
    this.#hand.close();
    const until = Math.min(this.#world.clock.now(), this.resolved.end);
    for (const { generator } of this.#workloads) generator.stop(until);
    const replied = this.#cluster.proxies.reduce((n, { counters }) => n + counters.replied, 0);
    return (this.#stopped = { until, replied });
  }

  /** Of the nodes that others run: what they have counted by now. */
  lastWords(): Promise<void> {
    return this.#cluster.externals.finish();
  }

  finish(aborted: boolean, world: Parameters<typeof runFigures>[1], vitals: VitalSigns | null): RunRecord {
    const { resolved } = this;
    const { until, replied } = this.stop();
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
      oncall: this.#oncall,
      census: this.#census,
      until,
      replied,
    };
    const figures = runFigures(parts, world);
    this.rollBack();
    return {
      figures,
      endedAt: secondsAt(resolved, until),
      aborted,
      events: this.#events.map(({ at, kind, text }) => ({ at: secondsAt(resolved, at), kind, text })),
      faultyBackends: [...this.#faulty],
      ...recordTotals(parts, figures, this.#latency),
      alerts: [...notedAlerts(this.#scenario, resolved), ...(this.#oncall?.alerts ?? [])],
      health: runHealth({ ...parts, figures }, vitals),
      remarks: [
        ...this.#remarks,
        ...driverRemarks(this.#workloads),
        ...externalRemarks(this.#scenario),
        ...this.#hand.remarks(this.#scenario, this.#faulty),
        ...(this.#cluster.corrupts ? ['Bytes were corrupted on links: counts are compared within nodes only.'] : []),
      ],
      scaled: this.#remarks.length > 0,
    };
  }

  #workload(resolved: ResolvedWorkload): RunningWorkload {
    const world = this.#world;
    const { options, client, keys: keyOptions } = resolved;
    const { name } = options;
    const counters = newClientCounters(this.resolved.at(this.#scenario.phases.fault));
    const keys = new KeySpace(keyOptions, world.rng(`workload/${name}/values`));
    const latency = new LatencySeries(this.resolved.window);
    const inFlight = new Gauge(this.resolved.window);
    const suffering = newSuffering(this.resolved, resolved);
    const context: ClientContext = {
      world,
      node: name,
      servers: knownServers(this.#cluster.servers, this.#scenario),
      ownCredentials: this.#cluster.proxies.map(
        ({ name: proxy }) => this.resolved.cluster.external?.get(proxy)?.signIn,
      ),
      options: client,
      ...this.#tenancy.signIn(resolved),
      rng: world.rng(`workload/${name}/retries`),
      choices: world.rng(`workload/${name}/servers`),
      counters,
      ...this.#newClient(resolved),
    };
    const generator = new Generator(options, context, keys, {
      recorder: this.#recorder,
      flow: this.#flow,
      inFlight,
      series: [latency, this.#latency],
      suffering,
    });
    this.#tenancy.follow(generator);
    return { resolved, generator, counters, latency, inFlight, suffering };
  }

  readonly #deploy = (workload: string, client: ClientOptions): void => {
    this.#workloads.find(({ generator }) => generator.name === workload)?.generator.deploy(client);
  };

  /** Of a library, where one drives the workload. */
  #newClient({ spec: { driver } }: ResolvedWorkload): Pick<ClientContext, 'newClient'> {
    if (driver === undefined) return {};
    return { newClient: this.#foreign!.maker(driver, (server) => this.#cluster.proxy(server)?.address ?? server) };
  }
}
