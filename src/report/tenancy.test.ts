import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Result } from '../scenario/result.ts';
import type { CredentialAtProxy } from '../scenario/tenancy-figures.ts';
import { outage } from './fixture.case.ts';
import { markdownReport } from './markdown.ts';
import { textReport } from './text.ts';

const well: CredentialAtProxy = {
  proxy: 'proxy-1',
  answered: 1000,
  failed: 0,
  firstAnswer: 0,
  lastAnswer: 60,
  firstFailure: null,
  lastFailure: null,
  failedFor: null,
  workedOn: null,
  errors: [],
};
const failing = { ...well, proxy: 'proxy-2', failed: 1234, firstFailure: 7, lastFailure: 100, failedFor: 93 };
const errors = [{ kind: 'auth-failed', count: 1234 }];

const shared: Result = {
  ...outage,
  incident: {
    ...outage.incident,
    caches: [
      {
        name: 'shop',
        hits: 9000,
        misses: 1000,
        evictions: 12,
        items: 2000,
        bytes: 536_780,
        connections: 24,
        authentications: 12_241,
        overLimit: 7,
      },
    ],
    credentials: [
      {
        workload: 'quiet',
        credential: 'shop/new',
        since: 0,
        revoked: null,
        proxies: [well, { ...well, proxy: 'proxy-2' }],
      },
      { workload: 'web', credential: 'shop/new', since: 5, revoked: null, proxies: [well, { ...failing, errors }] },
      { workload: 'web', credential: 'shop/old', since: 0, revoked: 60, proxies: [{ ...well, workedOn: 46.6 }] },
      { workload: 'idle', credential: 'shop/old', since: 0, revoked: 60, proxies: [] },
    ],
  },
};

test('a cache in a line, a credential in a line for each proxy at which something was amiss', () => {
  const lines = textReport(shared).split('\n');
  for (const line of [
    '  cache   hits  of gets  items   bytes  evictions  connections  sign-ins  over limit',
    '  shop   9,000   90.0 %  2,000  524 KB         12           24    12,241           7',
    '  workload  credential  proxy    answered  failed    from      to         for  worked on',
    '  quiet     new         all         2,000       0',
    '  web       new         proxy-2     1,000   1,234  +00:07  +01:40  1 min 33 s',
    '                        proxy-1     1,000       0',
    '  web       old         proxy-1     1,000       0                                 46.6 s',
  ]) {
    assert.ok(lines.includes(line), `expected the line ${JSON.stringify(line)}, got\n${lines.join('\n')}`);
  }
  assert.not(lines.some((line) => line.includes('idle')));
  assert.match(markdownReport(shared), /\| web +\| old +\| proxy-1 +\| +1,000 \| +0 \|/);
});

test('where windows hold too few samples for a p99, what failed is drawn', () => {
  const workloads = outage.incident.workloads.map((workload) => {
    const { series } = workload;
    return {
      ...workload,
      series: { ...series, healthy: { ...series.healthy, p99: series.healthy.p99.map(() => null) } },
    };
  });
  const text = textReport({ ...outage, incident: { ...outage.incident, workloads } });
  assert.match(text, /failed operations in 10 s \(linear\)\n +persistent +[▁-█│]+  up to [1-9]/);
  assert.not.match(text, /p99 of healthy keys \(log/);
  assert.not.match(textReport(outage), /failed operations in/);
});

test('a timeline of nothing but changes is said to be one', () => {
  const timeline = [{ at: '0s', do: 'flush-cache', cache: 'shop' }] as const;
  const events = [{ at: 0, kind: 'change', text: 'cache shop: flushed' }] as const;
  const calm = { ...outage, events, scenario: { ...outage.scenario, timeline } };
  assert.match(textReport(calm), /OVER TIME  nothing breaks/);
  const fault = { at: 0, kind: 'fault', text: 'link shop to proxy-1: down, by the API' } as const;
  assert.not.match(textReport({ ...calm, events: [...events, fault] }), /nothing breaks/);
});

test('a cluster that nobody shares says nothing of caches', () => {
  assert.not.match(textReport(outage), /CACHES|CREDENTIALS/);
});

test.run();
