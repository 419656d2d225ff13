import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { PeakEwma } from './peak-ewma.ts';

const DECAY = 10 * SECOND;

/** `[at s, latency ms]` each; its load with this many pending at the last of those times. */
function loadMs(observed: readonly (readonly [number, number])[], pending = 0, later = 0): number {
  const ewma = new PeakEwma(DECAY);
  for (const [at, latency] of observed) ewma.observe(latency * MILLISECOND, at * SECOND);
  const last = observed.at(-1)?.[0] ?? 0;
  return Math.round(ewma.load(pending, (last + later) * SECOND) / (MILLISECOND / 100)) / 100;
}

test('it is the highest at once and forgets slowly', () => {
  const rows: readonly [why: string, load: number, expected: number][] = [
    ['never heard of: it costs nothing', loadMs([]), 0],
    ['nor whatever waits for it', loadMs([], 9), 0],
    ['the first', loadMs([[1, 40]]), 40],
    [
      'a higher one takes over',
      loadMs([
        [1, 40],
        [2, 900],
      ]),
      900,
    ],
    [
      'a lower one at the same time does not count',
      loadMs([
        [1, 900],
        [1, 40],
      ]),
      900,
    ],
    [
      'after ten seconds it is 1/e of the old and the rest of the new: 0.368 x 900 + 0.632 x 40',
      loadMs([
        [0, 900],
        [10, 40],
      ]),
      356.38,
    ],
    ['nobody asks: the peak fades to 1/e in ten seconds', loadMs([[0, 900]], 0, 10), 331.09],
    ['times itself and what waits', loadMs([[1, 40]], 3), 160],
  ];
  for (const [why, load, expected] of rows) assert.is(load, expected, why);
});

test.run();
