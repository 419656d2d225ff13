/** Whatever a toxic does to the requests of a run, every one is accounted for, and the nodes tell the same story. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { TOXICS } from '../../toxics/index.ts';
import { defineScenario } from './define.ts';
import { smallScenario } from './fixture.case.ts';
import { runScenario } from './run.ts';
import { parseScenario } from './schema.ts';
import { TOXIC_SETTINGS } from './toxic-settings.case.ts';

const LINKS = [
  { from: '*', to: 'proxy-*' },
  { from: 'proxy-*', to: 'backend-*' },
];
const CHOICES = [
  {},
  { toxicity: 0.3, toxicityPer: 'request' },
  { match: { command: 'get', key: 'web:1*' } },
  { toxicity: 0.2, maxActive: 3 },
] as const;

for (const [i, { type }] of TOXICS.entries()) {
  test(`${type}: all requests are accounted for`, async () => {
    for (const [j, choice] of CHOICES.entries()) {
      const stream = (i + j) % 2 === 0 ? 'upstream' : 'downstream';
      const link = LINKS[(j >> 1) % 2]!;
      const scenario = defineScenario({
        ...smallScenario,
        workloads: { ...smallScenario.workloads, web: { ...smallScenario.workloads['web']!, setPercent: 20 } },
        timeline: [
          { at: '0s', for: '10s', do: 'toxic', link, type, stream, attributes: TOXIC_SETTINGS[type] ?? {}, ...choice },
        ],
        expectations: [],
      });
      parseScenario(scenario, type);
      const { health, remarks } = await runScenario({ scenario, seed: 'toxics', world: 'virtual', role: 'incident' });
      assert.ok(health.valid, `${stream} ${JSON.stringify(choice)}: ${health.reasons.join('; ')}`);
      assert.is(
        remarks.some((text) => text.startsWith('Bytes were corrupted')),
        type === 'corrupt',
      );
    }
  });
}

test.run();
