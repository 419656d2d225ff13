/** What the tests of the reports rely on: a page that does what a report must not do is caught at it. */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { endBrowser, testInBrowser } from './browser.case.ts';
import { troublesWith, withSheet } from './sheet.case.ts';

test.after(endBrowser);

function pageWith(body: string, script = '', policy = "default-src * data: 'unsafe-inline'"): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<title>A page</title><link rel="icon" href="data:,"></head>',
    `<body>${body}<script>${script}</script></body></html>`,
  ].join('\n');
}

testInBrowser(test, 'a page that is as it should be', async (desk) => {
  await withSheet(desk, pageWith('<p>Fine.</p>', "console.log('fine')"), {}, async (sheet) => {
    assert.equal(await sheet.ask('canvases'), []);
    assert.is((await sheet.ask('overflow')).page, 1280);
  });
});

testInBrowser(test, 'trouble is seen', async (desk) => {
  const rows: readonly [script: string, trouble: RegExp][] = [
    ["console.error('oh')", /^console: oh$/],
    ["console.warn('hm')", /^console: hm$/],
    ["throw new Error('thrown')", /^error: thrown$/],
    ["Promise.reject(new Error('late'))", /^error: late$/],
    ['alert(1)', /^dialog: 1$/],
    ["new Image().src = 'http://127.0.0.1:9/picture.png'", /^request: http:\/\/127\.0\.0\.1:9\/picture\.png$/],
    ["fetch('other.json')", /^request: file:.*other\.json$/],
    ["open('about:blank')", /^window: about:blank$/],
  ];
  for (const [script, trouble] of rows) {
    const seen = await troublesWith(desk, pageWith('', script), {}, () => Promise.resolve());
    assert.ok(
      seen.some((each) => trouble.test(each)),
      `${script}: expected ${trouble}, got ${JSON.stringify(seen)}`,
    );
  }
});

testInBrowser(test, 'what the probe sees', async (desk) => {
  const body = `<figure><figcaption>Some</figcaption><svg width="20" height="10" role="img"><rect width="5" height="5"/>
    <circle r="0"/></svg></figure><div data-chart="blank"><canvas width="8" height="4"></canvas></div>
    <div data-chart="drawn"><canvas width="8" height="4"></canvas></div><div style="width: 2000px">wide</div>
    <a href="#top" style="outline: none">here</a>`;
  const script = `const drawn = document.querySelectorAll('canvas')[1].getContext('2d');
    drawn.fillStyle = '#ff0080'; drawn.fillRect(4, 0, 4, 4);`;
  const troubles = await troublesWith(desk, pageWith(body, script), {}, async (sheet) => {
    const canvases = await sheet.ask('canvases');
    assert.equal(
      canvases.map(({ chart, inked, colours }) => [chart, inked, colours]),
      [
        ['blank', 0, 1],
        ['drawn', 0.5, 2],
      ],
    );
    assert.equal(await sheet.ask('pixelsOf', ['#ff0080', '#ff0081']), [16, 0]);
    assert.equal(await sheet.ask('drawings'), [{ name: 'Some', width: 20, height: 10, shapes: 1, empty: 1 }]);
    const { page, widest } = await sheet.ask('overflow');
    assert.ok(page > 2000, String(page));
    assert.equal(widest, ['div']);
    await sheet.page.keyboard.press('Tab');
    const { what, visible } = (await sheet.ask('focused'))!;
    assert.equal([what, visible], ['a "here"', false]);
    // Without a policy, its own script runs.
    assert.is((await sheet.ask('tryScript')).ran, true);
  });
  assert.equal(
    troubles.filter((each) => each.startsWith('request')),
    ['request: http://127.0.0.1:1/picture.png'],
  );
});

testInBrowser(test, 'a policy that refuses scripts is seen to do so', async (desk) => {
  const script = ';';
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; img-src data:`;
  const troubles = await troublesWith(desk, pageWith('', script, policy), {}, async (sheet) => {
    const { ran, violations } = await sheet.ask('tryScript');
    assert.is(ran, false);
    assert.equal([...violations].sort(), ['img-src', 'script-src-elem']);
  });
  assert.ok(
    troubles.some((each) => each.startsWith('console: Executing inline script violates')),
    troubles.join('\n'),
  );
});

test.run();
