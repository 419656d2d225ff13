/**
 * Our backend beside Debian's memcached with one thread, in turn, under the same load: operations per second, and per
 * second of the server's CPU. The latter counts: on a machine that is shared by server and generator, and with others, the
 * former says little.
 */
import { reportBench, type BenchRow } from '../../tools/bench-report.ts';
import { Child, cpuMicrosOf, startMemcached } from './bench/children.case.ts';
import { generate, VALUE_BYTES, type Load, type LoadRequest } from './bench/load.case.ts';
import { serve, type ServerRequest, type Started } from './bench/server.case.ts';

const ROUNDS = 5;
const ROUND_SECONDS = 3;
const MAX_CONNECTIONS = 1024;

interface Server {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
}

interface Shape {
  readonly name: string;
  readonly connections: number;
  readonly depth: number;
}

interface Round {
  readonly load: Load;
  readonly cpuMicros: number;
}

const shapes: readonly Shape[] = [
  { name: '50 connections, depth 1', connections: 50, depth: 1 },
  { name: '10 connections, depth 16', connections: 10, depth: 16 },
];

const role = process.argv[2];
if (role === 'server') serve();
else if (role === 'load') generate();
else await main();

async function main(): Promise<void> {
  const ours = new Child(import.meta.url, 'server');
  const generator = new Child(import.meta.url, 'load');
  const start: ServerRequest = { start: { maxConnections: MAX_CONNECTIONS } };
  const { port } = await ours.ask<Started>(start);
  const theirs = await startMemcached(['-t', '1', '-c', String(MAX_CONNECTIONS)]);
  if (theirs === null) throw new Error('memcached: expected to be installed');
  const servers: Server[] = [
    { name: 'brownout', pid: ours.pid, port },
    { name: 'memcached', pid: theirs.pid, port: theirs.port },
  ];
  const rows: BenchRow[] = [];
  for (const shape of shapes) rows.push(...(await compare(shape, servers, generator)));
  reportBench('memcached', rows);
  theirs.stop();
  ours.stop();
  generator.stop();
}

async function compare(shape: Shape, servers: readonly Server[], generator: Child): Promise<BenchRow[]> {
  const rounds = new Map<Server, Round[]>(servers.map((server) => [server, []]));
  for (const server of servers) await round(server, { ...shape, seconds: 0 }, generator);
  // The first of each warms up: compilers, branch predictors, the kernel's memory for sockets.
  for (let i = 0; i <= ROUNDS; i++) {
    for (const [server, done] of rounds) {
      const each = await round(server, { ...shape, seconds: ROUND_SECONDS }, generator);
      if (i > 0) done.push(each);
    }
  }
  const rows = [...rounds].flatMap(([server, done]) => rowsOf(server, shape, done));
  const [ours, theirs] = [...rounds.values()].map((done) => median(done, perCpuSecond));
  rows.push({ name: `brownout / memcached, ${shape.name}`, unit: 'per CPU-second', value: ours! / theirs! });
  return rows;
}

async function round(server: Server, load: Omit<LoadRequest, 'port'>, generator: Child): Promise<Round> {
  const cpuBefore = cpuMicrosOf(server.pid);
  const done = await generator.ask<Load>({ ...load, port: server.port } satisfies LoadRequest);
  const cpuMicros = cpuMicrosOf(server.pid) - cpuBefore;
  if (done.counted !== done.operations) {
    throw new Error(`${server.name}: the generator counted ${done.operations} operations, the server ${done.counted}`);
  }
  return { load: done, cpuMicros };
}

function rowsOf(server: Server, { name }: Shape, rounds: readonly Round[]): BenchRow[] {
  const { version } = rounds[0]!.load;
  const who = `${server.name}, ${name}`;
  const generatorShare = median(rounds, ({ load }) => load.cpuMicros / load.micros);
  const saturated = generatorShare > 0.9 ? ', saturated: the server had time to spare' : '';
  const generator = `generator ${Math.round(generatorShare * 100)} % busy${saturated}`;
  const serverShare = Math.round(median(rounds, ({ load, cpuMicros }) => cpuMicros / load.micros) * 100);
  return [
    {
      name: who,
      unit: 'ops/CPU-s',
      value: median(rounds, perCpuSecond),
      note: `version ${version}; ${VALUE_BYTES}-byte values, 9 gets to a set; median of ${rounds.length} rounds`,
    },
    {
      name: `${who}: CPU`,
      unit: 'us/op',
      value: median(rounds, ({ load, cpuMicros }) => cpuMicros / load.operations),
    },
    {
      name: `${who}: rate`,
      unit: 'ops/s',
      value: median(rounds, ({ load }) => (load.operations * 1e6) / load.micros),
      note: `server ${serverShare} % busy, ${generator}; counts agree with the server's own`,
    },
  ];
}

function perCpuSecond({ load, cpuMicros }: Round): number {
  return (load.operations * 1e6) / cpuMicros;
}

function median<T>(of: readonly T[], value: (each: T) => number): number {
  const sorted = of.map(value).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
