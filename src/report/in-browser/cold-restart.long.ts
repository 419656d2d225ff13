/** The report of a cache that has lost its content, before a database, in a real browser. */
import { test } from 'uvu';
import { runPage } from '../html/run-page.ts';
import { endBrowser } from './browser.case.ts';
import { testReport } from './report-tests.case.ts';
import { Report } from './report.case.ts';
import { coldRestart } from './reports.case.ts';

test.after(endBrowser);

testReport(test, 'cold-restart', async () => {
  const result = await coldRestart();
  return new Report('cold-restart', runPage(result), result);
});

test.run();
