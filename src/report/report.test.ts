import { stripVTControlCharacters } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BREAKS } from '../client/breaks.ts';
import type { Result } from '../scenario/result.ts';
import { NO_FAULT } from '../scenario/unknown-figures.ts';
import { outage } from './fixture.case.ts';
import { repeatableJson, resultJson } from './json.ts';
import { markdownReport } from './markdown.ts';
import { resampled, sparkline } from './sparkline.ts';
import { wrapped } from './table.ts';
import { TEXT_WIDTH, textReport } from './text.ts';

const text = textReport(outage);

test('the terminal shows what matters, aligned', () => {
  for (const line of [
    'FAILED  september-outage shows 2 of 3 things it must. Not so: After the ejection the cluster',
    '  run      -06:30 to +11:30 (18 min) in 21.3 s, 51 times as fast as the clock',
    '  seed     brownout, trace 5b1c09e2a47d3f88',
    "  +00:31  observed  proxy-7's new connections exceed 3x their baseline: the herd tips over",
    '  persistent  persistent   p99       612 µs  911 ms    612 µs          612 µs           1,489x',
    '  fault       228 ms    911 ms    612 µs    1.28 s    1.82 s        597       800    23.1 %       0 %',
    '  errors in fault: connect-timeout 24.7 %, auth-timeout 12.4 %, reset 3.3 %',
    '  affected proxies     12 of 12  new connections above 3x their own baseline',
    '  time to eject       12 min 30 s  median of 3 pairs of a proxy and a sick backend; 1 of them never ejected',
    '  violating windows      61 of 96  from t0 on; 2 had not enough samples for a p99',
    '  herd factor             1.62x  load of backend-5 over its baseline; a fair share would be 1.20x',
    '  hit-rate dip  13.7 %  from 94.7 % before to 81.0 % at +00:40, at its lowest',
    '  retry amplification       1.00x       1.31x       1.08x  attempts at backends per operation',
    '  n/a: nothing failed (nines).',
    '  proxy-2    +01:10     1.2      8.9  +02:00      7.42x',
    '  persistent  -04:30  the end  61 of 96     184,320  21.5 %  timeout\u00A013.0\u00A0%, slow\u00A08.5\u00A0%',
    '  django      5  per-request      5  310 µs  1.42 ms     1.00x     301 ms  41.2 %        310 µs     0 %',
    '  legacy      persistent   24,000     19,000      0.79  19,000   5,000        5,000',
    '  auth-timeout  15,000  it stood, and was not signed in within the time of the client',
    '  legacy            5,000    20.8 %  +00:31  +09:30       80  proxy-7 5,000',
    '  proxy-7       15,000  +00:31  +09:30        0            12              0            900',
    '  machine-1  proxy-1, backend-1  1,024  1,024  100 %      +00:31     +09:30   4,321',
    '            failover.hysteresis: expected < 1 min, got never',
    '  event loop busy     n/a  of the time',
  ]) {
    assert.ok(text.split('\n').includes(line), `expected the line ${JSON.stringify(line)}`);
  }
});

test('no line is too wide', () => {
  const wide = text.split('\n').filter((line) => line.length > TEXT_WIDTH);
  assert.equal(wide, []);
});

test('colours add nothing but colour', () => {
  const colourful = textReport(outage, { colour: true });
  assert.is.not(colourful, text);
  assert.is(stripVTControlCharacters(colourful), text);
});

test('in peace nothing is said of who was turned away, nor of tables that are half empty', () => {
  const lines = textReport({ ...outage, incident: outage.control! });
  assert.match(lines, /No connection broke\./);
  assert.not.match(lines, /TURNED AWAY|FILE DESCRIPTORS|Failed pages/);
});

