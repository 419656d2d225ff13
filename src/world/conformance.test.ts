import { test } from 'uvu';
import { conformance, type Driver, runRow } from './conformance.case.ts';
import { createLiveWorld } from './live/live-world.ts';
import { createVirtualWorld } from './virtual/virtual-world.ts';

function virtualDriver(seed: string): Driver {
  const world = createVirtualWorld({ seed });
  return {
    world,
    seed,
    errors: [],
    pass: async (duration) => world.run(world.clock.now() + duration),
    close: async () => undefined,
  };
}

function liveDriver(seed: string): Driver {
  const errors: unknown[] = [];
  const world = createLiveWorld({ seed, onError: (error) => errors.push(error) });
  return {
    world,
    seed,
    errors,
    pass: (duration) => new Promise((resolve) => world.clock.at(world.clock.now() + duration, { fire: resolve })),
    close: () => world.close(),
  };
}

for (const [index, row] of conformance.entries()) {
  test(`virtual: ${row.name}`, () => runRow(row, virtualDriver(`conformance ${index}`)));
  test(`live: ${row.name}`, () => runRow(row, liveDriver(`conformance ${index}`)));
}

test.run();
