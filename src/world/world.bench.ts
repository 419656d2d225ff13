import { Bench } from 'tinybench';
import { benchRows, reportBench } from '../../tools/bench-report.ts';
import { log } from './math.ts';
import { TraceHash } from './trace.ts';
import { createVirtualWorld, type VirtualWorld } from './virtual/virtual-world.ts';
import { Deadline, MICROSECOND, MILLISECOND, SECOND, type Socket, type SocketHandler, type Task } from './world.ts';

/** Per run of a task: one operation is shorter than what the timer can tell. */
const OPERATIONS = 1000;
const nothing: Task = { fire: () => undefined };

/** A world in which so many tasks set themselves again and again; each run fires 1,000 of them. */
function churn(pending: number): () => void {
  const world = createVirtualWorld({ seed: 1 });
  const rng = world.rng('gaps');
  const gaps = Float64Array.from({ length: 4096 }, () => 1 + rng.below(2000));
  let next = 0;
  let left = 0;
  const task: Task = {
    fire: () => {
      world.clock.at(world.clock.now() + gaps[next++ & 4095]!, task);
      if (--left === 0) world.stop();
    },
  };
  for (let i = 0; i < pending; i++) world.clock.at(gaps[i & 4095]!, task);
  return () => {
    left = OPERATIONS;
    world.run(Infinity);
  };
}

function setAndCancel(): () => void {
  const { clock } = crowded();
  return () => {
    for (let i = 0; i < OPERATIONS; i++) clock.cancel(clock.at(clock.now() + MILLISECOND, nothing));
  };
}

function armAndDisarm(): () => void {
  const queue = crowded().clock.deadlines(500 * MILLISECOND);
  const deadlines = Array.from({ length: OPERATIONS }, () => new Deadline(nothing));
  return () => {
    for (const deadline of deadlines) queue.arm(deadline);
    for (const deadline of deadlines) queue.disarm(deadline);
  };
}

function jobs(): () => void {
  const world = createVirtualWorld({ seed: 1 });
  const cpu = world.cpu('node');
  return () => {
    for (let i = 0; i < OPERATIONS; i++) cpu.run(MICROSECOND, nothing);
    world.run(world.clock.now() + 2 * OPERATIONS * MICROSECOND);
  };
}

/** Small messages, one under way at a time: write, one event, onData. */
function messages(bytes: number): () => void {
  const world = createVirtualWorld({ seed: 1 });
  const handler: SocketHandler = { onData: (_buf, _start, end) => end, onClose: () => undefined };
  world.net.listen({ node: 'server', address: 'server' }, { accept: () => handler });
  const socket: Socket = world.net.connect('client', 'server', handler);
  world.run(MILLISECOND);
  const message = Buffer.alloc(bytes);
  return () => {
    for (let i = 0; i < OPERATIONS; i++) {
      socket.write(message, 0, bytes);
      world.run(world.clock.now() + MICROSECOND);
    }
  };
}

/** 1,000 tasks far in the future. */
function crowded(): VirtualWorld {
  const world = createVirtualWorld({ seed: 1 });
  for (let i = 0; i < 1000; i++) world.clock.at(SECOND + i, nothing);
  return world;
}

const rng = createVirtualWorld({ seed: 1 }).rng('bench');
const trace = new TraceHash();
let sink = 0;
const looped = (operation: (i: number) => number) => (): void => {
  let sum = 0;
  for (let i = 0; i < OPERATIONS; i++) sum += operation(i);
  sink += sum;
};

const bench = new Bench({ time: 500 })
  .add('event (pop, trace, fire, push), 10 pending', churn(10))
  .add('event (pop, trace, fire, push), 1,000 pending', churn(1000))
  .add('event (pop, trace, fire, push), 100,000 pending', churn(100_000))
  .add('at and cancel, 1,000 pending', setAndCancel())
  .add('deadline armed and disarmed', armAndDisarm())
  .add('cpu job', jobs())
  .add('64 bytes written and delivered', messages(64))
  .add('4,096 bytes written and delivered', messages(4096))
  .add(
    'rng.u32',
    looped(() => rng.u32()),
  )
  .add(
    'rng.below',
    looped(() => rng.below(10_000)),
  )
  .add(
    'rng.exponential',
    looped(() => rng.exponential(1)),
  )
  .add(
    'rng.lognormal',
    looped(() => rng.lognormal(1, 1)),
  )
  .add(
    'log',
    looped((i) => log(1 + i)),
  )
  .add(
    'trace.mix',
    looped((i) => {
      trace.mix(1, i, i);
      return 0;
    }),
  );
await bench.run();
if (Number.isNaN(sink)) throw new Error('a draw was not a number');
reportBench('world', benchRows(bench, OPERATIONS));