test('causes that do not fit side by side are summed up, and explained all the same', () => {
  const causes = BREAKS.map((cause, i) => ({ cause, count: 100 - i }));
  const [first, ...others] = outage.incident.workloads;
  const modes = first!.connections.modes.map((mode) => ({ ...mode, causes }));
  const workloads = [{ ...first!, connections: { ...first!.connections, modes } }, ...others];
  const lines = textReport({ ...outage, incident: { ...outage.incident, workloads } }).split('\n');
  assert.ok(lines.every((line) => line.length <= TEXT_WIDTH));
  assert.ok(lines.some((line) => line.trimEnd().endsWith('others')));
  for (const { cause, count } of causes.filter((each) => each.cause !== 'auth-timeout')) {
    assert.ok(
      lines.some((line) => line.startsWith(`  ${cause} `) && line.includes(`${count}  `) && line.length > 40),
      cause,
    );
  }
});

test('what happened goes on below itself where it is too long for a line', () => {
  const text = `link proxy-1 to backend-2: latency "far" (${'p50 20, p99 400, '.repeat(10)}), at most 3 connections`;
  const lines = textReport({ ...outage, events: [{ at: 60, kind: 'fault', text }] }).split('\n');
  assert.equal(
    lines.filter((line) => line.length > TEXT_WIDTH),
    [],
  );
  const first = lines.findIndex((line) => line.includes('latency "far"'));
  const below = lines.slice(first, first + 3).map((line) => line.slice(lines[first]!.indexOf('link')));
  assert.is(below.join(' ').replaceAll(/ +/g, ' '), text);
  assert.match(lines[first + 1]!, /^ {10,}p/);
});

test('of many proxies that turned clients away the worst are named', () => {
  const turnedAwayBy = Array.from({ length: 12 }, (_, i) => ({
    proxy: `proxy-${i + 1}`,
    count: 10_000 + 1_000 * i,
    first: 0,
    last: 60,
  }));
  const workloads = outage.incident.workloads.map((each) => ({
    ...each,
    connections: { ...each.connections, turnedAwayBy },
  }));
  const lines = textReport({ ...outage, incident: { ...outage.incident, workloads } }).split('\n');
  assert.equal(
    lines.filter((line) => line.length > TEXT_WIDTH),
    [],
  );
  assert.is(lines.filter((line) => line.endsWith('proxy-12 21,000, proxy-11 20,000, 10 more')).length, 3);
});

test('what is not known is said', () => {
  const unknown = { timeToDetect: null, timeToEject: 'never', tip: 'never', connectionHerd: null } as const;
  const lines = textReport({ ...outage, failover: { ...outage.failover, ...unknown } });
  assert.match(lines, /time to detect +n\/a/);
  assert.match(lines, /time to eject +never/);
  assert.match(lines, /herd tips over +never +no proxy saw/);
});

test('why a figure is not known is said in its place', () => {
  const unknown = [
    { metric: 'failover.timeToEject', why: 'the timeline was compressed' },
    { metric: 'failover.goodputLoss', why: 'there is no control run' },
  ];
  const lines = textReport({
    ...outage,
    failover: { ...outage.failover, timeToEject: null, goodputLoss: null, unknown },
  });
  assert.match(lines, /time to eject +n\/a +the timeline was compressed$/m);
  assert.match(lines, /goodput loss +n\/a +there is no control run$/m);
});

test('where nothing is broken nothing is said of failover times, and nobody is hurt', () => {
  const unknown = ['timeToDetect', 'timeToEject', 'timeToFirstEject', 'timeToBurnPage', 'timeToFirstHarm']
    .concat('timeToRecover', 'hysteresis', 'metastable')
    .map((name) => ({ metric: `failover.${name}`, why: NO_FAULT }));
  const calm = { unknown, victims: [], ejections: 0, falseEjections: 0, ejectionPrecision: null } as const;
  const scenario = { ...outage.scenario, timeline: [] };
  const lines = textReport({ ...outage, scenario, failover: { ...outage.failover, ...calm } });
  assert.match(lines, /^FAILOVER {2}the timeline has no fault; t0, where one would begin: -04:30$/m);
  assert.not.match(lines, /time to (?:detect|eject|recover)|hysteresis  |ejection precision/);
  assert.match(lines, /ejections +0 +no proxy took any backend out/);
  assert.match(lines, /Nobody was below the SLO\./);
});

