import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../../world/world.ts';
import { consecutiveEject } from './consecutive-eject.ts';
import { none } from './none.ts';

const RETRY = 30 * SECOND;

/** `F` failed, `S` answered; a digit: of which backend, 0 until one is given. Returns the steps that ejected. */
function ejecting(steps: string, failures: number): number[] {
  const policy = consecutiveEject({ timeout: 400 * MILLISECOND, failures, retry: RETRY });
  const at: number[] = [];
  let backend = 0;
  let now = 0;
  for (const step of steps) {
    if (step >= '0' && step <= '9') {
      backend = Number(step);
      continue;
    }
    now += SECOND;
    const until =
      step === 'F' ? policy.failed(backend, now, 'silence', 1) : policy.answered(backend, now, 399 * MILLISECOND);
    if (until === 0) continue;
    assert.is(until, now + RETRY, `${steps}: until`);
    at.push(now / SECOND);
  }
  return at;
}

test('consecutive-eject: which failure ejects', () => {
  const rows: readonly [why: string, steps: string, failures: number, at: number[]][] = [
    ['the third in a row', 'FFF', 3, [3]],
    ['not before', 'FF', 3, []],
    ['an answer starts the count anew', 'FFSFFF', 3, [6]],
    ['an answer at the last moment', 'FFSFFSFFS', 3, []],
    ['however slow an answer is', 'SSSSSSSSSS', 1, []],
    ['after an ejection it counts from 0', 'FFFFFF', 3, [3, 6]],
    ['the first one, if that is the limit', 'FSF', 1, [1, 3]],
    ['backends are counted apart', '0F1F0F1F', 3, []],
    ['an answer of one is none of another', '0FF1S0F', 3, [4]],
    ['two backends, each in its turn', '0FF1FF0F1F', 3, [5, 6]],
  ];
  for (const [why, steps, failures, at] of rows) assert.equal(ejecting(steps, failures), at, why);
});

test('consecutive-eject: its timeout is that of the options', () => {
  assert.is(consecutiveEject({ timeout: 7, failures: 3, retry: RETRY }).timeout, 7);
});

test('instances know nothing of each other', () => {
  assert.equal([ejecting('FF', 3), ejecting('F', 3)], [[], []]);
});

test('none: waits for ever and ejects nobody', () => {
  const policy = none();
  assert.is(policy.timeout, Infinity);
  for (let i = 0; i < 1000; i++) assert.is(policy.failed(0, i, 'silence', 1), 0);
  assert.is(policy.answered(0, 0, 3600 * SECOND), 0);
});

test.run();
