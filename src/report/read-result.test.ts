import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BadInput } from '../scenario/errors.ts';
import { comparisonDocument } from './comparison.ts';
import { damages } from './damage.case.ts';
import { wholeComparison } from './fixture-comparison.case.ts';
import { outage } from './fixture.case.ts';
import { recordJson, resultJson } from './json.ts';
import { readKept, type Kept } from './read-result.ts';
import { runDocument } from './sections/index.ts';
import { textOf } from './text.ts';

const EXPECTED = 'f: expected a result.json or compare.json of brownout, got';

test('what was written is read back', () => {
  assert.equal(readKept(resultJson(outage), 'f'), { kind: 'result', result: outage });
  const comparison = readKept(recordJson(wholeComparison), 'f');
  assert.equal(comparison, { kind: 'comparison', comparison: wholeComparison });
});

test('what nobody knows is passed over, and kept', () => {
  const more = { ...outage, later: { more: [1] }, scenario: { ...outage.scenario, colour: 'blue' } };
  assert.equal(readKept(`\uFEFF${JSON.stringify(more)}`, 'f'), { kind: 'result', result: more });
});

const json = resultJson(outage);
const lineOf = (text: string): number => json.slice(0, json.indexOf(text)).split('\n').length;

const wrong: readonly [text: string, message: string][] = [
  ['', `${EXPECTED} an empty file`],
  [' \n', `${EXPECTED} an empty file`],
  ['<html></html>', `${EXPECTED} text that is not JSON`],
  ['\u0000\u0001PNG', `${EXPECTED} text that is not JSON`],
  ['[]', `${EXPECTED} an empty list`],
  ['"text"', `${EXPECTED} "text"`],
  ['{"name":"brownout","version":"0.1.0"}', `${EXPECTED} JSON of another kind`],
  [
    json.slice(0, 9000),
    `${EXPECTED} a file that was cut off: it ends in line ${json.slice(0, 9000).split('\n').length}`,
  ],
  [
    json.slice(0, -3),
    `${EXPECTED} a file that was cut off: it ends in line ${json.slice(0, -3).trimEnd().split('\n').length}`,
  ],
  [json.replace('"health": {', '"health": @{'), `${EXPECTED} damaged JSON in line ${lineOf('"health": {')}`],
  [json.replace(', 0, ', ' 0, '), `${EXPECTED} damaged JSON in line ${lineOf(', 0, ')}`],
  [`{"verdict":${'['.repeat(9000)}${']'.repeat(9000)},"version":3}`, `${EXPECTED} lists in lists without end`],
  [
    '{"version":2,"brownout":"0.1.0","id":"september-outage","seed":"my seed","incident":{}}',
    "f: version: expected 3, got 2, the older format of brownout 0.1.0: make it again with brownout run september-outage --seed 'my seed'",
  ],
  [
    '{"version":1,"brownout":"0.1.0","id":"django","preset":"what-helps","variations":[]}',
    'f: version: expected 2, got 1, the older format of brownout 0.1.0: make it again with brownout compare django --preset what-helps',
  ],
  [
    '{"version":4,"brownout":"9.0.0","incident":{}}',
    'f: version: expected 3, got 4, the format of brownout 9.0.0, which is newer than this one: update brownout to read it',
  ],
  ['{"version":"3","incident":{}}', 'f: version: expected 3, got "3"'],
  ['{"verdict":{}}', 'f: version: expected 3, got nothing'],
];

test('what cannot be read is said in one line', () => {
  for (const [text, message] of wrong) assert.is(complaintOf(text), message);
});

const edits: readonly [edit: (result: Editable) => void, message: string][] = [
  [(it) => delete it['health'], 'f: health: expected an object, got nothing'],
  [(it) => (it['world'] = 'real'), "f: world: expected 'virtual' or 'live', got \"real\""],
  [(it) => (at(it, 'verdict')['name'] = 'PASSED'), 'f: verdict.name: expected '],
  [(it) => (at(it, 'scenario')['slo'] = { p99: '50 parsec' }), 'f: scenario.slo.p99: expected a duration above 0'],
  [(it) => (at(it, 'phases', 2)['from'] = -9999), 'f: phases.2.from: expected a time from -270, got -9999'],
  [(it) => (at(it, 'failover')['tip'] = null), "f: failover.tip: expected a number or 'never', got null"],
  [
    (it) => at<unknown[]>(it, 'incident', 'proxies', 3, 'openConnections').pop(),
    'f: incident.proxies.3.openConnections.length: expected as many values as newConnections has, 108, got 107',
  ],
  [
    (it) => (at<unknown[]>(it, 'incident', 'workloads', 0, 'series', 'all', 'p99')[7] = 'slow'),
    'f: incident.workloads.0.series.all.p99.7: expected a number from 0 or null, got "slow"',
  ],
  [(it) => (at(it, 'metrics', 0)[1] = false), "f: metrics.0.1: expected a number, 'never' or null, got false"],
];

test('of a field that is not as it must be: where, what was expected, and what came', () => {
  for (const [edit, message] of edits) {
    // Our own JSON.
    const data = JSON.parse(json) as Editable;
    edit(data);
    const said = complaintOf(JSON.stringify(data)) ?? 'nothing';
    assert.is(said.slice(0, message.length), message);
  }
});

/** Of damaged fields one in so many is tried here. */
for (const [name, text, step] of [
  ['result', json, 149],
  ['comparison', recordJson(wholeComparison), 13],
] as const) {
  test(`a ${name} with a field that is gone or something else: a fine report, or a line`, () => {
    let [tried, fine] = [0, 0];
    for (const { says, data } of damages(JSON.parse(text))) {
      if (tried++ % step > 0) continue;
      const kept = keptOf(JSON.stringify(data));
      if (typeof kept === 'string') assert.match(kept, /^f: \S.{10,400}$/, says);
      else {
        fine++;
        assert.not.match(documentText(kept), /\b(?:NaN|undefined|Infinity)\b|\[object/, says);
      }
    }
    assert.ok(tried > 5000 && fine > 10, `${fine} of ${tried} could be read`);
  });
}

test.run();

type Editable = Record<string, unknown>;

function at<T = Editable>(data: Editable, ...path: readonly (string | number)[]): T {
  // The tests name what is there.
  return path.reduce<unknown>((value, key) => (value as Editable)[key], data) as T;
}

function keptOf(text: string): Kept | string {
  try {
    return readKept(text, 'f');
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
}

function complaintOf(text: string): string | null {
  const kept = keptOf(text);
  return typeof kept === 'string' ? kept : null;
}

function documentText(kept: Kept): string {
  return textOf(kept.kind === 'result' ? runDocument(kept.result) : comparisonDocument(kept.comparison));
}
