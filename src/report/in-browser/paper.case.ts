/** Printing: on paper all is light, nothing is wider than the sheet, and nothing is cut in two. */
import * as assert from 'uvu/assert';
import type { Report } from './report.case.ts';
import type { Sheet } from './sheet.case.ts';

/** A4 with margins of 15 mm; CSS pixels. */
const PRINTABLE = { width: 680, height: 1009 };
/** A figure that does not fit on the rest of a sheet leaves it empty: so many sheets for what would fit on one. */
const SHEETS_PER_SHEET = 1.6;
/** What charts are drawn with, and what they are drawn on. */
const COLOURS = ['--series-1', '--heat-high'];
const GROUND = ['--ground', '--ink'];

/** Of a page that is open in dark colours. */
export async function printsLight(sheet: Sheet, report: Report): Promise<void> {
  const { page } = sheet;
  const names = [...COLOURS, ...GROUND];
  const dark = await sheet.ask('properties', names);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await sheet.ask('properties', names);
  assert.ok(
    dark.every((colour, i) => colour !== light[i]),
    `dark ${dark.join()}, light ${light.join()}`,
  );
  await page.emulateMedia({ colorScheme: 'dark' });
  await sheet.ask('settled');
  const inLight = light.slice(0, COLOURS.length);
  const inDark = dark.slice(0, COLOURS.length);
  await sheet.ask('watchPrinting', [...inLight, ...inDark]);
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  const [counts] = await sheet.ask('printed');
  assert.ok(counts, 'the page: expected to be told that it is printed');
  assert.ok(sum(counts.slice(0, COLOURS.length)) > 0, `printed: expected ${inLight.join(', ')} in charts, got none`);
  assert.is(sum(counts.slice(COLOURS.length)), 0, `printed: pixels of dark ${inDark.join(', ')}`);
  const [first] = await sheet.ask('pixelsOf', inDark);
  assert.ok(first! > 0, `after printing: expected ${inDark[0]} in charts again, got none`);

  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(PRINTABLE);
  await sheet.ask('settled');
  assert.equal(await sheet.ask('properties', names), light, 'colours in print');
  const { page: width, widest } = await sheet.ask('overflow');
  assert.ok(width <= PRINTABLE.width, `in print: expected ${PRINTABLE.width} px, got ${width}: ${widest.join(', ')}`);
  assert.equal(await sheet.ask('tooWide'), [], 'tables in print');
  assert.equal(await sheet.ask('divisible', PRINTABLE.height), []);
  const least = (await sheet.ask('height')) / PRINTABLE.height;
  const sheets = sheetsOf(pdf);
  const most = Math.ceil(SHEETS_PER_SHEET * least) + 1;
  assert.ok(sheets >= 1 && sheets <= most, `${report.name}: expected at most ${most} sheets, got ${sheets}`);
}

/** Pages of a PDF as Chromium writes it. */
function sheetsOf(pdf: Buffer): number {
  return [...pdf.toString('latin1').matchAll(/\/Type \/Page\b/g)].length;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
