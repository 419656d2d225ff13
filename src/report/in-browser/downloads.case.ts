import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import type { Report } from './report.case.ts';
import type { Sheet } from './sheet.case.ts';

/** What a reader can take away: the data as it is, and every line of every chart as a column. */
export async function givesTheData(sheet: Sheet, report: Report): Promise<void> {
  const json = await taken(sheet, 'Data as JSON', /\.json$/);
  assert.equal(JSON.parse(json), report.data);

  const [head, ...rows] = table(await taken(sheet, 'Charts as CSV', /\.csv$/));
  const columns = report.charts.flatMap((chart) => report.lists(chart));
  assert.is(head!.length, columns.length + 1, 'columns of the CSV');
  assert.is(rows.length, report.windows, 'rows of the CSV');
  for (const [i, cells] of rows.entries()) {
    assert.is(Number(cells[0]), report.beginOf(i), `CSV, row ${i}: time`);
    for (const [c, { label, list }] of columns.entries()) {
      const cell = cells[c + 1]!;
      const expected = list[i] ?? null;
      const isSame = expected === null ? cell === '' : cell !== '' && Math.abs(Number(cell) - expected) < 1e-6;
      assert.ok(
        isSame,
        `CSV, row ${i}, column ${c + 1} (${head![c + 1]}, ${label}): expected ${expected}, got ${cell}`,
      );
    }
  }
}

async function taken({ page }: Sheet, button: string, name: RegExp): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 10_000 }),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  assert.match(download.suggestedFilename(), name);
  return readFileSync(await download.path(), 'utf8');
}

/** RFC 4180. */
function table(text: string): string[][] {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
      ),
    );
}
