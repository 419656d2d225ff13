import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Scenario } from './define.ts';
import { smallScenario } from './fixture.case.ts';
import { assembleResult } from './judge.ts';
import { judged } from './made-up.case.ts';
import { observedEvents } from './observed-events.ts';
import type { RunRecord } from './run-record.ts';
import { runScenario } from './run.ts';

/** Nothing answers behind one of four nodes; clients wait for a second. */
const hung: Scenario = {
  ...smallScenario,
  cluster: { ...smallScenario.cluster, proxy: { cpu: '15us' } },
  workloads: { web: smallScenario.workloads['web']! },
  timeline: [{ at: '2s', for: '5s', do: 'hang', nodes: ['backend-1'] }],
  expectations: [],
};
const run = (scenario: Scenario, role: 'incident' | 'control'): Promise<RunRecord> =>
  runScenario({ scenario, seed: 'observed', world: 'virtual', role });
const environment = {
  node: 'v20',
  platform: 'test',
  wallSeconds: 1,
  cpuSeconds: 1,
  peakMemoryBytes: 1,
  finishedAt: '2026-01-01T00:00:00Z',
};

function eventsOf(scenario: Scenario, incident: RunRecord): { at: number; kind: string; text: string }[] {
  const given = { scenario, id: 'hung', brownout: '0', seed: 'observed', world: 'virtual', environment } as const;
  const { events } = assembleResult({ ...given, incident, control: null });
  return events.filter(({ text }) => text.includes('times out'));
}

test('the first request that times out is told once: when, whose, and at which proxy', async () => {
  const incident = await run(hung, 'incident');
  const [event, ...others] = eventsOf(hung, incident);
  assert.equal(others, []);
  assert.is(event?.kind, 'observed');
  assert.match(event!.text, /^web: the first request times out, at proxy-[1-4]$/);
  // 25 requests a second go there: one of them within half a second, if not in the first.
  assert.ok(event!.at > 3 && event!.at < 3.5, `expected a second after 2 s, got ${event?.at} s`);
  const [timeouts] = incident.figures.workloads[0]!.series.errors;
  assert.equal([timeouts?.kind, timeouts?.values.findIndex((count) => count > 0)], ['timeout', 2]);
});

test('where nothing times out there is no such event, nor of what timed out before the fault', async () => {
  assert.is((await run(hung, 'control')).firstTimeout, null);
  const early: Scenario = { ...hung, timeline: [{ at: '-9s', for: '5s', do: 'hang', nodes: ['backend-1'] }] };
  const incident = await run(early, 'incident');
  const [timeouts] = incident.figures.workloads[0]!.series.errors;
  assert.is(timeouts?.kind, 'timeout', 'something has timed out');
  assert.equal(eventsOf(early, incident), []);
});

test('how far the request had come is told', () => {
  const rows = [
    [{ proxy: 'proxy-3', why: 'timeout' }, 'at proxy-3'],
    [{ proxy: 'proxy-3', why: 'connect-timeout' }, 'connecting to proxy-3'],
    [{ proxy: 'proxy-3', why: 'auth-timeout' }, 'signing in to proxy-3'],
    // A library that knows several does not say which it asked.
    [{ proxy: null, why: 'timeout' }, null],
  ] as const;
  for (const [{ proxy, why }, where] of rows) {
    const [event] = observedEvents(judged({ incident: {} }), 0, { at: 7, workload: 'web', proxy, why });
    const text = `web: the first request times out${where === null ? '' : `, ${where}`}`;
    assert.equal(event, { at: 7, kind: 'observed', text });
  }
});

test.run();
