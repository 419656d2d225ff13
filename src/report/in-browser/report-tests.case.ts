import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { axeFaults } from './axe.case.ts';
import { testInBrowser } from './browser.case.ts';
import { standsOut } from './contrast.case.ts';
import { holdsUnderTheCursor, obeysKeys, tellsEvents, togglesLines, zooms } from './cursor.case.ts';
import { givesTheData } from './downloads.case.ts';
import { explains, fits, isDrawn } from './eyes.case.ts';
import { isOrderly } from './focus.case.ts';
import { printsLight } from './paper.case.ts';
import type { Report } from './report.case.ts';
import { withSheet } from './sheet.case.ts';

/** All that is held of every report. It is made for the first of these tests. */
export function testReport(test: Test, name: string, make: () => Promise<Report>): void {
  let made: Promise<Report> | undefined;
  const report = (): Promise<Report> => (made ??= make());

  testInBrowser(test, `${name}: in light colours`, async (desk) => {
    const it = await report();
    await withSheet(desk, it.html, {}, async (sheet) => {
      await isDrawn(sheet, it);
      await fits(sheet);
      await standsOut(sheet);
      await sheet.screenshot(`${name}-light`);
      assert.equal(await axeFaults(sheet), []);
      await isOrderly(sheet);
      await explains(sheet);
    });
  });

  testInBrowser(test, `${name}: its charts answer, as the data says`, async (desk) => {
    const it = await report();
    await withSheet(desk, it.html, {}, async (sheet) => {
      await holdsUnderTheCursor(sheet, it);
      await tellsEvents(sheet, it);
      await zooms(sheet, it);
      await obeysKeys(sheet, it);
      await togglesLines(sheet, it);
      await givesTheData(sheet, it);
    });
  });

  testInBrowser(test, `${name}: in dark colours, and on paper`, async (desk) => {
    const it = await report();
    await withSheet(desk, it.html, { dark: true }, async (sheet) => {
      await isDrawn(sheet, it);
      await standsOut(sheet);
      await sheet.screenshot(`${name}-dark`);
      assert.equal(await axeFaults(sheet, ['color-contrast']), []);
      await printsLight(sheet, it);
    });
  });

  testInBrowser(test, `${name}: in a narrow window`, async (desk) => {
    const it = await report();
    await withSheet(desk, it.html, { width: 420 }, async (sheet) => {
      await isDrawn(sheet, it);
      await fits(sheet);
      await sheet.screenshot(`${name}-narrow`);
      assert.equal(await axeFaults(sheet, ['target-size', 'scrollable-region-focusable']), []);
    });
  });
}
