/** Looks at a page from inside, for tests: becomes `globalThis.probe`. */
import type { CanvasSeen, DrawingSeen, FocusSeen, Probe } from '../in-browser/probe.case.ts';

const probe: Probe = {
  canvases: () => [...document.querySelectorAll('canvas')].map(canvasSeen),
  drawings: () => [...document.querySelectorAll('svg')].filter((svg) => !isDecoration(svg)).map(drawingSeen),
  overflow: () => {
    const { scrollWidth: page, clientWidth: window } = document.documentElement;
    const widest = [...document.body.querySelectorAll('*')]
      .filter((each) => each.getBoundingClientRect().right + scrollX > window + 1 && !scrollsInside(each))
      .map(described);
    return { page, window, widest: widest.slice(0, 5) };
  },
  focused: () => {
    const focused = document.activeElement;
    return focused === null || focused === document.body ? null : focusSeen(focused);
  },
  properties: (names) => {
    const style = getComputedStyle(document.documentElement);
    return names.map((name) => style.getPropertyValue(name).trim());
  },
  pixelsOf: (colour) => {
    const wanted = rgbOf(colour);
    let count = 0;
    for (const canvas of document.querySelectorAll('canvas')) {
      const data = pixels(canvas);
      for (const pixel of data) if (pixel === wanted) count++;
    }
    return count;
  },
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

function settled(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Alpha, blue, green, red. */
function pixels(canvas: HTMLCanvasElement): Uint32Array {
  const context = canvas.getContext('2d');
  if (context === null || canvas.width === 0 || canvas.height === 0) return new Uint32Array();
  return new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
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
  const chart = canvas.closest<HTMLElement>('[data-chart]')?.dataset['chart'] ?? '';
  return {
    chart,
    width: canvas.clientWidth,
    height: canvas.clientHeight,
    inked: data.length === 0 ? 0 : inked / data.length,
    colours: colours.size,
  };
}

function isDecoration(svg: SVGSVGElement): boolean {
  return svg.getAttribute('aria-hidden') === 'true' || svg.parentElement?.closest('svg') !== null;
}

function drawingSeen(svg: SVGSVGElement): DrawingSeen {
  const { width, height } = svg.getBoundingClientRect();
  const shapes = [...svg.querySelectorAll<SVGGraphicsElement>('path, rect, circle, line, polyline, polygon, text')];
  const sized = shapes.filter((shape) => {
    const box = shape.getBoundingClientRect();
    return box.width > 0 || box.height > 0;
  });
  const name = svg.closest('figure')?.querySelector('figcaption')?.textContent?.trim() ?? svg.id;
  return { name: name.slice(0, 60), width, height, shapes: sized.length, empty: shapes.length - sized.length };
}

function described(element: Element): string {
  const { id, classList, tagName } = element;
  return `${tagName.toLowerCase()}${id && `#${id}`}${[...classList].map((each) => `.${each}`).join('')}`;
}

/** Stands in something that scrolls by itself, so that the page does not. */
function scrollsInside(element: Element): boolean {
  for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) {
    if (getComputedStyle(at).overflowX !== 'visible') return true;
  }
  return false;
}

function focusSeen(element: Element): FocusSeen {
  const { left, top, width, height } = element.getBoundingClientRect();
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const isOutlined = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40);
  return {
    what: `${described(element)} ${JSON.stringify(text)}`,
    x: left + scrollX,
    y: top + scrollY,
    visible: isOutlined && width > 0 && height > 0,
  };
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
