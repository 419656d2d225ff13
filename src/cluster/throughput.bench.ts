/**
 * How many simulated requests a CPU-second gives: production nodes built through Cluster, bytes written and parsed at
 * every hop, a timeout armed for each request, the trace hash on. Figures are medians over slices of equal virtual time.
 */
import { reportBench, type BenchRow } from '../../tools/bench-report.ts';
import { django } from '../client/presets/django.ts';
import { pooled } from '../client/presets/pooled.ts';
import { FlowMeter } from '../measure/littles-law.ts';
import { Recorder } from '../measure/recorder.ts';
import { Generator } from '../workload/generator.ts';
import { LoadCurve } from '../workload/load-curve.ts';
import { MICROSECOND, MILLISECOND, SECOND } from '../world/world.ts';
import { FREE_SIGN_IN, makeRig, type RigOptions } from './rig.case.ts';

const SLICES = 7;
/** Until then the compiler has seen enough. */
const WARM_UP_SLICES = 3;
const REQUESTS_PER_SLICE = 100_000;
const RAMP = 100 * MILLISECOND;

interface Case extends Partial<RigOptions> {
  readonly name: string;
  readonly clients: number;
  /** Requests per virtual second; far below saturation. */
  readonly rate: number;
  readonly gets: number;
}

interface Slice {
  readonly requests: number;
  readonly events: number;
  readonly cpuMicros: number;
}

const cases: readonly Case[] = [
  { name: '200 persistent clients, 1 proxy, 4 backends', clients: 200, backends: 4, rate: 50_000, gets: 1 },
  { name: '1,000 persistent clients, 1 proxy, 10 backends', clients: 1000, backends: 10, rate: 50_000, gets: 1 },
  {
    name: '200 persistent clients, 1 proxy with 10 us of CPU a request, 4 backends',
    clients: 200,
    backends: 4,
    rate: 50_000,
    gets: 1,
    proxyCost: 10 * MICROSECOND,
  },
  {
    name: 'per-request clients, 1 get each',
    clients: 200,
    backends: 4,
    rate: 10_000,
    gets: 1,
    client: django,
    authentication: FREE_SIGN_IN,
  },
  {
    name: 'per-request clients, 5 gets each',
    clients: 200,
    backends: 4,
    rate: 10_000,
    gets: 5,
    client: django,
    authentication: FREE_SIGN_IN,
  },
];

reportBench('throughput', cases.flatMap(rowsOf));

function rowsOf(each: Case): BenchRow[] {
  const slices = slicesOf(each);
  const perSecond = (of: (slice: Slice) => number): number =>
    median(slices.map((slice) => (of(slice) * 1e6) / slice.cpuMicros));
  const eventsPerRequest = median(slices.map(({ events, requests }) => events / requests));
  const hop = each.client === undefined ? 'connected' : 'connect, sign in, get, close';
  return [
    {
      name: each.name,
      unit: 'requests/CPU-s',
      value: perSecond(({ requests }) => requests),
      note: `${hop}; ${eventsPerRequest.toFixed(1)} events a request; median of ${SLICES} slices`,
    },
    { name: `${each.name}: events`, unit: 'events/CPU-s', value: perSecond(({ events }) => events) },
  ];
}

function slicesOf({ name, clients, rate, gets, ...options }: Case): Slice[] {
  const { world, keys, context } = makeRig({
    client: pooled,
    clientToProxy: 150 * MICROSECOND,
    proxyToBackend: 100 * MICROSECOND,
    serviceTime: 8 * MICROSECOND,
    keys: { count: 10_000 },
    ...options,
  });
  const from = world.clock.now() + RAMP;
  const slice = Math.round((REQUESTS_PER_SLICE * SECOND) / rate);
  const end = from + (WARM_UP_SLICES + SLICES) * slice;
  const recorder = new Recorder({ phases: [{ name: 'bench', from: 0, to: end }] });
  const generator = new Generator(
    {
      name: 'bench',
      clients,
      rate,
      page: { operations: gets, order: 'sequential', onFailure: 'go-on' },
      setPercent: 10,
      homeSkew: 0,
      deadline: SECOND,
      ramp: RAMP,
      load: new LoadCurve([]),
    },
    context,
    keys,
    { recorder, flow: new FlowMeter(0), series: [] },
  );
  generator.run(end);
  world.run(from);
  const slices: Slice[] = [];
  for (let i = 1; i <= WARM_UP_SLICES + SLICES; i++) {
    const answered = generator.answered;
    const events = world.events;
    const cpu = process.cpuUsage();
    world.run(from + i * slice);
    const { user, system } = process.cpuUsage(cpu);
    slices.push({
      requests: generator.answered - answered,
      events: world.events - events,
      cpuMicros: user + system,
    });
  }
  if (generator.failed > 0) throw new Error(`${name}: expected no failures, got ${generator.failed}`);
  return slices.slice(WARM_UP_SLICES);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
