/**
 * As `golden.test.ts`, of the scenarios' variants: each is run once, in half the time, and held against
 * `reports/baseline/golden-variants.json`.
 */
import { test } from 'uvu';
import { scenarios } from '../scenarios/index.ts';
import { Golden, hashOf } from './golden.case.ts';
import { applyChanges } from './scenario/override.ts';
import { parseScenario } from './scenario/schema.ts';
import { asRun, changesOf } from './scenario/variant-changes.ts';

const SHORT_SECONDS = 12;

const golden = new Golden('golden-variants');

const variants = [...scenarios].flatMap(([id, scenario]) =>
  Object.keys(scenario.variants ?? {}).map((variant) => ({ id, scenario, variant, name: `${id}/${variant}` })),
);

for (const { id, scenario, variant, name } of variants) {
  test(`${name}: the events of golden-variants.json`, async () => {
    const changes = changesOf(variant, scenario.variants!, id);
    const changed = parseScenario(applyChanges(asRun(scenario), changes), name);
    golden.hold(name, await hashOf(changed, 'golden', SHORT_SECONDS));
  });
}

test('golden-variants.json knows every variant, and no others', () => golden.finish(variants.map(({ name }) => name)));

test.run();
