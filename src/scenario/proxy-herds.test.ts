import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { SECOND } from '../world/world.ts';
import { proxyHerdMetrics, proxyHerds } from './proxy-herds.ts';

const phases = [
  { name: 'warmup', from: 0, to: 20 * SECOND },
  { name: 'baseline', from: 20 * SECOND, to: 40 * SECOND },
  { name: 'fault', from: 40 * SECOND, to: 80 * SECOND },
  { name: 'recovery', from: 80 * SECOND, to: 100 * SECOND },
] as const;
const windowNs = 10 * SECOND;

test('from the fault on: fewest and most open, most new ones and when', () => {
  const rows: readonly [why: string, open: number[], opened: number[], expected: (number | 'never')[]][] = [
    [
      'what came before the fault does not count, nor a later window with as many',
      [90, 10, 50, 50, 60, 40, 55, 50, 50, 50],
      [90, 80, 0, 0, 5, 30, 20, 30, 0, 0],
      [40, 60, 3, 10],
    ],
    ['nobody connects', [5, 5, 5, 5, 5, 5, 5, 5, 5, 5], [5, 0, 0, 0, 0, 0, 0, 0, 0, 0], [5, 5, 0, 'never']],
    ['the run was aborted before', [5, 5], [5, 0], [0, 0, 0, 'never']],
  ];
  for (const [why, openConnections, newConnections, expected] of rows) {
    const proxies = [{ name: 'proxy-1', openConnections, newConnections }];
    const herds = proxyHerds({ windowNs, figures: { proxies } }, { phases, zero: 40 * SECOND, compress: 1 });
    const names = ['openLow', 'openPeak', 'newPeak', 'newPeakAt'];
    assert.equal(
      proxyHerdMetrics('incident', herds),
      names.map((name, i) => [`incident.proxies.proxy-1.${name}`, expected[i]]),
      why,
    );
  }
});

test.run();
