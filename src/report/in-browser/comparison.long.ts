/** The report of a comparison in a real browser: small multiples, a ranking. */
import { test } from 'uvu';
import { comparisonPage } from '../html/comparison-page.ts';
import { endBrowser } from './browser.case.ts';
import { testReport } from './report-tests.case.ts';
import { Report } from './report.case.ts';
import { cures } from './reports.case.ts';

test.after(endBrowser);

testReport(test, 'cures', async () => {
  const comparison = await cures();
  return new Report('cures', comparisonPage(comparison), comparison);
});

test.run();
