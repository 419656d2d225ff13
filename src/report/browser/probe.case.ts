/** Looks at a page from inside, for tests: becomes `globalThis.probe`. */
import type { CanvasSeen, DrawingSeen, FieldSeen, FocusSeen, Probe, ReadoutSeen } from '../in-browser/probe.case.ts';

const prints: number[][] = [];

const probe: Probe = {
  canvases: () => [...document.querySelectorAll('canvas')].map(canvasSeen),
  fields: () => [...document.querySelectorAll('[data-chart] .u-over')].map(fieldSeen),
  readouts: () => [...document.querySelectorAll<HTMLElement>('[data-chart] .readout')].map(readoutSeen),
  fingerprint: (chart) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`[data-chart="${chart}"] canvas`);
    let hash = 0;
    if (canvas !== null) for (const pixel of pixels(canvas)) hash = (Math.imul(hash, 31) + pixel) | 0;
    return hash;
  },
  drawings: () => [...document.querySelectorAll('figure:not([data-chart])')].map(drawingSeen),
  height: () => document.documentElement.scrollHeight,
  overflow: () => {
    const { scrollWidth: page, clientWidth: window } = document.documentElement;
    const widest = [...document.body.querySelectorAll('*')]
      .filter((each) => each.getBoundingClientRect().right + scrollX > window + 1 && !scrollsInside(each))
      .map(described);
    return { page, window, widest: widest.slice(0, 5) };
  },
  tooWide: () =>
    [...document.querySelectorAll('table')]
      .map((table) => ({ table, box: table.parentElement! }))
      .filter(({ box }) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
      .map(
        ({ table, box }) => `${box.scrollWidth} px: ${table.textContent.trim().replaceAll(/\s+/g, ' ').slice(0, 60)}`,
      ),
  towers: () =>
    [...document.body.querySelectorAll('p, span, li, td, th, dt, dd, h1, h2, h3')]
      .filter((each) => isTower(each))
      .map((each) => `${described(each)}: ${each.textContent.trim().slice(0, 40)}`),
  suspects: () => [
    ...[...document.querySelectorAll('script')].filter(({ id }) => id !== 'page' && id !== 'data').map(described),
    ...[...document.querySelectorAll('img, iframe, object, embed, base, form, meta[http-equiv=refresh]')].map(
      described,
    ),
    ...[...document.querySelectorAll('[href], [src]')].flatMap((each) => {
      const address = each.getAttribute('href') ?? each.getAttribute('src') ?? '';
      return /^(?:#|data:,$)/.test(address) ? [] : [`${described(each)} to ${address}`];
    }),
    ...[...document.querySelectorAll('*')].flatMap((each) =>
      each
        .getAttributeNames()
        .filter((name) => name.startsWith('on') || name === 'srcdoc')
        .map((name) => `${described(each)} with ${name}`),
    ),
  ],
  text: () => document.body.textContent.replaceAll(/\s+/g, ' '),
  focusable: () => {
    // What sticks to the window has its own place only there.
    scrollTo({ top: 0, behavior: 'instant' });
    return [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, summary, [tabindex]')]
      .filter((each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }))
      .map((each) => ({ each, box: each.getBoundingClientRect() }))
      .sort(({ box: one }, { box: other }) =>
        isAbove(one, other) ? -1 : isAbove(other, one) ? 1 : one.left - other.left,
      )
      .map(({ each }) => whatOf(each));
  },
  blur: () => {
    // Where the next Tab starts from is the selection, too.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    getSelection()?.removeAllRanges();
  },
  focused: () => {
    const focused = document.activeElement;
    return focused === null || focused === document.body ? null : focusSeen(focused);
  },
  properties: (names) => {
    const style = getComputedStyle(document.documentElement);
    return names.map((name) => style.getPropertyValue(name).trim());
  },
  pixelsOf,
  watchPrinting: (colours) => addEventListener('beforeprint', () => prints.push(pixelsOf(colours))),
  printed: () => prints,
  divisible: (height) =>
    [...document.querySelectorAll('figure, tr')]
      .filter((each) => each.checkVisibility())
      .filter((each) => getComputedStyle(each).breakInside !== 'avoid' || each.clientHeight > height)
      .map((each) => `${chartOf(each)} ${described(each)}: ${each.clientHeight} px`),
  tryScript: async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'globalThis.didRun = true';
    document.body.append(script);
    const image = document.createElement('img');
    image.src = 'http://127.0.0.1:1/picture.png';
    document.body.append(image);
    await settled();
    return { ran: 'didRun' in globalThis, violations };
  },
  settled,
};

Object.assign(globalThis, { probe });