test('the fault stands between bars, and the phase of that name of a calm run does not', () => {
  const calm = { ...outage, scenario: { ...outage.scenario, timeline: [] }, events: [] };
  assert.match(textReport(outage), /┝ fault ━+┥ recovery ─+\n/);
  assert.match(textReport(outage), /│.*│/);
  assert.match(textReport(calm), /├ fault ─+├ recovery ─*\n/);
  assert.not.match(textReport(calm), /│/);
});

test('without a control there are no columns of it', () => {
  const lines = textReport({ ...outage, control: null });
  assert.match(lines, /control {2}none/);
  assert.not.match(lines, /goodput\/s +control/);
  assert.not.match(lines, /fault \/ control/);
});

const verdicts: readonly [verdict: Result['verdict'], start: string][] = [
  [{ name: 'aborted', reasons: [] }, 'ABORTED  september-outage was stopped before its end'],
  [{ name: 'invalid', reasons: ['send lag'] }, 'INVALID  september-outage cannot be trusted: send lag.'],
  [{ name: 'inconclusive', reasons: [] }, 'INCONCLUSIVE  september-outage gives too little evidence'],
  [{ name: 'passed', reasons: [] }, 'PASSED  september-outage shows what it must: 2 of 3 expectations held.'],
];

test('every verdict is a sentence', () => {
  for (const [verdict, start] of verdicts) assert.ok(textReport({ ...outage, verdict }).startsWith(start), start);
});

test('a run without anything in it', () => {
  const nothing = { ...outage.incident, workloads: [], proxies: [], littlesLaw: [] };
  const empty: Result = { ...outage, phases: [], incident: nothing, control: null, events: [], expectations: [] };
  assert.not.match(textReport(empty), /NaN|undefined|Infinity/);
  assert.not.match(markdownReport(empty), /NaN|undefined|Infinity/);
});

test('markdown escapes what users wrote', () => {
  const scenario = { ...outage.scenario, title: 'a | b <script> *c*' };
  const markdown = markdownReport({ ...outage, scenario });
  assert.match(markdown, '**a \\| b \\<script\\> \\*c\\***');
  assert.match(markdown, /^# FAILED: /);
  assert.match(
    markdown,
    /\n\| time to recover +\| +14 min \| until the last window that violates the SLO was over +\|\n/,
  );
});

test('json: equal but for the end', () => {
  const later: Result = { ...outage, environment: { ...outage.environment, wallSeconds: 99 } };
  assert.is(repeatableJson(later), repeatableJson(outage));
  const [a, b] = [resultJson(outage), resultJson(later)];
  const shared = a.slice(0, a.indexOf('"environment"'));
  assert.ok(b.startsWith(shared));
  assert.equal(JSON.parse(a), outage);
  assert.is(Object.keys(JSON.parse(a) as object).at(-1), 'environment');
});

test('json: lists of numbers take a line, and NaN is a fault of ours', () => {
  assert.match(resultJson(outage), /"newConnections": \[12, 12, .*\],\n/);
  assert.throws(() => resultJson({ ...outage, health: { ...outage.health, achievedShare: NaN } }), /expected finite/);
});

test('sparklines', () => {
  assert.is(sparkline([0, 1, 2, 4, null, 8], 'linear'), '▁▂▃▅·█');
  assert.is(sparkline([1, 10, 100, 1000], 'log'), '▁▃▆█');
  assert.is(sparkline([null, 0, 0], 'log'), '·▁▁');
  assert.is(sparkline([5, 5], 'log'), '▁▁');
  assert.equal(resampled([1, 9, 2, 3], 2), [9, 3], 'peaks stay');
  assert.equal(resampled([1, 2], 4), [1, 1, 2, 2], 'fewer values than columns');
  assert.equal(resampled([], 2), [null, null]);
});

test('prose is wrapped at spaces', () => {
  assert.equal(wrapped('one two three', 7), ['one two', 'three']);
  assert.equal(wrapped('incredibly long', 4), ['incredibly', 'long']);
});

test.run();
