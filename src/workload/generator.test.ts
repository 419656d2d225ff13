/** The generator against real backends, without proxies: what is sent when, and that every operation is accounted for. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Backend } from '../backend/server.ts';
import { newClientCounters, type ClientContext } from '../client/context.ts';
import type { ClientOptions } from '../client/options.ts';
import { pooled } from '../client/presets/pooled.ts';
import { FlowMeter } from '../measure/littles-law.ts';
import { Outcome } from '../measure/outcome.ts';
import { Recorder, type Cell } from '../measure/recorder.ts';
import { createVirtualWorld, type VirtualWorld } from '../world/virtual/virtual-world.ts';
import { MICROSECOND, MILLISECOND, SECOND, type Cpu } from '../world/world.ts';
import { Generator, type WorkloadOptions } from './generator.ts';
import { KeySpace } from './keys.ts';
import { LoadCurve } from './load-curve.ts';

const SEED = 'generator';
const END = 10 * SECOND;

interface Setup extends Partial<WorkloadOptions> {
  readonly client?: Partial<ClientOptions>;
  readonly backends?: number;
}

interface Stage {
  readonly world: VirtualWorld;
  readonly backends: readonly Backend[];
  readonly context: ClientContext;
  readonly generator: Generator;
  readonly flow: FlowMeter;
  /** What the recorder has of the run. */
  cell(): Cell;
  /** The first backend's. */
  readonly cpu: Cpu;
}

function stage({ client = {}, backends: count = 1, ...options }: Setup = {}): Stage {
  const world = createVirtualWorld({ seed: SEED });
  const backends = Array.from({ length: count }, (_, i) => new Backend({ world, name: `backend-${i + 1}` }));
  for (const backend of backends) backend.start();
  const context: ClientContext = {
    world,
    node: 'client',
    servers: backends.map(({ name }) => name),
    options: { ...pooled, ...client },
    credentials: null,
    rng: world.rng('retries'),
    counters: newClientCounters(),
  };
  const recorder = new Recorder({ phases: [{ name: 'all', from: 0, to: END }] });
  const flow = new FlowMeter(0);
  const generator = new Generator(
    {
      name: 'shop',
      clients: 10,
      rate: 1000,
      page: { operations: 1, order: 'pipelined', onFailure: 'go-on' },
      setPercent: 0,
      homeSkew: 0,
      deadline: SECOND,
      ramp: 100 * MILLISECOND,
      load: new LoadCurve([]),
      ...options,
    },
    context,
    new KeySpace({ count: 1000, prefix: 'k', skew: 0.9, valueBytes: 10 }, world.rng('values')),
    { recorder, flow, series: [] },
  );
  const cell = (): Cell => recorder.workload('shop').phase(0);
  world.run(MICROSECOND);
  generator.run(END);
  return { world, backends, context, generator, flow, cell, cpu: world.cpu('backend-1') };
}

/** Runs to the end and stops. */
function finish({ world, generator }: Stage): void {
  world.run(END);
  generator.stop(END);
}

/** Every operation ended in one way, for the generator, the recorder and the flow meter alike. */
function assertAccounted({ generator, flow, cell }: Stage): void {
  const { started, answered, failed, unfinished } = generator;
  assert.is(started, answered + failed + unfinished);
  assert.is(cell().answered.count, answered);
  assert.is(cell().failed.count, failed + unfinished);
  assert.is(cell().outcomes[Outcome.unfinished], unfinished);
  const [all] = flow.flows(END);
  assert.is(all!.arrivals, started);
  assert.is(all!.departures, started);
  assert.ok((all!.error ?? 0) < 1e-9, `Little's law: error ${all!.error}`);
}

test('open loop: a backend that does nothing for 5 s moves no arrival', () => {
  const well = stage();
  finish(well);
  const sick = stage();
  sick.world.clock.at(2 * SECOND, { fire: () => sick.cpu.stall(5 * SECOND) });
  finish(sick);
  assert.ok(Math.abs(well.generator.offered - 9900) < 400, `9.9 s at 1,000/s: ${well.generator.offered}`);
  assert.is(sick.generator.offered, well.generator.offered);
  assert.is(sick.generator.started, well.generator.started);
  assert.is(well.generator.failed, 0);
  assert.ok(sick.generator.failed > 3500, 'those of the stall time out after 1 s');
  assert.ok(sick.cell().failed.min >= SECOND && sick.cell().answered.max <= SECOND, 'waits count in full');
  for (const one of [well, sick]) assertAccounted(one);
  assert.is(sick.generator.sendLag.max, 0, 'virtual clients are never late');
});

test('the same arrivals and choices, whatever the clients are like', () => {
  const hits = (setup: Setup): number[] => {
    const one = stage({ ...setup, setPercent: 30 });
    finish(one);
    assertAccounted(one);
    const { cmdGet, cmdSet } = one.backends[0]!.counters;
    return [one.generator.offered, cmdGet, cmdSet];
  };
  const expected = hits({});
  assert.equal(hits({ client: { mode: 'per-request' } }), expected);
  assert.equal(hits({ clients: 50 }), expected);
  const [offered, , sets] = expected;
  assert.ok(Math.abs(sets! / offered! - 0.3) < 4 * Math.sqrt(0.21 / offered!), `sets: ${sets} of ${offered}`);
});

