/** Whoever changes the links of a run by hand: takes them before it begins, and gives them back, whatever comes between. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Scenario } from '../scenario/define.ts';
import { BadInput } from '../scenario/errors.ts';
import { smallScenario } from '../scenario/fixture.case.ts';
import type { LinkPanel, PanelUser } from '../scenario/link-panel.ts';
import { RunFailed, runPair } from './run-pair.ts';

const { policy: _policy, authentication: _authentication, ...proxy } = smallScenario.cluster.proxy;
const scenario: Scenario = {
  ...smallScenario,
  cluster: { ...smallScenario.cluster, proxy },
  workloads: {
    web: { ...smallScenario.workloads['web']!, driver: 'memjs' },
    legacy: smallScenario.workloads['legacy']!,
  },
  timeline: [],
  expectations: [],
};
const options = { scenario, id: 'small', seed: 'hand', world: 'live', compress: 80 } as const;

/** Counts how often it was given links, and gave them back. */
function user(act: (panel: LinkPanel) => void = () => undefined): { taken: number; given: number; use: PanelUser } {
  const counts = {
    taken: 0,
    given: 0,
    use: (panel: LinkPanel) => {
      counts.taken++;
      act(panel);
      return Promise.resolve(() => {
        counts.given++;
        return Promise.resolve();
      });
    },
  };
  return counts;
}

test('the links of the incident, not of its control; not those before a library', async () => {
  const sources = new Set<string>();
  const heard: string[] = [];
  const hand = user(({ links, watch }) => {
    for (const { from } of links) sources.add(from.replace(/\d+$/, '*'));
    watch(({ from, to }, { kind }) => heard.push(`${from}:${to} ${kind}`));
    links[0]!.down = true;
  });
  const { events } = await runPair({ ...options, control: true, onLinks: hand.use });
  assert.is(hand.taken, 1);
  assert.ok(hand.given >= 1);
  assert.equal([...sources], ['proxy-*', 'legacy']);
  assert.is(heard[0], 'proxy-1:backend-1 down');
  assert.equal(events[0], { at: -20, kind: 'fault', text: 'link proxy-1 to backend-1: down, by the API' });
});

test('aborted: the links are given back', async () => {
  const abort = new AbortController();
  const hand = user(() => abort.abort());
  const { verdict } = await runPair({ ...options, signal: abort.signal, onLinks: hand.use });
  assert.equal([verdict.name, hand.taken], ['aborted', 1]);
  assert.ok(hand.given >= 1);
});

test('who cannot take them ends the run', async () => {
  const onLinks = (): Promise<never> => Promise.reject(new BadInput('--toxiproxy: a port in use'));
  try {
    await runPair({ ...options, onLinks });
  } catch (error) {
    assert.ok(error instanceof RunFailed);
    assert.equal([error.reason.message, error.reason.code], ['--toxiproxy: a port in use', 'bad-input']);
    return;
  }
  assert.unreachable('expected the run to fail');
});

test('nobody reaches into virtual time', async () => {
  const hand = user();
  const refused = await runPair({ ...options, world: 'virtual', scenario: smallScenario, onLinks: hand.use }).catch(
    (error: Error) => error.message,
  );
  assert.equal([refused, hand.taken], ['onLinks: expected --world live, got "virtual"', 0]);
});

test.run();
