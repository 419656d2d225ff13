/** Colours of charts against what they are drawn on: WCAG 2, 1.4.11 asks for 3:1. */
import * as assert from 'uvu/assert';
import type { Sheet } from './sheet.case.ts';

const GRAPHICS_MIN = 3;
const TEXT_MIN = 4.5;
const LINES = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => `--series-${i}`);

/** In the scheme that is on. */
export async function standsOut(sheet: Sheet): Promise<void> {
  const colour = async (name: string): Promise<string> => (await sheet.ask('properties', [name]))[0]!;
  const ground = await colour('--ground');
  const raised = await colour('--raised');
  for (const name of [...LINES, '--control', '--accent', '--good', '--bad', '--warn']) {
    holds(name, await colour(name), ground, GRAPHICS_MIN);
  }
  for (const name of ['--ink', '--quiet', '--accent', '--good', '--bad', '--warn']) {
    holds(name, await colour(name), ground, TEXT_MIN);
    holds(`${name} on --raised`, await colour(name), raised, TEXT_MIN);
  }
  // The hot end is what a heat map is looked at for.
  holds('--heat-high on --heat-low', await colour('--heat-high'), await colour('--heat-low'), GRAPHICS_MIN);
}

function holds(name: string, colour: string, ground: string, least: number): void {
  const ratio = contrast(colour, ground);
  assert.ok(ratio >= least, `${name}: expected ${least}:1 or more, got ${ratio.toFixed(2)} (${colour}, ${ground})`);
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** Of `#rrggbb`; WCAG 2's relative luminance. */
function luminance(colour: string): number {
  assert.match(colour, /^#[0-9a-f]{6}$/i);
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
