/** `brownout report`: from the data of runs and comparisons to their reports. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { wholeComparison } from '../report/fixture-comparison.case.ts';
import { outage } from '../report/fixture.case.ts';
import { recordJson, resultJson } from '../report/json.ts';
import { markdownReport } from '../report/markdown.ts';
import { textReport } from '../report/text.ts';
import type { Result } from '../scenario/result.ts';
import { brownout } from './brownout.case.ts';

let folder = '';
test.before(() => void (folder = mkdtempSync(join(tmpdir(), 'brownout-report-'))));
test.after(() => rmSync(folder, { recursive: true }));

/** Returns the path. */
function kept(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const other: Result = {
  ...outage,
  seed: '7',
  scenario: { ...outage.scenario, slo: { p99: '20ms' } },
  failover: { ...outage.failover, timeToRecover: 30 },
};

test('one result: its report beside it, and on the screen', async () => {
  const path = kept('one/result.json', resultJson(outage));
  const { code, out, err } = await brownout(['report', path]);
  assert.equal([code, err], [0, '']);
  const [page, summary] = ['report.html', 'summary.md'].map((name) => join(folder, 'one', name));
  assert.is(out, `${textReport(outage)}\nWritten: ${page}, ${summary}\n`);
  assert.is(readFileSync(summary!, 'utf8'), markdownReport(outage));
  assert.match(readFileSync(page!, 'utf8'), /^<!doctype html>/);
});

test('elsewhere, and as JSON: the data as it was', async () => {
  const path = kept('two/result.json', JSON.stringify(outage));
  const out = join(folder, 'elsewhere', 'deeper');
  const said = await brownout(['report', path, '--json', '--out', out]);
  assert.equal(said, { code: 0, out: resultJson(outage), err: '' });
  assert.ok(existsSync(join(out, 'report.html')));
  assert.not(existsSync(join(folder, 'two', 'report.html')));
});

test('a comparison: files of its own, beside those of a run', async () => {
  const path = kept('compared/compare.json', recordJson(wholeComparison));
  const { code, out, err } = await brownout(['report', path]);
  assert.equal([code, err], [0, '']);
  assert.match(out, /^COMPARED {2}/);
  assert.match(out, /\nWritten: .+compare\.html, .+compare\.md\n$/);
  assert.match(readFileSync(join(folder, 'compared', 'compare.html'), 'utf8'), /^<!doctype html>/);
});

test('several results: side by side, the difference to the first', async () => {
  const paths = [kept('before/result.json', resultJson(outage)), kept('after/result.json', resultJson(other))];
  const out = join(folder, 'both');
  const { code, out: text, err } = await brownout(['report', ...paths, '--out', out]);
  assert.equal([code, err], [0, '']);
  assert.match(text, /^SIDE BY SIDE {2}2 runs of september-outage: before, after\n/);
  assert.match(text, /\n {2}slo\.p99 +50ms +20ms\n/);
  assert.match(text, /\n {2}time to recover +14 min +30 s +-13 min 30 s\n/);
  assert.match(text, new RegExp(`\nWritten: ${join(out, 'report.html')}, ${join(out, 'summary.md')}\n$`));
  assert.match(readFileSync(join(out, 'report.html'), 'utf8'), /id="chart-latency-0-/);
});

test('several results as JSON: what differs, and every metric of each', async () => {
  const paths = [kept('before/result.json', resultJson(outage)), kept('after/result.json', resultJson(other))];
  const { code, out, err } = await brownout(['report', ...paths, '--json', '--out', join(folder, 'json')]);
  assert.equal([code, err], [0, '']);
  const said: unknown = JSON.parse(out);
  // Our own JSON.
  const { results, warnings, differences, metrics } = said as Record<string, readonly Record<string, unknown>[]>;
  assert.equal(
    results!.map(({ name, seed }) => [name, seed]),
    [
      ['before', 'brownout'],
      ['after', '7'],
    ],
  );
  assert.equal(warnings, []);
  assert.equal(differences, [{ path: 'slo.p99', values: ['50ms', '20ms'] }]);
  assert.equal(metrics, [{ path: 'failover.affectedProxies', values: [12, 12] }]);
});

test('on a terminal: as wide as it is, in colour; in a pipe neither', async () => {
  const path = kept('look/result.json', resultJson(outage));
  const { out, err } = await brownout(['report', path], new Map(), { columns: 72 });
  assert.is(err, '');
  assert.match(out, '\u001B[31mFAILED\u001B[39m');
  const lines = stripVTControlCharacters(out).split('\n').slice(0, -3);
  assert.is(Math.max(...lines.map(({ length }) => length)), 72);
});

test('the page is opened on request; that it could not be is said, and nothing more', async () => {
  const path = kept('opened/result.json', resultJson(outage));
  const opened: string[] = [];
  const open = (page: string): Promise<void> => Promise.resolve(void opened.push(page));
  const { code, err } = await brownout(['report', path, '--open'], new Map(), { open });
  assert.equal([code, err, opened], [0, '', [join(folder, 'opened', 'report.html')]]);
  const failing = await brownout(['report', path, '--open']);
  const page = join(folder, 'opened', 'report.html');
  assert.equal([failing.code, failing.err], [0, `brownout: warning: ${page} could not be opened: no browser\n`]);
});

const EXPECTED = 'expected a result.json or compare.json of brownout';

test('what cannot be read: one line, and 2', async () => {
  const good = kept('wrong/result.json', resultJson(outage));
  const compared = kept('wrong/compare.json', recordJson(wholeComparison));
  const cut = kept('wrong/cut.json', resultJson(outage).slice(0, 5000));
  const large = kept('wrong/large.json', '');
  truncateSync(large, 300 * 1024 * 1024);
  const rows: readonly [args: readonly string[], message: string][] = [
    [[], 'expected <result>, got nothing; --help says more'],
    [[join(folder, 'none.json')], `${join(folder, 'none.json')}: ${EXPECTED}, got none: no such file`],
    [[join(good, 'x')], `${join(good, 'x')}: ${EXPECTED}, got none: no such file`],
    [[folder], `${folder}: ${EXPECTED}, got a folder`],
    [['/dev/null'], `/dev/null: ${EXPECTED}, got what is no file`],
    [[large], `${large}: ${EXPECTED}, of at most 256 MB, got 300 MB`],
    [[cut], `${cut}: ${EXPECTED}, got a file that was cut off: it ends in line`],
    [[good, cut], `${cut}: ${EXPECTED}, got a file that was cut off: it ends in line`],
    [[good, good], `report: expected each file once, got ${good} twice`],
    [
      [good, compared],
      `${compared}: expected the result.json of a run, for several stand side by side, got a comparison`,
    ],
    [
      [good, '--opne'],
      'expected --out, --json, --open or --help, got the unknown option --opne (did you mean "--open"?)',
    ],
    [[good, '--out'], '--out: expected a value, got nothing'],
    [[good, '--out', good], `output ${good}: expected a folder that can be written to, got `],
  ];
  for (const [args, message] of rows) {
    const { code, out, err } = await brownout(['report', ...args]);
    assert.equal([code, out, err.split('\n').length], [2, '', 2], message);
    assert.is(err.slice(0, `brownout: ${message}`.length), `brownout: ${message}`);
  }
});

test.run();
