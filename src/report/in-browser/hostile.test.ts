/** Text that would like to be more than text is shown as text, in every place, and could do nothing if it were not. */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runPage } from '../html/run-page.ts';
import { axeFaults } from './axe.case.ts';
import { endBrowser, testInBrowser } from './browser.case.ts';
import { ALL, hostileResult } from './hostile.case.ts';
import { isDrawn } from './eyes.case.ts';
import { Report } from './report.case.ts';
import { troublesWith, withSheet } from './sheet.case.ts';

test.after(endBrowser);

let made: Promise<Report> | undefined;
const report = (): Promise<Report> =>
  (made ??= hostileResult().then((result) => new Report('hostile', runPage(result), result)));

testInBrowser(test, 'it is there, word for word, and made no element, no window and no noise', async (desk) => {
  const it = await report();
  await withSheet(desk, it.html, {}, async (sheet) => {
    await isDrawn(sheet, it);
    const text = await sheet.ask('text');
    for (const each of ALL) assert.ok(text.includes(each), `expected to read ${each}`);
    // The page's own script has no name.
    assert.equal(await sheet.ask('suspects'), ['script']);
    assert.equal(await axeFaults(sheet), []);
    await sheet.screenshot('hostile-light');
  });
});

testInBrowser(test, 'nor does it when it is pointed at', async (desk) => {
  const it = await report();
  await withSheet(desk, it.html, {}, async (sheet) => {
    const { page } = sheet;
    await page.setViewportSize({ width: 1280, height: await sheet.ask('height') });
    const [field] = await sheet.ask('fields');
    // Over the flags of all events, and over the lines.
    for (let i = 0; i <= 20; i++) {
      await page.mouse.move(field!.left + (i / 20) * field!.width, field!.top - 15);
      await sheet.ask('settled');
      await page.mouse.move(field!.left + (i / 20) * field!.width, field!.top + 20);
    }
    for (const term of await page.locator('summary').all()) await term.click();
    await sheet.ask('settled');
    assert.equal(await sheet.ask('suspects'), ['script']);
  });
});

for (const width of [1280, 420]) {
  testInBrowser(test, `long words do not make the page wider: ${width}`, async (desk) => {
    await withSheet(desk, (await report()).html, { width }, async (sheet) => {
      const { page, widest } = await sheet.ask('overflow');
      assert.ok(page <= width, `expected ${width} px, got ${page}: ${widest.join(', ')}`);
    });
  });
}

testInBrowser(test, 'a script that got into the page would be refused', async (desk) => {
  const it = await report();
  const troubles = await troublesWith(desk, it.html, {}, async (sheet) => {
    const { ran, violations } = await sheet.ask('tryScript');
    assert.is(ran, false);
    assert.equal([...violations].sort(), ['img-src', 'script-src-elem']);
  });
  assert.ok(
    troubles.some((each) => each.includes('violates the following Content Security Policy')),
    troubles.join(),
  );
});

test('the policy names this style and this script, and allows nothing else', async () => {
  const { html } = await report();
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
  const digests = ['script', 'style'].map((name) => {
    // Those with attributes are data.
    const [, own] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(html)!;
    return `${name}-src 'sha256-${createHash('sha256').update(own!).digest('base64')}'`;
  });
  assert.is(
    policy,
    ["default-src 'none'", ...digests, 'img-src data: blob:', "base-uri 'none'", "form-action 'none'"].join('; '),
  );
});

test.run();
