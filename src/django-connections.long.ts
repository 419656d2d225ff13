/**
 * `django-connections` at full length: what it must show over several seeds, and that it goes away with its causes.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import djangoConnections from '../scenarios/django-connections.ts';
import { records, resultOf, type Asked } from './outage.case.ts';
import type { Scenario } from './scenario/define.ts';
import { applyOverrides } from './scenario/override.ts';
import type { Result } from './scenario/result.ts';
import { parseScenario } from './scenario/schema.ts';

const SEEDS = ['1', '2', '3'] as const;

/** `--set` of the command line. */
function scenarioWith(...assignments: string[]): Scenario {
  return parseScenario(applyOverrides(djangoConnections, assignments), 'django-connections');
}

/** Incidents without controls. */
async function incidents(asked: readonly Asked[]): Promise<Result[]> {
  const all = await records(asked);
  return asked.map((each, i) => resultOf(each, all[i]!, null));
}

function metric({ metrics }: Result, path: string): number | 'never' | null | undefined {
  return new Map(metrics).get(path);
}

/** That the web applications which make a connection for each page failed at some time. */
function hurt(result: Result): boolean {
  return [1, 2, 5, 10].some((m) => metric(result, `incident.per-request-${m}.pages.firstFailedAt`) !== 'never');
}

test('every seed shows all that is expected, beside a control in which nothing breaks', async () => {
  const asked = SEEDS.flatMap((seed) =>
    (['incident', 'control'] as const).map((role): Asked => ({ scenario: djangoConnections, seed, role })),
  );
  const all = await records(asked);
  SEEDS.forEach((seed, i) => {
    const [incident, control] = [all[2 * i]!, all[2 * i + 1]!];
    const { verdict, expectations } = resultOf({ scenario: djangoConnections, seed }, incident, control);
    assert.is(verdict.name, 'passed', `seed ${seed}: ${verdict.reasons.join('; ')}`);
    assert.ok(expectations.every(({ held }) => held === true));
  });
});

test('without its cause it does not happen, and what cures it does', async () => {
  const [closing, larger, shorter] = await incidents([
    // The release closes what it opens.
    { scenario: scenarioWith('timeline.0.client.mode=per-request'), seed: '1' },
    // Tables that two minutes of leaking do not fill: 150 pages a second on three machines.
    { scenario: scenarioWith('cluster.fileLimit=8192'), seed: '1' },
    // Rolled back before the tables are full.
    { scenario: scenarioWith('timeline.0.for=15s'), seed: '1' },
  ]);
  for (const [why, result] of [
    ['closing', closing!],
    ['larger', larger!],
    ['shorter', shorter!],
  ] as const) {
    assert.is(metric(result, 'incident.descriptors.machinesFull'), 0, why);
    // The restart of a proxy breaks what is under way on it, and nothing else.
    assert.ok(Number(metric(result, 'incident.connections.broken.auth-timeout')) === 0, why);
    assert.ok(Number(metric(result, 'incident.per-request-1.fault.pages.failedShare')) < 0.001, why);
    assert.is(metric(result, 'incident.persistent-5.connections.waitingPeak'), 0, why);
  }
  assert.is(hurt(larger!), hurt(closing!), 'a leak that nobody is out of descriptors for hurts nobody');
});

test('servers that go to where there is room: without the second proxy of the list pages fail sooner', async () => {
  const [one, two] = await incidents([
    { scenario: scenarioWith('workloads.per-request-1.client.servers=1'), seed: '1' },
    { scenario: djangoConnections, seed: '1' },
  ]);
  const share = (result: Result): number => Number(metric(result, 'incident.per-request-1.fault.pages.failedShare'));
  assert.ok(share(one!) > share(two!), `one server ${share(one!)}, two ${share(two!)}`);
});

test.run();
