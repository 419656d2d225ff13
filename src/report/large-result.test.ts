import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseScenario } from '../scenario/schema.ts';
import type { RunFigures } from '../scenario/result.ts';
import { largeResult } from './large-result.case.ts';

const SEED = 'large';
const options = { minutes: 4, window: 1, nodes: 24, seed: SEED };
const result = largeResult(options);
const runs = [result.incident, result.control!];

function sum(list: readonly number[]): number {
  return list.reduce((n, value) => n + value, 0);
}

/** All lists of numbers in it, by path. */
function lists(value: unknown, path = ''): [path: string, list: readonly (number | null)[]][] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && value.length > 0 && value.every((one) => one === null || typeof one === 'number'))
    return [[path, value]];
  return Object.entries(value).flatMap(([key, one]) => lists(one, `${path}.${key}`));
}

function seriesOf({ workloads, proxies, backends, machines }: RunFigures): ReturnType<typeof lists> {
  return lists({ workloads, proxies, backends, machines });
}

test('the same seed gives the same result, another one another', () => {
  assert.equal(JSON.stringify(largeResult(options)), JSON.stringify(result));
  assert.is.not(JSON.stringify(largeResult({ ...options, seed: 'other' })), JSON.stringify(result));
});

test('it is a result of a scenario that could be run, with everything that was asked for', () => {
  parseScenario(result.scenario, 'large');
  assert.is(result.version, 3);
  for (const { workloads, proxies, backends } of runs) {
    assert.equal([workloads.length, proxies.length, backends.length], [3, 12, 12]);
  }
  for (const run of runs) for (const [path, list] of seriesOf(run)) assert.is(list.length, 240, path);
});

test('windows add up', () => {
  for (const { workloads } of runs) {
    for (const { name, series, phases } of workloads) {
      const { operations, failed, goodput, hits, misses } = series.all;
      assert.equal(
        failed,
        failed.map((_, i) => sum(series.errors.map(({ values }) => values[i]!))),
        name,
      );
      assert.is(sum(operations), sum(phases.map(({ all }) => all.operations)), name);
      operations.forEach((n, i) => {
        assert.is(hits[i]! + misses[i]! + failed[i]!, n, `${name}, window ${i}`);
        assert.ok(goodput[i]! <= n - failed[i]!, `${name}, window ${i}`);
      });
    }
  }
});

test('it is noisy, and it storms only in the incident', () => {
  const noisy = /all\.(operations|hits|p50|max)$|newConnections|openConnections|executed|utilisation|inFlight|files/;
  for (const run of runs) {
    const chosen = seriesOf(run).filter(([path]) => noisy.test(path));
    assert.ok(chosen.length > 80, `expected many series, got ${chosen.length}`);
    for (const [path, list] of chosen) {
      const values = new Set(list).size;
      assert.ok(values > 5, `seed ${SEED}: ${path}: expected more than 5 values, got ${values}`);
    }
  }
  const [incident, control] = runs.map(({ workloads }) => sum(workloads.flatMap(({ series }) => series.all.failed)));
  assert.ok(
    incident! > 1000 && control === 0,
    `expected failures in the incident only, got ${incident} and ${control}`,
  );
});

test.run();
