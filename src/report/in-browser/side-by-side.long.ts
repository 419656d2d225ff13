/** The report of several runs side by side in a real browser. */
import { test } from 'uvu';
import { outage } from '../fixture.case.ts';
import { resultsPage } from '../html/results-page.ts';
import { named } from '../side-by-side/named-result.ts';
import { endBrowser } from './browser.case.ts';
import { testReport } from './report-tests.case.ts';
import { Report } from './report.case.ts';

test.after(endBrowser);

testReport(test, 'side-by-side', () => {
  const calm = { ...outage, incident: outage.control!, verdict: { name: 'invalid', reasons: ['send lag'] } } as const;
  const results = named([outage, calm].map((result, i) => ({ file: `${'ab'[i]!}/result.json`, result })));
  const data = { results: results.map(({ result }) => result) };
  return Promise.resolve(new Report('side-by-side', resultsPage(results), data));
});

test.run();
