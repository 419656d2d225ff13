/**
 * The people of `september-outage` at their pinned times, in a fortieth of its traffic: so many fewer requests, each so
 * much longer on the slow backends. The storm does not scale with it; the chain from the fault to the ejection does.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import septemberOutage from '../scenarios/september-outage.ts';
import { outageWith } from './outage.case.ts';
import { runScenario } from './scenario/run.ts';

const FEWER = 40;
const SEED = 'oncall';

test('alert -3:30, SMS +6:30, acknowledged +7:00, both slow backends out at +8:00', async () => {
  const scenario = outageWith(
    `timeline.0.factor=${515 * FEWER}`,
    ...Object.entries(septemberOutage.workloads).flatMap(([name, { clients, rate }]) => [
      `workloads.${name}.clients=${clients / FEWER}`,
      `workloads.${name}.rate=${rate / FEWER}`,
    ]),
  );
  const { figures, alerts } = await runScenario({ scenario, seed: SEED, world: 'virtual', role: 'incident' });
  assert.is(alerts[0], -210);
  const [page] = figures.oncall!.pages;
  assert.equal(
    page!.log.map(({ at, kind, person }) => `${at} ${kind} ${person}`),
    [
      '-210 sent the engineer',
      '390 arrived the engineer',
      '420 acknowledged the engineer',
      '420 action-begun the engineer',
      '480 effective the engineer',
    ],
  );
  assert.equal([...page!.deed!.nodes].sort(), ['backend-11', 'backend-4'], page!.deed!.says);
  for (const { name, ejections } of figures.proxies) {
    assert.equal(
      ejections.map(({ backend, at, by }) => `${backend} ${at} ${by}`).sort(),
      ['backend-11 480 the engineer', 'backend-4 480 the engineer'],
      `${name}, seed ${SEED}`,
    );
  }
});

test.run();
