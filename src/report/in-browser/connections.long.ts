/** The report of connections that are not kept, in a real browser: many workloads, by the second. */
import { test } from 'uvu';
import { runPage } from '../html/run-page.ts';
import { endBrowser } from './browser.case.ts';
import { testReport } from './report-tests.case.ts';
import { Report } from './report.case.ts';
import { connections } from './reports.case.ts';

test.after(endBrowser);

testReport(test, 'django-connections', async () => {
  const result = await connections();
  return new Report('django-connections', runPage(result), result);
});

test.run();