test('latency counts from the page for pipelined operations, from the one before for sequential ones', () => {
  const slowest = (order: 'pipelined' | 'sequential'): number => {
    const one = stage({ rate: 100, page: { operations: 10, order, onFailure: 'go-on' } });
    finish(one);
    assertAccounted(one);
    return one.cell().answered.max;
  };
  // Ten gets of 10 us of service each: the last of a pipelined page waits for the other nine.
  assert.ok(slowest('sequential') < 50 * MICROSECOND);
  assert.ok(slowest('pipelined') >= 100 * MICROSECOND);
});

test('pages that give up: what is skipped was not offered', () => {
  const page = { operations: 5, order: 'sequential', onFailure: 'give-up' } as const;
  const one = stage({ page, client: { timeout: 50 * MILLISECOND } });
  one.world.clock.at(2 * SECOND, { fire: () => one.cpu.stall(2 * SECOND) });
  one.world.run(END - SECOND);
  const { generator } = one;
  assert.ok(generator.failed > 300, `pages that failed at their first operation: ${generator.failed}`);
  const pages = generator.answered / 5 + generator.failed;
  assert.ok(Math.abs(pages - 1780) < 170, `8.9 s at 200 pages/s, answered in full or failed at once: ${pages}`);
  finish(one);
  // Of the pages that are under way at the end, what was not begun stays offered.
  const open = generator.offered - generator.started;
  assert.ok(open >= 0 && open < 5 * 3, `offered but not begun: ${open}`);
  assertAccounted(one);
});

test('what is open at the end is unfinished, with its latency up to the end; later answers are not counted', () => {
  const one = stage({ client: { timeout: 100 * SECOND } });
  one.world.clock.at(END - SECOND / 2, { fire: () => one.cpu.stall(SECOND) });
  finish(one);
  const { generator, world, cell } = one;
  assert.ok(Math.abs(generator.unfinished - 500) < 100, `half a second's worth: ${generator.unfinished}`);
  assert.ok(cell().failed.max <= SECOND / 2 && cell().failed.max > 0.45 * SECOND);
  assertAccounted(one);
  const before = [generator.started, generator.answered, generator.failed, generator.unfinished];
  world.run(END + 5 * SECOND);
  generator.stop(END + 5 * SECOND);
  assert.equal([generator.started, generator.answered, generator.failed, generator.unfinished], before);
  assertAccounted(one);
});

test('no page begins before the ramp is over, or at the end or after it', () => {
  const one = stage({ ramp: SECOND });
  one.world.run(SECOND);
  assert.is(one.generator.started, 0);
  one.world.run(END - 1);
  const { started } = one.generator;
  assert.ok(started > 8000);
  one.world.run(END + SECOND);
  assert.is(one.generator.started, started);
});

test('persistent clients connect one after another over the ramp, and keep their connections', () => {
  const one = stage({ clients: 100, ramp: SECOND });
  const { listener } = one.backends[0]!;
  for (const [t, connections] of [
    [0.25, 25],
    [0.5, 50],
    [1, 100],
  ] as const) {
    one.world.run(t * SECOND);
    assert.ok(Math.abs(listener!.connections - connections) <= 3, `after ${t} s: ${listener!.connections}`);
  }
  finish(one);
  assert.is(listener!.accepted, 100);
  assert.is(listener!.connections, 100);
});

test('per-request clients connect once a page and close; leaky ones do not close', () => {
  const page = { operations: 4, order: 'sequential', onFailure: 'go-on' } as const;
  for (const mode of ['per-request', 'leaky'] as const) {
    const one = stage({ client: { mode }, page, rate: 100 });
    one.world.run(END - SECOND);
    const { listener } = one.backends[0]!;
    const pages = Math.round(one.generator.started / 4);
    assert.ok(Math.abs(listener!.accepted - pages) <= 1, `${mode}: ${listener!.accepted} connections, ${pages} pages`);
    if (mode === 'leaky') assert.is(listener!.connections, listener!.accepted);
    else assert.ok(listener!.connections <= 1);
  }
});

test("homes are dealt out by Zipf's law", () => {
  const one = stage({ backends: 3, clients: 110, homeSkew: 1 });
  finish(one);
  // 1 : 1/2 : 1/3
  const shares = one.backends.map(({ listener }) => listener!.connections);
  assert.equal(shares, [60, 30, 20]);
});

test('load 0 for good: no more pages, and the run ends all the same', () => {
  const load = new LoadCurve([
    { at: 4 * SECOND, times: 1 },
    { at: 4 * SECOND, times: 0 },
  ]);
  const one = stage({ load });
  finish(one);
  assert.ok(Math.abs(one.generator.started - 3900) < 300, `3.9 s at 1,000/s: ${one.generator.started}`);
  assertAccounted(one);
});

test.run();
