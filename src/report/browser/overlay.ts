/** Everything above the picture of a chart that moves: marks and their flags, the cursor, the selection. */
import { clock } from '../format.ts';
import type { TimeAxis } from '../html/chart.ts';
import type { Board } from './board.ts';
import type { Dot } from './drawing.ts';
import { drawing, element } from './element.ts';
import { flagText, placedFlags, type Flag } from './flags.ts';
import { fieldHeight, fieldWidth, type Frame } from './frame.ts';
import { beginOf, type Span } from './span.ts';

/** Leaves room for the ring of a flag that is lit. */
const FLAG_TOP = 3;
const FLAG_HEIGHT = 15;
const FLAG_PADDING = 9;
const DIGIT_WIDTH = 6;

export class Overlay {
  readonly root = element('div', { class: 'field', 'aria-hidden': 'true' });
  readonly #board: Board;
  readonly #hasFlags: boolean;
  readonly #band = element('div', { class: 'strip-band' });
  readonly #leaders = drawing('svg', { class: 'leaders', 'aria-hidden': 'true' });
  readonly #markers: readonly HTMLElement[];
  readonly #flagBox = element('div', { class: 'flags' });
  readonly #cursor = element('div', { class: 'cursor', hidden: '' });
  readonly #when = element('div', { class: 'when', hidden: '' });
  readonly #selection = element('div', { class: 'selection', hidden: '' });
  readonly #tip = element('div', { class: 'tip', hidden: '' });
  readonly #dotBox = element('div', { class: 'dots' });
  #flags: { readonly flag: Flag; readonly root: HTMLElement }[] = [];
  #frame: Frame | null = null;

