/** The data of the page as files. */
import type { PageScript } from '../html/chart.ts';
import type { ChartView } from './chart-view.ts';
import { csv, type CsvCell } from './csv.ts';
import { element } from './element.ts';
import { beginOf, windowCount } from './span.ts';
import { UNIT_NAMES } from './writing.ts';

export function fillDownloads(
  place: HTMLElement,
  { script, data, views }: { script: PageScript; data: unknown; views: readonly ChartView[] },
): void {
  const { name, isWhole = true } = script;
  place.replaceChildren(
    button('Data as JSON', () => save(`${name}.json`, 'application/json', `${JSON.stringify(data, null, 2)}\n`)),
    button('Charts as CSV', () => save(`${name}.csv`, 'text/csv', csv(windowRows(script, views)))),
  );
  if (!isWhole) {
    place.append(element('p', { class: 'quiet' }, 'Lists that no chart draws are in result.json only.'));
  }
  place.hidden = false;
}

/** A row for each window, a column for each line of each chart. */
export function windowRows({ axis }: Pick<PageScript, 'axis'>, views: readonly ChartView[]): CsvCell[][] {
  const columns = views.flatMap(({ chart: { title, unit }, drawing }) =>
    drawing.lists.map(({ label, values }) => ({
      head: `${title}/${label}${UNIT_NAMES[unit] && ` [${UNIT_NAMES[unit]}]`}`,
      values,
    })),
  );
  const count = Math.max(windowCount(axis), ...columns.map(({ values }) => values.length));
  return [
    ['time_s', ...columns.map(({ head }) => head)],
    ...Array.from({ length: count }, (_, i) => [beginOf(i, axis), ...columns.map(({ values }) => values[i] ?? null)]),
  ];
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, text);
  made.addEventListener('click', act);
  return made;
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = element('a', { href: url, download: name });
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
