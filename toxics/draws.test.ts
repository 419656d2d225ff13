import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ToxicVerdict } from '../src/link/toxic.ts';
import { createRng } from '../src/world/rng.ts';
import { Draws } from './draws.ts';

const out = new ToxicVerdict();

/** Asks about so many bytes until all are answered for, drawing where nothing is recalled: `10:0.5 5:0.7`. */
function ask(draws: Draws, bytes: number, draw: () => number): string {
  const words: string[] = [];
  for (let left = bytes; left > 0; left -= out.take) {
    out.clear(0, left);
    let value = draws.recall(out);
    if (Number.isNaN(value)) value = draw();
    draws.record(out.take, value);
    words.push(`${out.take}:${value}`);
  }
  return words.join(' ');
}

const never = (): number => {
  throw new Error('drawn again');
};

test('what is asked about again has the values that it had, however it is cut', () => {
  const draws = new Draws();
  ask(draws, 10, () => 1);
  ask(draws, 20, () => 2);
  draws.rewind(25);
  assert.is(ask(draws, 3, never), '3:1');
  assert.is(ask(draws, 22, never), '2:1 20:2');
  assert.is(
    ask(draws, 7, () => 3),
    '7:3',
  );
  draws.rewind(37);
  assert.is(ask(draws, 37, never), '5:1 3:1 2:1 20:2 7:3');
});

test('what was rewound and not asked about yet stays in its place', () => {
  const draws = new Draws();
  for (const value of [1, 2, 3]) ask(draws, 10, () => value);
  draws.rewind(20);
  assert.is(ask(draws, 5, never), '5:2');
  draws.rewind(10);
  assert.is(ask(draws, 25, never), '5:1 5:2 5:2 10:3');
});

test('neighbours with 0 are one, others are not', () => {
  const draws = new Draws();
  for (const value of [0, 0, 4, 4, 0]) ask(draws, 10, () => value);
  draws.rewind(50);
  assert.is(ask(draws, 50, never), '20:0 10:4 10:4 10:0');
});

test('what nobody remembers is drawn', () => {
  const draws = new Draws();
  ask(draws, 10, () => 1);
  draws.rewind(25);
  assert.is(
    ask(draws, 30, () => 2),
    '15:2 10:1 5:2',
  );
});

test('forgotten bytes were never there', () => {
  const draws = new Draws();
  for (const value of [1, 2, 3]) ask(draws, 10, () => value);
  draws.forget(15);
  assert.is(draws.latest, 2);
  draws.rewind(10);
  assert.is(ask(draws, 10, never), '5:1 5:2');
  draws.forget(1000);
  assert.ok(Number.isNaN(draws.latest));
});

test('the last ones are remembered, however many there were', () => {
  const rng = createRng('draws', 'many');
  const draws = new Draws();
  const said: string[] = [];
  for (let i = 0; i < 10_000; i++) said.push(ask(draws, 7, () => rng.uniform()));
  draws.rewind(7 * 100);
  assert.is(ask(draws, 7 * 100, never), said.slice(-100).join(' '));
});

test.run();
