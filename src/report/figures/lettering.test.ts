import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { property } from '../../measure/property.case.ts';
import { fitted, spaced, textWidth } from './lettering.ts';

test('text is cut where there is no room for it, and says so', () => {
  assert.is(fitted('persistent', 200), 'persistent');
  const cut = fitted('a-rather-long-name-of-a-workload', 100);
  assert.match(cut, /^a-rather.*…$/);
  assert.ok(textWidth(cut) <= 100, `${textWidth(cut)} of 100`);
  assert.is(fitted('persistent', 0), 'p…', 'a letter is left of everything');
});

test('labels that have room stay where they are; others make room for each other, in their order', () => {
  for (const [at, expected, why] of [
    [[20, 60], [20, 60], 'room enough'],
    [[50, 50], [40, 60], 'as far to one side as to the other'],
    [[60, 50], [65, 45], 'the order is that of the places'],
    [[2, 50], [10, 50], 'not above the upper bound'],
    [[98, 99], [70, 90], 'nor below the lower'],
    [[30, 48, 49], [22.333, 42.333, 62.333], 'three in a row'],
  ] as const) {
    const places = spaced(
      at.map((each) => ({ at: each, room: 20 })),
      [0, 100],
    );
    assert.equal(
      places.map((place) => Math.round(place * 1000) / 1000),
      [...expected],
      why,
    );
  }
});

test('labels never overlap, and stay within the bounds while there is room', () => {
  property('spaced', 200, (draws) => {
    const labels = Array.from({ length: 1 + draws.below(8) }, () => ({
      at: draws.below(300),
      room: 5 + draws.below(25),
    }));
    const places = spaced(labels, [0, 300]);
    const edges = labels.map(({ room }, i) => [places[i]! - room / 2, places[i]! + room / 2] as const);
    edges.sort((a, b) => a[0] - b[0]);
    edges.forEach(([from, to], i) => {
      assert.ok(from >= -1e-6 && to <= 300 + 1e-6, `${from} to ${to} of 0 to 300`);
      assert.ok(i === 0 || from >= edges[i - 1]![1] - 1e-6, `${from} is within the one above, to ${edges[i - 1]?.[1]}`);
    });
  });
});

test.run();
