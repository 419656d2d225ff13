import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { presets } from '../client/presets/index.ts';
import type { ClientOptions } from '../client/options.ts';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { resolveClient } from './resolve-client.ts';
import { smallScenario } from './fixture.case.ts';
import { applyOverrides } from './override.ts';
import { parseScenario } from './schema.ts';

/** The client of the fixture's first workload with these assignments. */
function clientWith(...assignments: string[]): ClientOptions {
  const [name] = Object.keys(smallScenario.workloads);
  const overrides = assignments.map((each) => `workloads.${name}.client${each}`);
  const scenario = parseScenario(applyOverrides(smallScenario, overrides), 'small');
  return resolveClient(scenario.workloads[name!]!.client);
}

test('each preset by its name', () => {
  for (const [name, options] of Object.entries(presets)) assert.equal(clientWith(`=${name}`), options, name);
});

test('what a client may be told beyond its preset', () => {
  const rows: readonly [assignment: string, expected: Partial<ClientOptions>][] = [
    ['.retryOn=connect', { retryOn: 'connect' }],
    ['.backoff={"factor":2,"most":"8s"}', { backoff: { factor: 2, most: 8 * SECOND } }],
    ['.deadAfter=sign-in', { deadAfter: 'sign-in' }],
    ['.failures=3', { failures: 3 }],
    ['.pause=250ms', { pause: 250 * MILLISECOND }],
    ['.choice=p2c', { choice: 'p2c' }],
    ['.throttle={}', { throttle: { perAccept: 2, window: 120 * SECOND } }],
    ['.throttle={"perAccept":1.1,"window":"10s"}', { throttle: { perAccept: 1.1, window: 10 * SECOND } }],
  ];
  for (const [assignment, expected] of rows) {
    assert.equal(clientWith('=pooled', assignment), { ...presets.pooled, ...expected }, assignment);
  }
});

test('what it may not be told', () => {
  const rows: readonly [assignment: string, message: RegExp][] = [
    ['=dali', /client\.preset: expected .*'dalli', got "dali"/],
    ['.retryOn=never', /retryOn: expected 'any', 'connect' or 'answer', got "never"/],
    ['.backoff={"factor":0.5,"most":"8s"}', /backoff\.factor: expected a number from 1, got 0\.5/],
    ['.deadAfter=late', /deadAfter: expected 'attempts', 'connect' or 'sign-in', got "late"/],
    ['.failures=0', /failures: expected a whole number from 1 to 1000, got 0/],
    ['.choice=random', /choice: expected 'home' or 'p2c', got "random"/],
    ['.throttle={"perAccept":0}', /throttle\.perAccept: expected a number from 1, got 0/],
    ['.throttle={"window":"0s"}', /throttle\.window: expected a duration above 0 .*got "0s"/],
  ];
  for (const [assignment, message] of rows) assert.throws(() => clientWith(assignment), message, assignment);
});

test.run();
