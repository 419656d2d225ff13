import { createHash } from 'node:crypto';
import { inflate } from 'pako';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Result } from '../../scenario/result.ts';
import { NO_FAULT } from '../../scenario/unknown-figures.ts';
import { outage } from '../fixture.case.ts';
import type { PageScript } from './chart.ts';
import { unpack } from './columns.ts';
import { runPage } from './run-page.ts';

const text = runPage(outage);

test('the data of the page is the result, whole', () => {
  const [, base64] = /<script type="text\/plain" id="data">([^<]*)<\/script>/.exec(text)!;
  assert.equal(unpack(inflate(Buffer.from(base64!, 'base64'))), outage);
});

test('on top stand the verdict, five numbers and the story, and the sections follow', () => {
  const at = (part: string): number => {
    const index = text.indexOf(part);
    assert.ok(index >= 0, `expected ${part} in the page`);
    return index;
  };
  const order = [
    '<h1>Two slow backends of twelve bring down a whole cluster',
    'september-outage shows 2 of 3 things it must',
    '<dl class="numbers">',
    'On two machines the backends began to answer very slowly',
    '<nav',
    '<main>',
    'id="what-happened"',
    'id="over-time"',
    'data-chart="latency-0-persistent"',
    'id="who-was-hurt"',
    'id="failover"',
    'id="expectations"',
    'id="health-of-the-measurement"',
    'id="this-run"',
    'id="definitions"',
  ].map(at);
  assert.equal(
    order,
    [...order].sort((a, b) => a - b),
  );
  assert.is(text.match(/<dt>/g)!.length >= 5, true);
});

test('where nothing breaks, no fault is shaded or spoken of', () => {
  const script = (html: string): PageScript =>
    JSON.parse(/<script type="application\/json" id="page">([^<]*)</.exec(html)![1]!) as PageScript;
  const { from, to } = outage.phases.find(({ name }) => name === 'fault')!;
  assert.equal(script(text).axis.fault, { from, to });
  assert.match(text, 'The fault is shaded. Numbered lines are the events above. Grey is the control');

  const calm: Result = {
    ...outage,
    scenario: { ...outage.scenario, timeline: [] },
    events: [],
    control: null,
    failover: { ...outage.failover, pairs: [], unknown: [{ metric: 'failover.timeToDetect', why: NO_FAULT }] },
  };
  const page = runPage(calm);
  assert.is(script(page).axis.fault, null);
  assert.not.match(page, /[Tt]he fault is shaded|Numbered lines|Grey is the control|Backends with a fault/);
  assert.match(page, 'the phase &quot;fault&quot; is one like the others. Drag to zoom');

  const byHand = runPage({ ...calm, events: [{ at: 10, kind: 'fault', text: 'backend-4: slow, by hand' }] });
  assert.is(script(byHand).axis.fault, null, 'nobody knows from when to when');
  assert.not.match(byHand, 'is one like the others');
});

test('each link of the contents leads to a heading, and each anchor is there once', () => {
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  assert.equal([...new Set(ids)], ids);
  const links = [...text.matchAll(/<a href="#([^"]+)"/g)].map(([, id]) => id!);
  assert.ok(links.length > 10, String(links.length));
  for (const id of links) assert.ok(ids.includes(id), id);
});

test('the policy allows this script and this style, and nothing else', () => {
  const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(text)!;
  const decoded = policy!.replaceAll('&#39;', "'");
  for (const name of ['script', 'style'] as const) {
    const [, own] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(text)!;
    const digest = createHash('sha256').update(own!).digest('base64');
    assert.match(decoded, `${name}-src 'sha256-${digest}';`);
  }
  assert.match(decoded, "default-src 'none'");
  assert.not.match(decoded, 'unsafe');
  assert.not.match(text.slice(0, text.indexOf('<script')), /\sstyle="/, 'the policy forbids style attributes');
  assert.not.match(text.slice(text.indexOf('<body>'), text.indexOf('<script')), /\son\w+="/);
});

test('whatever a scenario calls its things, it is text', () => {
  const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(2)>"\'\u2028';
  const named: Result = {
    ...outage,
    id: hostile,
    seed: hostile,
    scenario: { ...outage.scenario, title: hostile, story: hostile },
    events: [{ at: 0, kind: 'note', text: hostile }],
    expectations: [{ says: hostile, metric: hostile, expected: '> 1', actual: 2, held: true }],
    remarks: [hostile],
    incident: {
      ...outage.incident,
      workloads: outage.incident.workloads.map((workload) => ({ ...workload, name: hostile, preset: hostile })),
    },
  };
  const page = runPage(named);
  assert.not.match(page, '<script>alert');
  assert.not.match(page, '<img');
  assert.is(page.match(/<script/g)!.length, 3, 'the data, the charts, the script');
  assert.match(page, '&lt;img src=x onerror=alert(2)&gt;');
});

test('the same bytes for the same result', () => {
  assert.is(runPage(outage), text);
});

test('a run that was cut short, without control, without anything', () => {
  const empty: Result = {
    ...outage,
    verdict: { name: 'aborted', reasons: ['aborted at -06:30'] },
    control: null,
    events: [],
    expectations: [],
    incident: { ...outage.incident, workloads: [], proxies: [], backends: [], machines: [] },
  };
  const page = runPage(empty);
  assert.match(page, 'ABORTED');
  const markup = page.slice(page.indexOf('<body>'), page.indexOf('<script'));
  assert.match(markup, 'id="this-run"');
  assert.not.match(markup, /NaN|undefined|\[object/);
});

test.run();
