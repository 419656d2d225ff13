/**
 * A picture of a page, as the README has them, by Debian's Chromium:
 * `node --import tsx tools/screenshots.ts REPORT.html PICTURE.png [--dark] [--width PIXELS] [--element CSS] [--whole]`
 *
 * Without `--element` it is what the window shows, or, with `--whole`, all of the page.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromiumPath, launched } from '../src/report/in-browser/browser.case.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dark: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '800' },
    element: { type: 'string' },
  },
});
const [report, picture] = positionals;
const executable = chromiumPath();
if (report === undefined || picture === undefined) throw new Error('expected REPORT.html PICTURE.png');
if (executable === undefined) throw new Error('chromium: expected to be installed, is not');

const browser = await launched(executable);
try {
  const page = await browser.newPage({
    viewport: { width: Number(values.width), height: Number(values.height) },
    colorScheme: values.dark ? 'dark' : 'light',
    offline: true,
  });
  await page.goto(pathToFileURL(resolve(report)).href);
  await page.locator('html[data-drawn]').waitFor({ state: 'attached', timeout: 20_000 });
  const { element, whole } = values;
  if (element === undefined) await page.screenshot({ path: picture, fullPage: whole });
  else await page.locator(element).first().screenshot({ path: picture });
  process.stdout.write(`${picture}: ${Math.round(statSync(picture).size / 1000)} KB\n`);
} finally {
  await browser.close();
}
