import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world.ts';
import { createLiveWorld } from './live-world.ts';
import { parseMachineTime } from './vitals.ts';

test('the machine: guests are counted once, interrupts for nobody, stolen time as busy', () => {
  const stat =
    'cpu  100 20 30 800 5 7 11 13 40 9\ncpu0 50 10 15 400 2 3 5 6 20 4\ncpu1 50 10 15 400 3 4 6 7 20 5\nintr 1 2\n';
  assert.equal(parseMachineTime(stat), { cores: 2, busy: 163, total: 986 });
});

test('the machine: what is no /proc/stat tells nothing', () => {
  for (const stat of ['', 'cpu  1 2 3\n', 'cpu  1 2 3 4 5 6 7 8 9 10\n']) assert.is(parseMachineTime(stat), null);
});

/** Vitals of a world while `body` goes on. */
async function watching(body: (wait: (ms: number) => Promise<void>) => Promise<void>): Promise<number> {
  const world = createLiveWorld({ seed: 'vitals' });
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => world.clock.at(world.clock.now() + ms * MILLISECOND, { fire: resolve }));
  await wait(1);
  const vitals = world.vitals();
  await body(wait);
  const { eventLoopUtilisation, foreignCpu } = vitals.read();
  await world.close();
  assert.ok(foreignCpu === null || (foreignCpu >= 0 && foreignCpu <= 1), `foreign CPU ${foreignCpu}`);
  return eventLoopUtilisation;
}

test('the loop: a clock that turns it for nothing is not at work, a handler is', async () => {
  const idle = await watching(async (wait) => {
    // Within the clock's spin: the loop never waits.
    for (let i = 0; i < 100; i++) await wait(1);
  });
  const busy = await watching(async (wait) => {
    for (let i = 0; i < 10; i++) {
      await wait(1);
      for (const until = performance.now() + 20; performance.now() < until;);
    }
  });
  assert.ok(idle < 0.5, `idle: expected below 0.5, got ${idle}`);
  assert.ok(busy > 0.8, `busy: expected above 0.8, got ${busy}`);
});

test.run();
