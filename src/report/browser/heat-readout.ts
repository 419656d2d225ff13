import type { HeatMap } from '../html/chart.ts';
import { named, type Reading } from './drawing.ts';
import { element } from './element.ts';
import { MARK, type HeatDrawing } from './heat-drawing.ts';
import { setTime, Value, type Readout } from './readout.ts';
import { tickText } from './writing.ts';

/** What the colours of a heat map mean, and the row under the pointer, or the highest one. */
export class HeatReadout implements Readout {
  readonly root = element('div', { class: 'readout' });
  readonly #legend = element('span', { class: 'heat-legend' });
  readonly #row = element('span', { class: 'name' });
  readonly #value: Value;

  constructor(chart: HeatMap) {
    this.#value = new Value(chart.unit);
    this.root.append(this.#legend, element('span', { class: 'reading' }, this.#row, this.#value.root));
  }

  /** Once the values are known. */
  explain({ chart, range: [least, most], hasNone }: HeatDrawing): void {
    const parts = [
      element('span', {}, tickText(least, chart.unit)),
      element('span', { class: 'heat-bar' }),
      element('span', {}, `${tickText(most, chart.unit)}${chart.scale === 'log' ? ', logarithmic' : ''}`),
    ];
    if (hasNone) parts.push(element('span', { class: 'heat-none' }), element('span', {}, 'none'));
    if (chart.rows.some(({ marked }) => marked === true))
      parts.push(element('span', {}, `${MARK} marked: has a fault`));
    this.#legend.replaceChildren(...parts);
  }

  show(at: number | null, readings: readonly Reading[]): void {
    setTime(this.root, at);
    const reading = at === null ? null : (readings[0] ?? null);
    this.#row.textContent = reading === null ? '' : named(reading);
    this.#value.show(reading);
  }
}
