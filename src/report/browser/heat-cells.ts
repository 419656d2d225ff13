/** Puts cells onto a canvas by the pixel: a heat map has up to a hundred thousand of them. */
import { heatColour, highest, type Rgb } from './heat-colours.ts';
import type { Palette } from './palette.ts';
import type { Numbers } from './values.ts';

/** A pixel, as `ImageData` has it in one number: alpha, blue, green, red. */
type Pixel = number;

const SHADES = 256;

export interface Cells {
  /** Device pixels. */
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  /** Below each row. */
  readonly gap: number;
  readonly rows: readonly Numbers[];
  /** Window that begins at the left or before. */
  readonly first: number;
  /** Where each of the windows from there ends, from the left of the box. */
  readonly rights: readonly number[];
  readonly shadeOf: (value: number | null) => Pixel;
}

export function paintCells(ctx: CanvasRenderingContext2D, { box, gap, rows, first, rights, shadeOf }: Cells): void {
  const width = Math.round(box.width);
  // One pixel high for each row; the canvas stretches them.
  const strips = new OffscreenCanvas(Math.max(1, width), Math.max(1, rows.length));
  const stripContext = strips.getContext('2d');
  if (stripContext === null) return;
  const image = stripContext.createImageData(strips.width, strips.height);
  const pixels = new Uint32Array(image.data.buffer);
  rows.forEach((list, row) => {
    let [left, begin] = [0, 0];
    rights.forEach((end, i) => {
      const right = Math.min(width, end);
      if (right <= left) return;
      pixels.fill(shadeOf(highest(list, first + begin, first + i + 1)), row * width + left, row * width + right);
      [left, begin] = [right, i + 1];
    });
  });
  stripContext.putImageData(image, 0, 0);
  ctx.save();
  ctx.imageSmoothingEnabled = false;
  const topOf = (row: number): number => Math.round(box.top + (row * box.height) / rows.length);
  rows.forEach((_, row) => {
    const top = topOf(row);
    ctx.drawImage(strips, 0, row, width, 1, box.left, top, width, topOf(row + 1) - top - gap);
  });
  ctx.restore();
}

/** `shareOf`: 0..1 of the scale. */
export function shades(palette: Palette, shareOf: (value: number) => number): Cells['shadeOf'] {
  const [low, mid, high] = [palette.rgb('--heat-low'), palette.rgb('--heat-mid'), palette.rgb('--heat-high')];
  const pixels = Array.from({ length: SHADES }, (_, i) => pixelOf(heatColour(i / (SHADES - 1), low, mid, high)));
  const none = pixelOf(palette.rgb('--heat-none'));
  return (value) => (value === null ? none : pixels[Math.round(shareOf(value) * (SHADES - 1))]!);
}

function pixelOf([red, green, blue]: Rgb): Pixel {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
