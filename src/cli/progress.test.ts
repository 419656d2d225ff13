import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ProgressLine } from './progress.ts';

const at = (second: number) => ({ at: second, from: -390, to: 690, operations: 1_900_000 });

function watched(screen: { isTTY?: boolean; columns?: number }) {
  let now = 0;
  const written: string[] = [];
  const progress = new ProgressLine({
    screen: { ...screen, write: (text: string) => written.push(text) },
    now: () => now,
  });
  const wait = (ms: number): void => void (now += ms);
  return { progress, written, wait };
}

test('a terminal: one line, with the time that is left by the slower run', () => {
  const { progress, written, wait } = watched({ isTTY: true, columns: 120 });
  wait(10_000);
  progress.update('control', at(150));
  progress.update('incident', at(130));
  assert.is(written.at(-1), '\r\u001B[2Kincident +02:10 of -06:30…+11:30  1.90 M operations  control +02:30  ETA 11 s');
  progress.clear();
  assert.is(written.at(-1), '\r\u001B[2K');
});

test('a narrow terminal: the line does not wrap', () => {
  const { progress, written } = watched({ isTTY: true, columns: 20 });
  progress.update('incident', at(130));
  assert.is(written.at(-1), '\r\u001B[2Kincident +02:10 of ');
});

test('elsewhere, in a file or a pipe: silence, and no line to take away', () => {
  for (const screen of [{ isTTY: false }, {}]) {
    const { progress, written, wait } = watched(screen);
    progress.update('incident', at(-300));
    wait(60_000);
    progress.update('incident', at(0));
    progress.clear();
    assert.equal(written, []);
  }
});

test.run();
