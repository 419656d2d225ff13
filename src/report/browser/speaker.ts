import { element } from './element.ts';

/** Long enough for someone who holds a key down. */
const PAUSE_MS = 200;

/** Tells screen readers what the keyboard has found. */
export class Speaker {
  readonly #root = element('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  #timer = 0;

  constructor() {
    const keys =
      'Left and right arrow keys move from window to window, with Shift by ten; up and down from row to row. ' +
      'Plus and minus zoom, Escape shows the whole run.';
    document.body.append(this.#root, element('div', { id: 'chart-keys', hidden: '' }, keys));
  }

  say(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#root.textContent = text), PAUSE_MS);
  }
}
