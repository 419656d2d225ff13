/** The report of the outage, with people on call, in a real browser. */
import { test } from 'uvu';
import { runPage } from '../html/run-page.ts';
import { endBrowser } from './browser.case.ts';
import { testReport } from './report-tests.case.ts';
import { Report } from './report.case.ts';
import { outage } from './reports.case.ts';

test.after(endBrowser);

testReport(test, 'september-outage', async () => {
  const result = await outage();
  return new Report('september-outage', runPage(result), result);
});

test.run();
