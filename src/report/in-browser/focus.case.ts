import * as assert from 'uvu/assert';
import type { FocusSeen } from './probe.case.ts';
import type { Sheet } from './sheet.case.ts';

const STEPS_MAX = 600;

/**
 * By Tab alone through the page: all that can have the focus has it once, in the order in which it stands there, and
 * shows it; then the browser has it again.
 */
export async function isOrderly(sheet: Sheet): Promise<void> {
  const { page } = sheet;
  // To the begin, whoever has it now.
  await page.mouse.click(1, 1);
  await sheet.ask('blur');
  const seen: FocusSeen[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const focus = await sheet.ask('focused');
    if (focus === null) break;
    seen.push(focus);
    assert.ok(seen.length < STEPS_MAX, `Tab: expected an end, got no further than ${focus.what}`);
  }
  const expected = await sheet.ask('focusable');
  assert.equal(
    seen.map(({ what }) => what),
    expected,
    'who has the focus, in their order',
  );
  assert.equal(
    seen.filter(({ visible }) => !visible).map(({ what }) => what),
    [],
    'who does not show it',
  );
}
