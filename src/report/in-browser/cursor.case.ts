/** What a reader does on the charts over time, held against the report's data. */
import * as assert from 'uvu/assert';
import type { FieldSeen, ReadoutSeen } from './probe.case.ts';
import type { Report } from './report.case.ts';
import type { Sheet } from './sheet.case.ts';

/** So far may a value be from the one that the data gives: another order of the same sum. */
const ROUNDING = 1e-9;

/** Over each chart in turn, at another window each time: its values are those of the data, and all cursors agree. */
export async function holdsUnderTheCursor(sheet: Sheet, report: Report): Promise<void> {
  await whole(sheet);
  const fields = await sheet.ask('fields');
  let compared = 0;
  for (const [i, chart] of report.charts.entries()) {
    const lists = report.lists(chart);
    const window = Math.floor(((i * 0.37 + 0.2) % 1) * report.windows);
    const row = i % lists.length;
    const field = fields.find((each) => each.chart === chart.id)!;
    await sheet.page.mouse.move(
      field.left + report.middleOf(window) * field.width,
      field.top + ((chart.kind === 'heat' ? row + 0.5 : 0.5 * lists.length) / lists.length) * field.height,
    );
    await sheet.ask('settled');
    const readouts = await sheet.ask('readouts');
    const begin = report.beginOf(window);
    for (const other of readouts) assert.is(other.at, begin, `cursor over ${chart.id}: at of ${other.chart}`);
    const shown = readouts.find((each) => each.chart === chart.id)!;
    const expected = chart.kind === 'heat' ? [lists[row]!] : lists;
    assert.is(shown.values.length, expected.length, `${chart.id}: values shown`);
    for (const { label, list } of expected) {
      const where = `${chart.id}, ${label}, window ${window} at ${begin} s`;
      holds(shown, label, list[window] ?? null, where);
      compared++;
    }
  }
  assert.ok(compared >= report.charts.length, `values compared: ${compared}`);
}

function holds(shown: ReadoutSeen, label: string, expected: number | null, where: string): void {
  const value = shown.values.find(({ line }) => line === label)?.value;
  const isSame =
    expected === null
      ? value === 'null'
      : Math.abs(Number(value ?? NaN) - expected) <= ROUNDING * Math.max(1, Math.abs(expected));
  assert.ok(isSame, `${where}: expected ${expected}, got ${value}`);
}

/** Drags, presses buttons and keys, and looks which window is under the middle of the chart afterwards. */
export async function zooms(sheet: Sheet, report: Report): Promise<void> {
  await whole(sheet);
  const { page } = sheet;
  const { axis, windows } = report;
  const field = (await sheet.ask('fields'))[0]!;
  const y = field.top + field.height / 2;
  const x = (window: number): number => field.left + report.middleOf(window) * field.width;
  const seen = async (): Promise<{ from: number; to: number }> => edges(sheet, field);
  const all = { from: axis.from, to: report.beginOf(windows - 1) };
  assert.equal(await seen(), all, 'at first');

  const [first, last] = [Math.floor(windows / 4), Math.floor(windows / 2)];
  await page.mouse.move(x(first), y);
  await page.mouse.down();
  await page.mouse.move(x(last), y, { steps: 3 });
  await page.mouse.up();
  assert.equal(await seen(), { from: report.beginOf(first), to: report.beginOf(last) }, 'after a drag');
  await page.mouse.dblclick(x(first), y);
  assert.equal(await seen(), all, 'after a double click');

  const fault = axis.phases.find(({ name }) => name === 'fault')!;
  await page.getByRole('button', { name: 'Fault', exact: true }).click();
  const inFault = await seen();
  assert.ok(
    Math.abs(inFault.from - fault.from) < axis.window,
    `Fault: expected from ${fault.from}, got ${inFault.from}`,
  );
  await page.keyboard.press('Escape');
  assert.equal(await seen(), all, 'after Escape');

  await page.getByRole('button', { name: 'Zoom in', exact: true }).click();
  const nearer = await seen();
  assert.ok(nearer.to - nearer.from < 0.7 * (all.to - all.from), `zoomed in: ${JSON.stringify(nearer)}`);
  await page.getByRole('button', { name: 'Whole run', exact: true }).click();
  assert.equal(await seen(), all, 'after Whole run');
}

