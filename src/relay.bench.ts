/**
 * Our relay beside no relay at all, beside the shortest one that node can be (`socket.pipe` there and back) and beside
 * Debian's HAProxy with one thread, in turn, between the same two ends. What counts is CPU, and the ratios: the machine is
 * shared by all processes, and by others.
 */
import { reportBench, type BenchRow } from '../tools/bench-report.ts';
import { Child, cpuMicrosOf } from './backend/bench/children.case.ts';
import { load, serveUpstreams, type Load, type LoadRequest, type Upstreams } from './relay-ends.case.ts';
import { pipe, relay, startHaproxy, type RelayRequest, type Relays } from './relay-peers.case.ts';

const ROUNDS = 5;
const MEGA = 1e6;

interface Way {
  readonly name: string;
  /** Null: nobody stands between. */
  readonly pid: number | null;
  readonly ports: readonly number[];
}

interface Round extends Load {
  /** Of who stands between. */
  readonly cpuMicros: number;
}

interface Shape {
  readonly name: string;
  readonly request: (ports: readonly number[]) => LoadRequest;
}

const BUSY: Shape = {
  name: '50 connections, depth 1',
  request: ([port]) => ({ port: port!, seconds: 1, connections: 50 }),
};
const CALM: Shape = { name: '1 connection', request: ([port]) => ({ port: port!, seconds: 0.3, connections: 1 }) };
const BULK: Shape = { name: 'one bulk stream', request: ([, port]) => ({ port: port!, seconds: 1, bulk: true }) };

const role = process.argv[2];
if (role === 'upstreams') serveUpstreams();
else if (role === 'load') load();
else if (role === 'relay') relay();
else if (role === 'pipe') pipe();
else await main();

async function main(): Promise<void> {
  const children = ['upstreams', 'load', 'relay', 'pipe'].map((each) => new Child(import.meta.url, each));
  const [ends, client, ours, bare] = children as [Child, Child, Child, Child];
  const { small, bulk } = await ends.ask<Upstreams>({});
  const request: RelayRequest = { upstreams: [small, bulk] };
  const haproxy = await startHaproxy(request);
  const between = async (name: string, child: Child): Promise<Way> => {
    const { ports } = await child.ask<Relays>(request);
    return { name, pid: child.pid, ports };
  };
  const ways: Way[] = [
    { name: 'direct', pid: null, ports: [small, bulk] },
    await between('brownout', ours),
    await between('socket.pipe', bare),
    ...(haproxy === null ? [] : [{ name: 'HAProxy', pid: haproxy.pid, ports: haproxy.ports }]),
  ];
  if (haproxy === null) process.stdout.write('  skipped beside HAProxy: not installed\n');
  const rows: BenchRow[] = [
    ...busyRows(await compare(BUSY, ways, client)),
    ...calmRows(await compare(CALM, ways, client)),
    ...bulkRows(await compare(BULK, ways, client)),
  ];
  reportBench('relay', rows);
  haproxy?.stop();
  for (const child of children) child.stop();
}

async function compare(shape: Shape, ways: readonly Way[], client: Child): Promise<Map<string, Round[]>> {
  const rounds = new Map<string, Round[]>(ways.map(({ name }) => [name, []]));
  // The first of each warms up: compilers, branch predictors, the kernel's memory for sockets.
  for (let i = 0; i <= ROUNDS; i++) {
    for (const { name, pid, ports } of ways) {
      const cpuBefore = pid === null ? 0 : cpuMicrosOf(pid);
      const done = await client.ask<Load>(shape.request(ports));
      const cpuMicros = pid === null ? 0 : cpuMicrosOf(pid) - cpuBefore;
      if (i > 0) rounds.get(name)!.push({ ...done, cpuMicros });
    }
  }
  return rounds;
}

function busyRows(rounds: Map<string, Round[]>): BenchRow[] {
  const rows = [...rounds].flatMap(([name, done]): BenchRow[] => [
    ...(name === 'direct' ? [] : [{ name: `${name}: added CPU`, unit: 'us/op', value: median(done, cpuPerOperation) }]),
    { name: `${name}: rate`, unit: 'ops/s', value: median(done, perSecond), note: BUSY.name },
  ]);
  const ratio = (other: string): BenchRow => ({
    name: `brownout / ${other}: added CPU`,
    unit: 'per op',
    value: median(rounds.get('brownout')!, cpuPerOperation) / median(rounds.get(other)!, cpuPerOperation),
  });
  return [...rows, ...[...rounds.keys()].filter((name) => !/direct|brownout/.test(name)).map(ratio)];
}

function calmRows(rounds: Map<string, Round[]>): BenchRow[] {
  const direct = median(rounds.get('direct')!, ({ p50Micros }) => p50Micros);
  return [...rounds].map(([name, done]) => {
    const p50 = median(done, ({ p50Micros }) => p50Micros);
    if (name === 'direct') return { name: `${name}: p50`, unit: 'us', value: p50, note: CALM.name };
    return { name: `${name}: added p50`, unit: 'us', value: p50 - direct, note: CALM.name };
  });
}

function bulkRows(rounds: Map<string, Round[]>): BenchRow[] {
  return [...rounds].map(([name, done]) => {
    const cpu = median(done, (each) => (each.cpuMicros * MEGA) / each.operations).toFixed(0);
    const note = name === 'direct' ? BULK.name : `${BULK.name}; ${cpu} us of CPU per MB between`;
    return { name: `${name}: bulk`, unit: 'MB/s', value: median(done, perSecond) / MEGA, note };
  });
}

function cpuPerOperation({ cpuMicros, operations }: Round): number {
  return cpuMicros / operations;
}

function perSecond({ operations, micros }: Round): number {
  return (operations * 1e6) / micros;
}

function median<T>(of: readonly T[], value: (each: T) => number): number {
  const sorted = of.map(value).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
