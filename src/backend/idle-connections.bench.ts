/**
 * What a connection that says nothing costs a backend: its process's memory after a full collection, with 10,000 of them
 * and without. The kernel's own memory for sockets is not in it. Clients live in another process: descriptors are limited.
 */
import { reportBench, type BenchRow } from '../../tools/bench-report.ts';
import { Child } from './bench/children.case.ts';
import { hold, type IdleRequest, type Probed } from './bench/idle.case.ts';
import { serve, type Memory, type ServerRequest, type Started } from './bench/server.case.ts';

const CONNECTIONS = 10_000;
/** What grows once, whatever connects, has grown. */
const WARM_UP_CONNECTIONS = 200;
const PROBE_ANSWER = 'STORED\r\nVALUE probe 0 5\r\nvalue\r\nEND\r\n';

const role = process.argv[2];
if (role === 'server') serve();
else if (role === 'idlers') hold();
else await main();

async function main(): Promise<void> {
  const server = new Child(import.meta.url, 'server', ['--expose-gc']);
  const clients = new Child(import.meta.url, 'idlers');
  const ask = (request: IdleRequest): Promise<object> => clients.ask(request);
  const memory = (): Promise<Memory> => server.ask<Memory>({ memory: true } satisfies ServerRequest);
  const { port } = await server.ask<Started>({
    start: { maxConnections: CONNECTIONS + WARM_UP_CONNECTIONS + 10 },
  } satisfies ServerRequest);

  await ask({ open: { port, count: WARM_UP_CONNECTIONS } });
  await ask({ speak: true });
  const before = await memory();
  await ask({ open: { port, count: CONNECTIONS + WARM_UP_CONNECTIONS } });
  const silent = await memory();
  const answered = await probeMicros(clients, port);
  await ask({ speak: true });
  const spoken = await memory();
  if (spoken.connections < CONNECTIONS) throw new Error(`expected ${CONNECTIONS}, got ${spoken.connections}`);
  reportBench('idle-connections', [
    ...rowsOf('that have said nothing', before, silent),
    ...rowsOf('that have been answered a get', before, spoken),
    { name: 'a newcomer connects, sets and gets in their midst', unit: 'ms', value: answered / 1000 },
  ]);
  server.stop();
  clients.stop();
}

function rowsOf(which: string, before: Memory, after: Memory): BenchRow[] {
  const per = (of: (memory: Memory) => number): number => (of(after) - of(before)) / CONNECTIONS;
  const kib = (bytes: number): string => (bytes / 1024).toFixed(2);
  const inHeap = per(({ heap }) => heap);
  const outside = per(({ external }) => external);
  return [
    {
      name: `${CONNECTIONS} connections ${which}`,
      unit: 'KiB/conn.',
      value: per(({ resident }) => resident) / 1024,
      note: `resident memory; of it heap ${kib(inHeap)} KiB, buffers ${kib(outside)} KiB`,
    },
  ];
}

async function probeMicros(clients: Child, port: number): Promise<number> {
  const startedAt = performance.now();
  const { answer } = await clients.ask<Probed>({ probe: { port } } satisfies IdleRequest);
  const micros = (performance.now() - startedAt) * 1000;
  if (answer !== PROBE_ANSWER) throw new Error(`expected ${PROBE_ANSWER}, got ${answer}`);
  return micros;
}