/** Begins of the first and of the last window that show. */
async function edges(
  sheet: Sheet,
  { left, top, width, height, chart }: FieldSeen,
): Promise<{ from: number; to: number }> {
  const at = async (x: number): Promise<number> => {
    await sheet.page.mouse.move(x, top + height / 2);
    await sheet.ask('settled');
    return (await sheet.ask('readouts')).find((each) => each.chart === chart)?.at ?? NaN;
  };
  return { from: await at(left + 1), to: await at(left + width - 1) };
}

/** The flag of an event says what happened. */
export async function tellsEvents(sheet: Sheet, { axis, charts }: Report): Promise<void> {
  const chart = charts.find(({ kind, ...rest }) => kind === 'heat' || !('size' in rest) || rest.size === 'wide');
  if (chart === undefined || axis.marks.length === 0) return;
  const flag = sheet.page.locator(`[data-chart="${chart.id}"] .flag`).first();
  const { text } = axis.marks[Number(await flag.getAttribute('data-mark'))]!;
  await flag.hover();
  await sheet.ask('settled');
  const told = await sheet.page.locator(`[data-chart="${chart.id}"] .tip`).innerText();
  assert.ok(told.replaceAll(/\s+/g, ' ').includes(text), `flag: expected ${text}, got ${told}`);
}

/** Arrow keys on a chart that has the focus. */
export async function obeysKeys(sheet: Sheet, report: Report): Promise<void> {
  await whole(sheet);
  const { page } = sheet;
  const id = report.charts[0]!.id;
  const press = async (...keys: string[]): Promise<number | null> => {
    for (const key of keys) await page.keyboard.press(key);
    await sheet.ask('settled');
    return (await sheet.ask('readouts')).find(({ chart }) => chart === id)!.at;
  };
  await page.mouse.move(0, 0);
  await page.locator(`[data-chart="${id}"] .surface`).focus();
  assert.is(await press('Home'), report.beginOf(0), 'Home');
  assert.is(await press('ArrowRight', 'ArrowRight'), report.beginOf(2), 'right, right');
  assert.is(await press('Shift+ArrowRight', 'ArrowLeft'), report.beginOf(11), 'ten to the right, one to the left');
  assert.is(await press('End'), report.beginOf(report.windows - 1), 'End');
  const spoken = page.getByRole('status');
  await spoken.filter({ hasText: /\d/ }).waitFor({ timeout: 5_000, state: 'attached' });
  const text = (await spoken.textContent()) ?? '';
  const { label } = report.lists(report.charts[0]!)[0]!;
  assert.ok(text.includes(label), `spoken: expected ${label}, got ${text}`);
  assert.is(await press('Tab'), null, 'elsewhere');
}

/** A line is hidden, and comes back. */
export async function togglesLines(sheet: Sheet, report: Report): Promise<void> {
  await whole(sheet);
  await sheet.page.mouse.move(0, 0);
  for (const { id } of report.charts.filter((chart) => chart.kind === 'lines' && chart.size !== 'small').slice(0, 3)) {
    const key = sheet.page.locator(`[data-chart="${id}"] .readout button[aria-pressed=true]`).first();
    const name = await key.textContent();
    const button = sheet.page
      .locator(`[data-chart="${id}"] .readout button`)
      .filter({ hasText: name ?? '' })
      .first();
    const before = await sheet.ask('fingerprint', id);
    await button.click();
    assert.is(await button.getAttribute('aria-pressed'), 'false', `${id}, ${name}`);
    assert.is.not(await sheet.ask('fingerprint', id), before, `${id}: drawn as before without ${name}`);
    await button.click();
    assert.is(await button.getAttribute('aria-pressed'), 'true', `${id}, ${name}`);
    await sheet.page.mouse.move(0, 0);
    await sheet.ask('settled');
    assert.is(await sheet.ask('fingerprint', id), before, `${id}: otherwise than before with ${name}`);
  }
}

/** Makes the window as high as the page, so that a mouse reaches all of it and every chart follows the cursor. */
async function whole(sheet: Sheet): Promise<void> {
  const { width } = sheet.page.viewportSize()!;
  await sheet.page.setViewportSize({ width, height: await sheet.ask('height') });
  await sheet.ask('settled');
}