  constructor(board: Board, hasFlags: boolean) {
    this.#board = board;
    this.#hasFlags = hasFlags;
    this.#markers = board.axis.marks.map(({ kind }, i) => element('div', { class: `marker ${kind}`, 'data-mark': i }));
    this.root.append(this.#band, ...this.#markers, this.#leaders, this.#cursor, this.#dotBox, this.#selection);
    this.root.append(this.#flagBox, this.#when, this.#tip);
  }

  /** Sizes have changed, or the stretch of time. */
  layOut(frame: Frame): void {
    this.#frame = frame;
    const { gutter, strip } = frame;
    const [width, height] = [fieldWidth(frame), fieldHeight(frame)];
    setBox(this.root, { left: gutter, top: 0, width, height: strip + height });
    this.#when.style.top = `${strip + height + 3}px`;
    this.#leaders.setAttribute('width', String(width));
    this.#leaders.setAttribute('height', String(strip));
    this.#place(this.#band, this.#hasFlags ? this.#board.axis.fault : null, 0, strip);
    const inside: { number: number; x: number }[] = [];
    this.#board.axis.marks.forEach(({ at }, number) => {
      const x = this.#x(at);
      const marker = this.#markers[number]!;
      marker.hidden = x < -0.5 || x > width + 0.5;
      setBox(marker, { left: Math.round(x), top: strip, width: 0, height });
      if (!marker.hidden) inside.push({ number, x });
    });
    if (this.#hasFlags) this.#raise(inside.sort((one, other) => one.x - other.x || one.number - other.number));
    this.lightMark(null);
  }

  showCursor(window: number | null, dots: readonly Dot[]): void {
    const { axis, span } = this.#board;
    const at = window === null ? null : beginOf(window, axis);
    const isIn = at !== null && at + axis.window > span.from && at < span.to;
    this.#cursor.hidden = this.#when.hidden = !isIn;
    this.#dotBox.hidden = !isIn;
    if (!isIn || this.#frame === null) return;
    const { strip } = this.#frame;
    const [left, right] = [this.#x(at), this.#x(at + axis.window)];
    const middle = (left + right) / 2;
    setBox(this.#cursor, { left, top: strip, width: Math.max(1, right - left), height: fieldHeight(this.#frame) });
    this.#when.textContent = clock(at);
    this.#when.style.left = `${Math.round(middle)}px`;
    this.#showDots(dots, middle, strip);
  }

  showSelection(span: Span | null): void {
    if (this.#frame === null) return;
    this.#place(this.#selection, span, this.#frame.strip, fieldHeight(this.#frame));
  }

  /** `tells`: with its text beside the flag. */
  lightMark(mark: number | null, tells = false): void {
    this.#markers.forEach((marker, i) => marker.classList.toggle('lit', i === mark));
    let told: Flag | undefined;
    for (const { flag, root } of this.#flags) {
      const isLit = mark !== null && mark >= flag.first && mark <= flag.last;
      root.classList.toggle('lit', isLit);
      if (isLit) told = flag;
    }
    this.#tip.hidden = told === undefined || !tells;
    if (told === undefined || !tells || this.#frame === null) return;
    this.#tip.replaceChildren(...tipLines(told, this.#board.axis));
    const room = fieldWidth(this.#frame) - this.#tip.offsetWidth;
    this.#tip.style.left = `${Math.round(Math.max(0, Math.min(room, told.x - 12)))}px`;
    this.#tip.style.top = `${FLAG_TOP + FLAG_HEIGHT + 5}px`;
  }

  #raise(marks: readonly { number: number; x: number }[]): void {
    const frame = this.#frame!;
    const { axis } = this.#board;
    const placed = placedFlags(marks, {
      width: fieldWidth(frame),
      flagWidth: (text) => FLAG_PADDING + 2 + text.length * DIGIT_WIDTH,
    });
    this.#flags = placed.map((flag) => {
      const text = flagText(flag);
      const { kind } = axis.marks[flag.first]!;
      const root = element('div', { class: `flag ${kind}`, 'data-mark': flag.first }, text);
      const width = FLAG_PADDING + text.length * DIGIT_WIDTH;
      setBox(root, { left: flag.x - width / 2, top: FLAG_TOP, width, height: FLAG_HEIGHT });
      root.addEventListener('pointerenter', () => this.#board.light(flag.first));
      root.addEventListener('pointerleave', () => this.#board.light(null));
      return { flag, root };
    });
    this.#flagBox.replaceChildren(...this.#flags.map(({ root }) => root));
    const lines = placed.map(({ x, at, first }) =>
      drawing('path', {
        class: axis.marks[first]!.kind,
        d: `M${x.toFixed(1)} ${FLAG_TOP + FLAG_HEIGHT}L${Math.round(at) + 0.5} ${frame.strip}`,
      }),
    );
    this.#leaders.replaceChildren(...lines);
  }

  #showDots(dots: readonly Dot[], x: number, strip: number): void {
    while (this.#dotBox.childElementCount > dots.length) this.#dotBox.lastElementChild!.remove();
    while (this.#dotBox.childElementCount < dots.length) this.#dotBox.append(element('div', { class: 'dot' }));
    dots.forEach(({ y, colour }, i) => {
      // We appended nothing else.
      const dot = this.#dotBox.children[i] as HTMLElement;
      dot.style.transform = `translate(${x.toFixed(1)}px, ${(strip + y).toFixed(1)}px)`;
      dot.style.borderColor = `var(${colour})`;
    });
  }

  #place(box: HTMLElement, span: Span | null, top: number, height: number): void {
    const width = fieldWidth(this.#frame!);
    const left = span === null ? 0 : Math.max(0, this.#x(span.from));
    const right = span === null ? 0 : Math.min(width, this.#x(span.to));
    box.hidden = right <= left;
    setBox(box, { left, top, width: Math.max(0, right - left), height });
  }

  #x(at: number): number {
    const { from, to } = this.#board.span;
    return ((at - from) / (to - from)) * fieldWidth(this.#frame!);
  }
}

function tipLines({ first, last }: Flag, { marks }: TimeAxis): HTMLElement[] {
  return marks
    .slice(first, last + 1)
    .map(({ at, text }) => element('div', {}, element('b', {}, clock(at)), ` ${text}`));
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function setBox({ style }: HTMLElement, { left, top, width, height }: Box): void {
  style.left = `${left}px`;
  style.top = `${top}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
