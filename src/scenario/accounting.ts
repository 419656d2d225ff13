import { Counters } from '../backend/counters.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { Outcome } from '../measure/outcome.ts';
import type { Recorder } from '../measure/recorder.ts';
import type { RunningWorkload } from './run-parts.ts';
import type { RunFigures } from './result.ts';

export interface Counted {
  readonly figures: RunFigures;
  readonly cluster: Cluster;
  readonly workloads: readonly RunningWorkload[];
  readonly recorder: Recorder;
  /** What backends had answered when clients stopped. */
  readonly replied: number;
}

/**
 * Is every request accounted for, and do clients, proxies and backends tell the same story? All counts are of one
 * moment, and none was forgotten at a crash. Returns what does not agree, in sentences.
 *
 *   operations ─> sent ══(connection)══> received by proxies ─> routed ══(connection)══> executed by backends
 *   answered  <─ replies ══════════════ answered, refused     <─ replied ══════════════════════┘
 *
 * Within a node counts are equal. What was on a connection when it broke, or when the run ended, may or may not have
 * arrived: across one, a count lies between what came back and what was sent.
 */
export function countsThatDisagree({ figures, cluster, workloads, recorder, replied }: Counted): string[] {
  const found: string[] = [];
  const equal = (what: string, expected: number, count: number): void => {
    if (count !== expected) found.push(`${what}: expected ${expected}, got ${count}`);
  };
  const between = (what: string, low: number, count: number, high: number): void => {
    if (count < low || count > high) found.push(`${what}: expected ${low}..${high}, got ${count}`);
  };
  // Who gets what nobody has sent counts something else.
  const across: typeof between = (...counts) => (cluster.corrupts ? undefined : between(...counts));
  const { operations, answered, failed, unfinished, attempts, ...servers } = figures.totals;
  const replies = sum(workloads, ({ counters }) => counters.replies);
  // How often a library tries again is its own affair: of its requests only those are known that it wrote.
  const own = workloads.filter(({ resolved }) => resolved.spec.driver === undefined);
  const ownCount = (of: 'requests' | 'replies' | 'retries'): number => sum(own, ({ counters }) => counters[of]);
  const ownOperations = sum(own, ({ generator }) => generator.started);
  const outcomes = outcomesOf(recorder);

  equal('operations that ended', operations, answered + failed + unfinished);
  equal(
    'outcomes on record',
    operations,
    sum(outcomes, (count) => count),
  );
  equal('unfinished ones on record', unfinished, outcomes[Outcome.unfinished]!);
  between('requests that clients sent', ownCount('replies'), ownCount('requests'), ownOperations + ownCount('retries'));
  between('replies that clients got', answered, replies, attempts);

  // Nobody knows what a router outside does with what it gets, and what others ask of it.
  if (cluster.hasExternalProxies) return found;
  across('requests that proxies received', replies, servers.proxyRequests, attempts);
  for (const { name, counters, waiting } of cluster.proxies) {
    const ended = counters.replied + counters.backendFailures + counters.lostForNobody + counters.refused;
    equal(`requests that ${name} ended or holds`, counters.keyed, ended + waiting);
  }
  const opened = sum(cluster.proxies, ({ accepted, turnedAway }) => accepted + turnedAway);
  between('connections that proxies accepted', servers.authentications, opened, servers.connections);
  const signedIn = sum(workloads, ({ counters }) => counters.connections.signedIn);
  across('sign-ins of clients', 0, signedIn, servers.authentications);

  const routed = sum(cluster.proxies, ({ counters }) => counters.routed);
  const backends = new Counters().add(...cluster.backends.map(({ lifetime }) => lifetime));
  const { complaint } = cluster.externals;
  if (complaint !== null) found.push(complaint);
  // Statistics of a node outside are older than the other counts, and younger than the stop.
  across('requests that backends executed', replied, servers.backendRequests, routed);
  across('hits of backends', outcomes[Outcome.hit]!, backends.getHits, backends.cmdGet);
  across('sets of backends', outcomes[Outcome.stored]!, backends.cmdSet, servers.backendRequests);
  return found;
}

/** By number of outcome, over all workloads, phases and keys. */
function outcomesOf(recorder: Recorder): number[] {
  const cells = recorder
    .workloads()
    .flatMap((workload) =>
      recorder.phases.flatMap((_, i) => [workload.cell(i, 'healthy'), workload.cell(i, 'faulty')]),
    );
  return Object.values(Outcome).map((outcome) => sum(cells, (cell) => cell.outcomes[outcome]!));
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
