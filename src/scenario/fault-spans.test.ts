import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { SECOND } from '../world/world.ts';
import type { TimelineEntry } from './define.ts';
import { faultSpans } from './fault-spans.ts';
import { smallScenario } from './fixture.case.ts';
import { resolveScenario } from './resolve.ts';

const TO_FIRST = { from: 'proxy-1', to: 'backend-*' };
const ONE = { from: 'proxy-1', to: 'backend-1' };

/** Four machines; the run begins 20 s before the scenario's zero, and so do times here. */
const ROWS: readonly (readonly [why: string, timeline: readonly TimelineEntry[], spans: readonly string[]])[] = [
  ['nothing happens', [], []],
  ['until the end', [{ at: '0s', do: 'slow', nodes: ['backend-2'], factor: 9 }], ['backend-2 20..end']],
  [
    'for its own time, each backend of a machine',
    [{ at: '1s', for: '5s', do: 'stall', nodes: ['machine-3', 'backend-1'] }],
    ['backend-1 21..26', 'backend-3 21..26'],
  ],
  ['a restart is over at once', [{ at: '2s', do: 'restart', nodes: ['backend-1'] }], ['backend-1 22..22']],
  ['a link is of one proxy', [{ at: '0s', for: '2s', do: 'down', link: ONE }], ['backend-1 for proxy-1 20..22']],
  [
    'an end before its time, of one link of several',
    [
      { at: '0s', for: '9s', do: 'down', link: { from: 'proxy-1', to: ['backend-1', 'backend-2'] } },
      { at: '3s', do: 'up', link: ONE },
      { at: '-3s', do: 'up', link: TO_FIRST },
    ],
    ['backend-1 for proxy-1 20..23', 'backend-2 for proxy-1 20..29'],
  ],
  [
    'a toxic is taken away by its name',
    [
      { at: '0s', do: 'toxic', link: ONE, type: 'latency', name: 'far' },
      { at: '4s', do: 'remove-toxic', link: ONE, name: 'near' },
      { at: '5s', do: 'remove-toxic', link: TO_FIRST, name: 'far' },
    ],
    ['backend-1 for proxy-1 20..25'],
  ],
  [
    'or by its number',
    [
      { at: '0s', do: 'toxic', link: ONE, type: 'latency' },
      { at: '5s', do: 'remove-toxic', link: ONE, name: 'latency 1' },
    ],
    ['backend-1 for proxy-1 20..25'],
  ],
  ['links of clients are no backend’s', [{ at: '0s', do: 'down', link: { from: 'web', to: 'proxy-1' } }], []],
  ['nor is a proxy', [{ at: '0s', do: 'crash', nodes: ['proxy-2'] }], []],
  ['to eject is no fault', [{ at: '0s', do: 'eject', backends: ['backend-1'] }], []],
  [
    'two faults, two spans, by their own times',
    [
      { at: '0s', for: '3s', do: 'slow', nodes: ['backend-1'], factor: 9 },
      { at: '5s', for: '3s', do: 'slow', nodes: ['backend-1'], factor: 9 },
    ],
    ['backend-1 20..23', 'backend-1 25..28'],
  ],
];

for (const [why, timeline, expected] of ROWS) {
  test(`fault spans: ${why}`, () => {
    const scenario = { ...smallScenario, timeline };
    const spans = faultSpans(scenario, resolveScenario(scenario, 1)).map(({ backend, proxy, from, to }) => {
      const whom = proxy === undefined ? backend : `${backend} for ${proxy}`;
      return `${whom} ${from / SECOND}..${to === null ? 'end' : to / SECOND}`;
    });
    assert.equal(spans.sort(), [...expected].sort());
  });
}

test.run();
