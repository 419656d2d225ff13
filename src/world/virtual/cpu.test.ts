/** The queueing server of virtual time, to the nanosecond. What both worlds hold is in the conformance suite. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../rng.ts';
import type { Cpu, Nanos, Task } from '../world.ts';
import { createVirtualWorld, type VirtualWorld } from './virtual-world.ts';

/** A world, and a journal of what ran when: `a 100`. */
function bench(): { world: VirtualWorld; ran: string[]; job: (name: string) => Task } {
  const world = createVirtualWorld({ seed: 1 });
  const ran: string[] = [];
  const job = (name: string): Task => ({ fire: () => ran.push(`${name} ${world.clock.now()}`) });
  return { world, ran, job };
}

/** Calls `act` at this time. */
function at(world: VirtualWorld, t: Nanos, act: () => void): void {
  world.clock.at(t, { fire: act });
}

interface Case {
  readonly what: string;
  /** Jobs a (100 ns), b (50) and c (10) are given at 0. */
  act(cpu: Cpu, world: VirtualWorld): void;
  readonly ran: readonly string[];
  /** At the end. @default 160 */
  readonly busy?: Nanos;
}

const cases: readonly Case[] = [
  { what: 'one after the other', act: () => undefined, ran: ['a 100', 'b 150', 'c 160'] },
  {
    what: 'slow from the start: each takes factor times as long',
    act: (cpu) => cpu.slow(3),
    ran: ['a 300', 'b 450', 'c 480'],
    busy: 480,
  },
  {
    what: 'slow in the middle of a job: what is left of it (60) takes 10 times as long',
    act: (cpu, world) => at(world, 40, () => cpu.slow(10)),
    ran: ['a 640', 'b 1140', 'c 1240'],
    busy: 1240,
  },
  {
    what: 'slow and normal again: 40 at full speed, 30 in 300 ns, 30 at full speed',
    act: (cpu, world) => {
      at(world, 40, () => cpu.slow(10));
      at(world, 340, () => cpu.slow(1));
    },
    ran: ['a 370', 'b 420', 'c 430'],
    busy: 430,
  },
  {
    what: 'fast: a factor below 1, twice in one job',
    act: (cpu, world) => {
      at(world, 50, () => cpu.slow(0.5));
      at(world, 60, () => cpu.slow(0.25));
    },
    // 50 at 1, 20 at 1/2, 30 at 1/4, each rounded.
    ran: ['a 68', 'b 81', 'c 84'],
    busy: 84,
  },
  {
    what: 'stalled for 1,000 ns in the middle of a job: it goes on with what is left',
    act: (cpu, world) => at(world, 40, () => cpu.stall(1000)),
    ran: ['a 1100', 'b 1150', 'c 1160'],
  },
  {
    what: 'resumed before the stall is over; its end does nothing more',
    act: (cpu, world) => {
      at(world, 40, () => cpu.stall(1000));
      at(world, 50, () => cpu.resume());
    },
    ran: ['a 110', 'b 160', 'c 170'],
  },
  {
    what: 'a stall, resumed, and a second one that the end of the first does not cut short',
    act: (cpu, world) => {
      at(world, 40, () => cpu.stall(100));
      at(world, 50, () => cpu.resume());
      at(world, 60, () => cpu.stall(1000));
    },
    ran: ['a 1110', 'b 1160', 'c 1170'],
  },
  {
    what: 'slow while it is stalled: the rest takes the new factor',
    act: (cpu, world) => {
      at(world, 40, () => cpu.stall(1000));
      at(world, 50, () => cpu.slow(2));
    },
    ran: ['a 1160', 'b 1260', 'c 1280'],
    busy: 280,
  },
  {
    what: 'stalled between two jobs',
    act: (cpu, world) => at(world, 100, () => cpu.stall(1000)),
    ran: ['a 100', 'b 1150', 'c 1160'],
  },
  {
    what: 'cleared in the middle of a job: what was done of it was work',
    act: (cpu, world) => at(world, 120, () => cpu.clear()),
    ran: ['a 100'],
    busy: 120,
  },
  {
    what: 'cleared while it is stalled: nothing is left for the end of the stall',
    act: (cpu, world) => {
      at(world, 40, () => cpu.stall(1000));
      at(world, 50, () => cpu.clear());
    },
    ran: [],
    busy: 40,
  },
];

for (const { what, act, ran: expected, busy = 160 } of cases) {
  test(`three jobs: ${what}`, () => {
    const { world, ran, job } = bench();
    const cpu = world.cpu('node');
    cpu.run(100, job('a'));
    cpu.run(50, job('b'));
    cpu.run(10, job('c'));
    act(cpu, world);
    world.run(10_000);
    assert.equal(ran, expected);
    assert.is(cpu.busy(), busy);
    assert.is(cpu.depth(), 0);
  });
}

