/** Above each chart: what its lines are, and what they are under the cursor. */
import type { LineChart, Unit } from '../html/chart.ts';
import type { Reading } from './drawing.ts';
import { drawing, element } from './element.ts';
import { legendOrder, penOf, type Pen } from './strokes.ts';
import { exact, written } from './writing.ts';

export interface Readout {
  readonly root: HTMLElement;
  /** `at`: when the window begins; null: there is no cursor. */
  show(at: number | null, readings: readonly Reading[]): void;
}

/** A button for each line of a wide chart, which shows it or hides it; the names alone on a small one. */
export class LineReadout implements Readout {
  readonly root = element('ul', { class: 'readout' });
  readonly #values: readonly Value[];

  constructor(chart: LineChart, isShown: (line: number) => boolean, toggle: (line: number) => void) {
    const hasButtons = chart.size !== 'small';
    this.#values = legendOrder(chart.lines).map((index) => {
      const { label, stroke, stacked } = chart.lines[index]!;
      const value = new Value(chart.unit);
      const name = [swatch(penOf(stroke), stacked === true), element('span', { class: 'name' }, label)];
      const key = hasButtons
        ? element('button', { type: 'button', 'aria-pressed': String(isShown(index)), title: 'Show or hide' }, ...name)
        : element('span', { class: 'key' }, ...name);
      key.addEventListener('click', () => {
        if (!hasButtons) return;
        toggle(index);
        key.setAttribute('aria-pressed', String(isShown(index)));
      });
      this.root.append(element('li', {}, key, value.root));
      return value;
    });
  }

  show(at: number | null, readings: readonly Reading[]): void {
    setTime(this.root, at);
    this.#values.forEach((value, i) => value.show(at === null ? null : (readings[i] ?? null)));
  }
}

/** A value where the cursor is; nothing where there is none. */
export class Value {
  readonly root = element('span', { class: 'value' });
  readonly #unit: Unit;

  constructor(unit: Unit) {
    this.#unit = unit;
  }

  show(reading: Reading | null): void {
    const { root } = this;
    root.textContent = reading === null ? '' : written(reading.value, this.#unit);
    if (reading === null) {
      for (const name of ['data-value', 'data-line', 'title']) root.removeAttribute(name);
      return;
    }
    root.dataset['value'] = String(reading.value);
    root.dataset['line'] = reading.label;
    root.title = exact(reading.value, this.#unit);
  }
}

export function setTime(root: HTMLElement, at: number | null): void {
  if (at === null) delete root.dataset['at'];
  else root.dataset['at'] = String(at);
}

function swatch({ colour, width, dash }: Pen, isFilled: boolean): SVGSVGElement {
  const line = isFilled
    ? drawing('rect', { x: 5, y: 1, width: 12, height: 10, rx: 2 })
    : drawing('line', {
        x1: 0,
        y1: 6,
        x2: 22,
        y2: 6,
        'stroke-width': width,
        'stroke-dasharray': dash.join(' ') || 'none',
      });
  line.style.stroke = `var(${colour})`;
  if (isFilled) {
    line.style.fill = `var(${colour})`;
    line.setAttribute('fill-opacity', '0.4');
  }
  return drawing('svg', { class: 'swatch', width: 22, height: 12, 'aria-hidden': 'true' }, line);
}
