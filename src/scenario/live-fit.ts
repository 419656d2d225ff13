/**
 * What a scenario has to be scaled down to before one process can play all its parts on real sockets. Costs were measured
 * on one core of a busy 2-core machine, both ends and the proxy between them included.
 */
import { presets } from '../client/presets/index.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import type { ConnectionMode, Scenario, WorkloadSpec } from './define.ts';
import { matching } from './nodes.ts';
import { FILE_LIMIT } from './resolve.ts';
import { nanos } from './units.ts';

/** CPU time of an operation on a connection that stands, and of a connection with its sign-in. */
const OPERATION: Nanos = 25_000;
const CONNECTION: Nanos = 350_000;
/** Share of a core at the highest load before anything goes wrong: a storm of connections takes a multiple. */
const BUSY_MAX = 0.3;
/** Share of the warm-up in which authentication alone could sign in all who stay: some wait longer than others. */
const SIGN_IN_MAX = 0.4;
/** Share of the process's descriptors. A connection takes one at each end. */
const DESCRIPTORS_MAX = 0.8;
/** Of one that stays: the one to its home, and one to where it has failed over. */
const CONNECTIONS_PER_CLIENT = 2;
/** Of the descriptors that may be used: for connections that leak, which stay open until the end. */
const LEAK_MAX = 0.5;
/** Node's own, files, the terminal. */
const DESCRIPTORS_BESIDES = 100;

export interface FitOptions {
  /** Divides the timeline's durations. */
  readonly compress: number;
  /** That the process may have. */
  readonly descriptors: number;
}

export interface Fit {
  readonly scenario: Scenario;
  /** What was changed and why, in sentences. */
  readonly remarks: readonly string[];
}

/** Fewer clients where they could not connect in time or would not fit the descriptors, lower rates for want of CPU. */
export function fitToOneProcess(scenario: Scenario, options: FitOptions): Fit {
  const all = Object.entries(scenario.workloads);
  const slower = Math.min(1, BUSY_MAX / busyShare(scenario));
  const places = connectionsThatFit(scenario, options);
  const leaking = leaks(scenario, options) * slower;
  // What does not fit the tables of the cluster does not come to leak.
  const leaked = Math.min(leaking, tables(scenario));
  const drier = leaked <= LEAK_MAX * places ? 1 : (LEAK_MAX * places) / leaking;
  const staying = all.reduce((n, [, spec]) => n + (modeOf(spec) === 'persistent' ? spec.clients : 0), 0);
  const limits = [
    { clients: staying, why: '' },
    { clients: signInLimit(scenario, options), why: 'so many sign in during the warm-up' },
    {
      clients: (places - Math.min(leaked, leaking * drier)) / CONNECTIONS_PER_CLIENT,
      why: 'so many fit the descriptors of one process',
    },
  ];
  const tightest = limits.reduce((low, limit) => (limit.clients < low.clients ? limit : low));
  const remarks: string[] = [];
  const workloads = Object.fromEntries(
    all.map(([name, spec]) => {
      const { clients } = spec;
      const stays = modeOf(spec) === 'persistent';
      const kept = stays ? Math.max(1, Math.floor((clients * tightest.clients) / staying)) : clients;
      const rate = spec.rate * slower * (leakyFor(name, scenario) > 0 ? drier : 1);
      if (kept < clients) remarks.push(`${name}: ${kept} of ${clients} clients, for ${tightest.why}`);
      if (rate < spec.rate)
        remarks.push(`${name}: ${percent(rate / spec.rate)} of its rate, which one process can carry`);
      return [name, { ...spec, clients: kept, rate }];
    }),
  );
  return { scenario: { ...scenario, workloads }, remarks };
}

/** Of a core, at the highest load. */
function busyShare(scenario: Scenario): number {
  const perSecond = Object.values(scenario.workloads).reduce((sum, spec) => {
    const connections = modeOf(spec) === 'persistent' ? 0 : pagesPerSecond(spec);
    return sum + spec.rate * OPERATION + connections * CONNECTION;
  }, 0);
  return (perSecond * peakLoad(scenario)) / SECOND;
}

function signInLimit({ cluster, phases }: Scenario, { compress }: FitOptions): number {
  const { authentication } = cluster.proxy;
  if (authentication === undefined || authentication.servers === 'unlimited') return Infinity;
  const warmup = (nanos(phases.baseline) - nanos(phases.warmup)) / compress;
  const servers = (cluster.proxies ?? cluster.machines) * (authentication.servers ?? 1);
  return (SIGN_IN_MAX * warmup * servers) / nanos(authentication.time);
}

/** Connections of clients for which there are descriptors, besides the cluster's own. */
function connectionsThatFit({ cluster }: Scenario, { descriptors }: FitOptions): number {
  const { machines, proxies = machines, backends = machines } = cluster;
  const pools = proxies * backends * (cluster.proxy.connectionsPerBackend ?? 1);
  const left = descriptors * DESCRIPTORS_MAX - DESCRIPTORS_BESIDES - proxies - backends - 2 * pools;
  return Math.max(0, left / 2);
}

function leaks(scenario: Scenario, { compress }: FitOptions): number {
  return Object.entries(scenario.workloads).reduce((sum, [name, spec]) => {
    const seconds = leakyFor(name, scenario) / compress / SECOND;
    return sum + pagesPerSecond(spec) * peakLoad(scenario) * seconds;
  }, 0);
}

/** How long this workload leaks, in the scenario's time: from the start, or by a release. */
function leakyFor(name: string, { workloads, phases, timeline }: Scenario): Nanos {
  const [start, end] = [nanos(phases.warmup), nanos(phases.end)];
  if (modeOf(workloads[name]!) === 'leaky') return end - start;
  return timeline.reduce((sum, entry) => {
    const leaks = entry.do === 'deploy' && entry.client?.mode === 'leaky' && matchesAny(entry.workloads, name);
    return leaks ? sum + (entry.for === undefined ? end - nanos(entry.at) : nanos(entry.for)) : sum;
  }, 0);
}

function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => matching(pattern, [name]).length > 0);
}

/** Descriptors that the cluster's machines have, all together. */
function tables({ cluster }: Scenario): number {
  return cluster.machines * (cluster.fileLimit ?? FILE_LIMIT);
}

function peakLoad({ load = [] }: Scenario): number {
  return load.length === 0 ? 1 : Math.max(...load.map(({ times }) => times));
}

function pagesPerSecond({ rate, page }: WorkloadSpec): number {
  return rate / (page?.operations ?? 1);
}

function modeOf({ client }: WorkloadSpec): ConnectionMode {
  return client.mode ?? presets[client.preset].mode;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