test('a job that is given while the cpu rests begins at once; depth counts it until it is done', () => {
  const { world, ran, job } = bench();
  const cpu = world.cpu('node');
  at(world, 1000, () => {
    cpu.run(10, job('a'));
    assert.is(cpu.depth(), 1);
  });
  at(world, 1009, () => assert.is(cpu.depth(), 1));
  at(world, 1011, () => assert.is(cpu.depth(), 0));
  world.run(2000);
  assert.equal(ran, ['a 1010']);
  assert.is(cpu.busy(), 10);
});

test('nodes on one core share it, first come first served; on two cores they do not meet', () => {
  for (const [cores, expected] of [
    [1, ['proxy 100', 'backend 150', 'proxy 250']],
    [2, ['backend 50', 'proxy 100', 'proxy 200']],
  ] as const) {
    const { world, ran, job } = bench();
    const machine = world.machine({ name: 'machine', cores });
    machine.place('proxy');
    machine.place('backend');
    const [proxy, backend] = [world.cpu('proxy'), world.cpu('backend')];
    proxy.run(100, job('proxy'));
    backend.run(50, job('backend'));
    proxy.run(100, job('proxy'));
    world.run(1000);
    assert.equal(ran, expected);
    assert.equal([proxy.busy(), backend.busy()], [200, 50]);
  }
});

test('a node that is slow, stalled or cleared leaves its neighbour on the core as it is', () => {
  const { world, ran, job } = bench();
  const machine = world.machine({ name: 'machine' });
  machine.place('sick');
  machine.place('well');
  const [sick, well] = [world.cpu('sick'), world.cpu('well')];
  const begin = (): void => {
    ran.length = 0;
    for (const name of ['1', '2']) {
      sick.run(10, job(`sick ${name}`));
      well.run(10, job(`well ${name}`));
    }
  };
  begin();
  sick.slow(5);
  world.run(1000);
  assert.equal(ran, ['sick 1 50', 'well 1 60', 'sick 2 110', 'well 2 120'], 'slow: but it waits for the slow one');
  sick.slow(1);
  begin();
  sick.stall(500);
  world.run(2000);
  assert.equal(
    ran,
    ['well 1 1010', 'well 2 1020', 'sick 1 1510', 'sick 2 1520'],
    'stalled: it has the core for itself',
  );
  begin();
  sick.clear();
  world.run(3000);
  assert.equal(ran, ['well 1 2010', 'well 2 2020']);
});

test('a station of three serves three at once, in the order in which they came', () => {
  const { world, ran, job } = bench();
  const station = world.station('database', 3);
  for (const [name, cost] of [
    ['a', 30],
    ['b', 10],
    ['c', 20],
    ['d', 10],
    ['e', 5],
    ['f', 1],
  ] as const) {
    station.run(cost, job(name));
  }
  assert.is(station.depth(), 6);
  world.run(15);
  assert.is(station.depth(), 5);
  world.run(1000);
  assert.equal(ran, ['b 10', 'c 20', 'd 20', 'f 21', 'e 25', 'a 30']);
  assert.is(station.busy(), 76);
});

test('a station: slow and stall touch all that are in service', () => {
  const { world, ran, job } = bench();
  const station = world.station('database', 2);
  for (const name of ['a', 'b', 'c']) station.run(100, job(name));
  at(world, 50, () => station.slow(2));
  at(world, 100, () => station.stall(1000));
  world.run(10_000);
  assert.equal(ran, ['a 1150', 'b 1150', 'c 1350']);
  assert.is(station.busy(), 500);
});

test('a factor must be above 0', () => {
  const cpu = createVirtualWorld({ seed: 1 }).cpu('node');
  for (const factor of [0, -1, NaN, Infinity]) assert.throws(() => cpu.slow(factor), /slow factor: expected > 0/);
});

test('any course of slow, stall and resume: jobs end in order; without slow, busy is exactly their work', () => {
  for (let run = 0; run < 50; run++) {
    const seed = `cpu/${run}`;
    const rng = createRng(seed, 'course');
    const { world, ran, job } = bench();
    const cpu = world.cpu('node');
    const slows = run % 2 === 0;
    const jobs = 200;
    let work = 0;
    let t = 0;
    for (let i = 0; i < jobs; i++) {
      t += rng.below(2000);
      const cost = rng.below(1000);
      work += cost;
      at(world, t, () => cpu.run(cost, job(`${i}`)));
      if (!rng.chance(1, 4)) continue;
      at(world, t + rng.below(1000), () => {
        if (slows && rng.chance(1, 2)) cpu.slow(1 + rng.below(4));
        else if (rng.chance(3, 4)) cpu.stall(rng.below(3000));
        else cpu.resume();
      });
    }
    world.run(Infinity);
    const order = ran.map((entry) => parseInt(entry));
    assert.equal(
      order,
      Array.from({ length: jobs }, (_, i) => i),
      `seed ${seed}`,
    );
    assert.is(cpu.depth(), 0, `seed ${seed}`);
    if (slows) assert.ok(cpu.busy() > work, `seed ${seed}: work ${work}, busy ${cpu.busy()}`);
    else assert.is(cpu.busy(), work, `seed ${seed}`);
  }
});

test.run();
