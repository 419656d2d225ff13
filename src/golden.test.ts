/**
 * The same scenario and seed give the same events, on every machine: shortened variants of all scenarios, run twice, the
 * second time in memory with other contents, and held against the trace hashes in `reports/baseline/golden.json`. Whoever
 * means to change what happens in the virtual world writes new ones: `UPDATE_GOLDEN=1 node --import tsx src/golden.test.ts`.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scenarios } from '../scenarios/index.ts';
import { Golden, hashOf } from './golden.case.ts';
import { inMemoryFullOf } from './world/unwritten-memory.case.ts';

const SHORT_SECONDS = 24;

const golden = new Golden('golden');

for (const [id, scenario] of scenarios) {
  test(`${id}: the same seed gives the same events, and those of golden.json`, async () => {
    const first = await hashOf(scenario, 'golden', SHORT_SECONDS);
    const second = await inMemoryFullOf('n', () => hashOf(scenario, 'golden', SHORT_SECONDS));
    assert.is(second, first, `${id}: expected the same trace hash twice, got ${first} and ${second}`);
    golden.hold(id, first);
  });
}

test('another seed gives other events', async () => {
  const [id, scenario] = [...scenarios][0]!;
  const hash = await hashOf(scenario, 'another', SHORT_SECONDS);
  assert.is.not(hash, golden.get(id), `${id}: expected another trace hash than ${hash} of another seed`);
});

test('golden.json knows every scenario, and no others', () => golden.finish([...scenarios.keys()]));

test.run();
