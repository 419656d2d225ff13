/** What eyes see of a page without doing anything. */
import * as assert from 'uvu/assert';
import type { Report } from './report.case.ts';
import type { Sheet } from './sheet.case.ts';

/** A blank picture has none; axes alone are about as much. */
const INKED_MIN = 0.01;

/** Every chart has a picture that is not blank, every figure has shapes of some size. */
export async function isDrawn(sheet: Sheet, report: Report): Promise<void> {
  const canvases = await sheet.ask('canvases');
  for (const { id } of report.charts) {
    const canvas = canvases.find(({ chart }) => chart === id);
    assert.ok(canvas, `${id}: expected a canvas, got none`);
    const { width, height, inked, colours } = canvas;
    const seen = JSON.stringify(canvas);
    assert.ok(width > 100 && height > 50 && inked > INKED_MIN && colours > 3, `${id}: expected a drawing, got ${seen}`);
  }
  for (const drawing of await sheet.ask('drawings')) {
    const { name, width, height, shapes, empty } = drawing;
    const seen = JSON.stringify(drawing);
    assert.ok(width > 50 && height > 20 && shapes > 3 && empty < shapes, `${name}: expected shapes, got ${seen}`);
  }
}

/** Nothing makes the page scroll sideways, no text is squeezed. */
export async function fits(sheet: Sheet): Promise<void> {
  const { page, window, widest } = await sheet.ask('overflow');
  assert.ok(page <= window, `page: expected at most ${window} px wide, got ${page}: ${widest.join(', ')}`);
  assert.equal(await sheet.ask('towers'), []);
}

/** A word with a definition shows it to whoever points at it, and to whoever comes to it by keyboard. */
export async function explains({ page }: Sheet): Promise<void> {
  const terms = await page.locator('.term:visible').all();
  assert.ok(terms.length > 0, 'words with a definition: expected some, got none');
  for (const term of [terms[0]!, terms.at(-1)!]) {
    const definition = term.locator('.definition');
    const word = await term.textContent();
    const look = async (isShown: boolean, when: string): Promise<void> =>
      assert.is(await definition.isVisible(), isShown, `definition of ${word}, ${when}`);
    await look(false, 'at first');
    await term.hover();
    await look(true, 'pointed at');
    await page.mouse.move(0, 0);
    await look(false, 'no longer pointed at');
    await term.focus();
    await look(true, 'with the focus');
    await term.blur();
  }
}
