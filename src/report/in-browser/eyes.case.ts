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
