/** What a reader does on a chart, by pointer and by keyboard. */
import type { Board } from './board.ts';
import type { ChartView } from './chart-view.ts';
import { beginOf, scaledSpan, windowAt, windowsIn, type Span } from './span.ts';

/** Less than this is a click; CSS pixels. */
const DRAG_MIN = 5;
const STRIDE = 10;
const ZOOM_STEP = 0.5;

export function listenToPointer(view: ChartView, board: Board): void {
  const field = view.overlay.root;
  let begun: { readonly x: number; readonly at: number } | null = null;
  let isSelecting = false;
  const isDrag = ({ clientX }: PointerEvent): boolean => begun !== null && Math.abs(clientX - begun.x) >= DRAG_MIN;
  field.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    begun = { x: event.clientX, at: view.timeAt(event.clientX) };
    field.setPointerCapture(event.pointerId);
    point(event);
  });
  field.addEventListener('pointermove', (event) => {
    point(event);
    if (!isDrag(event)) return;
    if (isSelecting && board.selection === null)
      begun = null; // By Escape.
    else board.select(between(begun!.at, view.timeAt(event.clientX)));
    isSelecting = begun !== null;
  });
  field.addEventListener('pointerup', (event) => {
    const selected = isDrag(event) && board.selection !== null ? between(begun!.at, view.timeAt(event.clientX)) : null;
    end();
    if (selected !== null) board.show(wholeWindows(selected, board));
  });
  field.addEventListener('pointercancel', end);
  field.addEventListener('pointerleave', (event) => {
    // A finger that is lifted leaves; what it pointed at shall stay.
    if (event.pointerType !== 'touch') board.point(null);
    view.row = null;
  });
  field.addEventListener('dblclick', () => board.showWhole());

  function point(event: PointerEvent): void {
    view.pointRow(event.clientY);
    board.point(windowAt(view.timeAt(event.clientX), board.axis));
  }

  function end(): void {
    begun = null;
    isSelecting = false;
    board.select(null);
  }
}

export function listenToKeys(view: ChartView, board: Board, say: (text: string) => void): void {
  view.surface.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !press(event, view, board)) return;
    event.preventDefault();
    say(view.spoken());
  });
  view.surface.addEventListener('blur', () => {
    board.point(null);
    view.row = null;
  });
}

/** Whether it meant something. */
function press({ key, shiftKey }: KeyboardEvent, view: ChartView, board: Board): boolean {
  const { axis, span } = board;
  const stride = shiftKey ? STRIDE : 1;
  const firstStep = windowAt(span.from, axis);
  switch (key) {
    case 'ArrowLeft':
      board.moveTo((board.window ?? windowAt(span.to, axis) + stride) - stride);
      return true;
    case 'ArrowRight':
      board.moveTo((board.window ?? firstStep - stride) + stride);
      return true;
    case 'Home':
      board.moveTo(firstStep);
      return true;
    case 'End':
      board.moveTo(windowsIn(span, axis)[1] - 1);
      return true;
    case 'ArrowUp':
    case 'ArrowDown':
      if (view.chart.kind !== 'heat') return false;
      if (board.window === null) board.moveTo(firstStep);
      view.moveRow(key === 'ArrowUp' ? -1 : 1);
      return true;
    case '+':
    case '=':
      zoom(board, ZOOM_STEP);
      return true;
    case '-':
    case '_':
      zoom(board, 1 / ZOOM_STEP);
      return true;
    default:
      return false;
  }
}

/** Around the cursor, or the middle. */
export function zoom(board: Board, factor: number): void {
  const { axis, span, window } = board;
  const cursor = window === null ? null : beginOf(window, axis) + axis.window / 2;
  const middle = cursor !== null && cursor >= span.from && cursor <= span.to ? cursor : (span.from + span.to) / 2;
  board.show(scaledSpan(span, factor, middle, axis));
}

export const ZOOM_IN = ZOOM_STEP;
export const ZOOM_OUT = 1 / ZOOM_STEP;

/** From anywhere on the page. */
export function listenToEscape(board: Board): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (board.selection !== null) return board.select(null);
    board.point(null);
    board.showWhole();
  });
}

function between(one: number, other: number): Span {
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

/** All that it touches. */
function wholeWindows({ from, to }: Span, { axis }: Board): Span {
  return { from: beginOf(windowAt(from, axis), axis), to: beginOf(windowAt(to, axis) + 1, axis) };
}
