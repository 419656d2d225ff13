import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world/world.ts';
import { none } from './policies/none.ts';
import { Rig } from './rig.case.ts';
import { WarmUp } from './warm-up.ts';

const OPTIONS = { below: 0.7, above: 0.9, start: 0.1 };

test('the share follows the hit rate of its gets', () => {
  const rows: readonly [why: string, hits: number, gets: number, share: number, isWarm: boolean][] = [
    ['nothing is known yet', 99, 99, 0.1, false],
    ['it held its data all the time', 70, 100, 0.8, true],
    ['it is cold', 0, 100, 0.1, false],
    ['every second get is a hit', 50, 100, 0.6, false],
  ];
  for (const [why, hits, gets, share, isWarm] of rows) {
    const warmUp = new WarmUp(OPTIONS);
    let warm = false;
    for (let i = 0; i < gets; i++) warm = warmUp.answered(i >= gets - hits);
    assert.ok(Math.abs(warmUp.share - share) < 1e-9, `${why}: share ${warmUp.share}`);
    assert.is(warm, isWarm, why);
  }
});

test('once it is known to be cold, 0.7 is not enough; its first misses are forgotten', () => {
  const warmUp = new WarmUp(OPTIONS);
  for (let i = 0; i < 100; i++) warmUp.answered(false);
  let gets = 0;
  while (!warmUp.answered(true)) gets++;
  // 1000 hits after 100 misses would be 0.9 if these were never forgotten.
  assert.ok(gets > 300 && gets < 800, `${gets} gets`);
  assert.ok(warmUp.share > 0.9);
});

/** Gets of one key after another that missed are filled, as an application does. Returns what each backend was asked. */
function returning(warmUp: typeof OPTIONS | undefined, restarts: boolean): { shares: number[]; counted: number } {
  const rig = new Rig({
    backends: 3,
    policy: none,
    proxy: warmUp === undefined ? {} : { warmUp },
  });
  const keys = Array.from({ length: 200 }, (_, n) => rig.keyOn(1, n));
  const asker = rig.asker();
  for (const key of keys) asker.ask('set', { key, value: 'v' });
  rig.pass();
  rig.proxy.eject(1, 'operator');
  for (const key of keys) asker.ask('set', { key, value: 'v' });
  rig.pass();
  if (restarts) rig.backends[1]!.restart();
  rig.pass();
  rig.proxy.readmit(1);
  asker.take();
  const shares: number[] = [];
  for (let round = 0; round < 8; round++) {
    const before = rig.gets(1);
    for (const [i, key] of keys.entries()) {
      asker.ask('get', { key, opaque: i });
      rig.pass(MILLISECOND);
      if (asker.take()[0]!.startsWith('get 0x01')) asker.ask('set', { key, value: 'v', opaque: i });
      rig.pass(MILLISECOND);
      asker.take();
    }
    shares.push((rig.gets(1) - before) / keys.length);
  }
  return { shares, counted: rig.proxy.counters.failedOver };
}

test('a cold backend gets a tenth of its gets at first, and all of them in the end', () => {
  const { shares, counted } = returning(OPTIONS, true);
  assert.ok(shares[0]! > 0.03 && shares[0]! < 0.25, `at first ${shares[0]}`);
  assert.ok(counted > 100, `${counted} went where they went before`);
});

test('one that has kept its data soon has them all back', () => {
  const { shares } = returning(OPTIONS, false);
  assert.ok(shares.at(-1) === 1, `in the end ${shares.at(-1)}`);
});

test('without a warm-up it has them at once', () => {
  assert.equal(returning(undefined, true).shares, new Array(8).fill(1));
});

test.run();