function pixelsOf(colours: readonly string[]): number[] {
  const wanted = colours.map(rgbOf);
  const counts = colours.map(() => 0);
  for (const canvas of document.querySelectorAll<HTMLCanvasElement>('[data-chart] canvas')) {
    for (const pixel of pixels(canvas)) {
      const at = wanted.indexOf(pixel);
      if (at >= 0) counts[at]!++;
    }
  }
  return counts;
}

function settled(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Alpha, blue, green, red. */
function pixels(canvas: HTMLCanvasElement): Uint32Array {
  const { width, height } = canvas;
  if (width === 0 || height === 0) return new Uint32Array();
  // Of a copy: reading makes a canvas slow, and browsers complain of it.
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [width, height];
  const context = copy.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, 0, 0);
  return new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
}

function canvasSeen(canvas: HTMLCanvasElement): CanvasSeen {
  const data = pixels(canvas);
  const first = data[0];
  const colours = new Set<number>();
  let inked = 0;
  for (const pixel of data) {
    if (pixel !== first) inked++;
    if (colours.size < 256) colours.add(pixel);
  }
  return {
    chart: chartOf(canvas),
    width: canvas.clientWidth,
    height: canvas.clientHeight,
    inked: data.length === 0 ? 0 : inked / data.length,
    colours: colours.size,
  };
}

function chartOf(element: Element): string {
  return element.closest<HTMLElement>('[data-chart]')?.dataset['chart'] ?? '';
}

function fieldSeen(field: Element): FieldSeen {
  const { left, top, width, height } = field.getBoundingClientRect();
  return { chart: chartOf(field), left: left + scrollX, top: top + scrollY, width, height };
}

function readoutSeen(readout: HTMLElement): ReadoutSeen {
  const { at } = readout.dataset;
  const values = [...readout.querySelectorAll<HTMLElement>('[data-value]')].map(({ dataset }) => ({
    line: dataset['line'] ?? '',
    value: dataset['value'] ?? '',
  }));
  return { chart: chartOf(readout), at: at === undefined ? null : Number(at), values };
}

/** The one that shows: a figure may have another one for narrow windows. */
function drawingSeen(figure: Element): DrawingSeen {
  const svgs = [...figure.querySelectorAll('svg')];
  const svg = svgs.find((each) => each.checkVisibility()) ?? svgs[0];
  const { width, height } = (svg ?? figure).getBoundingClientRect();
  const shapes = [...(svg?.querySelectorAll('path, rect, circle, line, polyline, polygon, text') ?? [])];
  const sized = shapes.filter((shape) => {
    const box = shape.getBoundingClientRect();
    return box.width > 0 || box.height > 0;
  });
  const name = figure.querySelector('h3, h4, figcaption')?.textContent.trim() ?? '';
  return { name: name.slice(0, 60), width, height, shapes: sized.length, empty: shapes.length - sized.length };
}

function described(element: Element): string {
  const { id, classList, tagName } = element;
  return `${tagName.toLowerCase()}${id && `#${id}`}${[...classList].map((each) => `.${each}`).join('')}`;
}

function isTower(element: Element): boolean {
  if (element.childElementCount > 0 || isForEarsOnly(element)) return false;
  const range = document.createRange();
  range.selectNodeContents(element);
  // Of the text, not of the row that it stands in.
  const { width, height } = range.getBoundingClientRect();
  const lines = height / (Number.parseFloat(getComputedStyle(element).fontSize) * 1.3);
  return width > 0 && width < 90 && lines >= 5;
}

/** In a box of a pixel, as what only screen readers shall find. */
function isForEarsOnly(element: Element): boolean {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const { width, height } = at.getBoundingClientRect();
    if (width <= 1 && height <= 1) return true;
  }
  return false;
}

/** Stands in something that scrolls by itself, so that the page does not. */
function scrollsInside(element: Element): boolean {
  for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) {
    if (getComputedStyle(at).overflowX !== 'visible') return true;
  }
  return false;
}

function focusSeen(element: Element): FocusSeen {
  const { width, height } = element.getBoundingClientRect();
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const isOutlined = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  return { what: whatOf(element), visible: isOutlined && width > 0 && height > 0 };
}

function whatOf(element: Element): string {
  const text = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40);
  const chart = chartOf(element);
  return `${chart && `${chart}: `}${described(element)} ${JSON.stringify(text)}`;
}

/** Not in the same line. */
function isAbove(one: DOMRect, other: DOMRect): boolean {
  return one.bottom <= other.top + 2;
}

/** As `pixels` has it. */
function rgbOf(colour: string): number {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return pixels(canvas)[0]!;
}
