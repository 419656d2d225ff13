/** Colours of the page as it shows itself now: in the scheme of the reader, or light where it is printed. */
import { rgbOf, type Rgb } from './heat-colours.ts';

export class Palette {
  readonly #style = getComputedStyle(document.documentElement);
  readonly #known = new Map<string, string>();
  readonly #context = document.createElement('canvas').getContext('2d');

  /** Of a custom property, such as `--ink`. */
  colour(property: string): string {
    let colour = this.#known.get(property);
    if (colour === undefined) {
      colour = this.#style.getPropertyValue(property).trim() || '#808080';
      this.#known.set(property, colour);
    }
    return colour;
  }

  rgb(property: string): Rgb {
    if (this.#context === null) return rgbOf(this.colour(property));
    // A canvas gives any way to write a colour back as one of two.
    this.#context.fillStyle = this.colour(property);
    return rgbOf(this.#context.fillStyle);
  }

  faint(property: string, alpha: number): string {
    return `rgba(${this.rgb(property).join(', ')}, ${alpha})`;
  }
}
