/** Buttons that show the whole run, a phase of it, more or less. */
import { clock } from '../format.ts';
import type { Board } from './board.ts';
import { element } from './element.ts';
import { zoom, ZOOM_IN, ZOOM_OUT } from './gestures.ts';
import { allowedSpan, isSameSpan, type Span } from './span.ts';

export function fillZoomBar(bar: HTMLElement, board: Board): void {
  const { axis, whole } = board;
  const spans: { readonly name: string; readonly span: Span }[] = [
    { name: 'Whole run', span: whole },
    ...axis.phases
      .filter(({ name, from, to }) => name !== 'warmup' && to > from)
      .map(({ name, from, to }) => ({ name: capitalised(name), span: allowedSpan({ from, to }, axis) })),
  ];
  const buttons = spans.map(({ name, span }) => {
    const button = element('button', { type: 'button' }, name);
    button.addEventListener('click', () => board.show(span));
    return { button, span };
  });
  const closer = element('button', { type: 'button', 'aria-label': 'Zoom in', title: 'Zoom in (+)' }, '+');
  const wider = element('button', { type: 'button', 'aria-label': 'Zoom out', title: 'Zoom out (-)' }, '−');
  closer.addEventListener('click', () => zoom(board, ZOOM_IN));
  wider.addEventListener('click', () => zoom(board, ZOOM_OUT));
  const extent = element('span', { class: 'extent' });
  const show = (): void => {
    for (const { button, span } of buttons) button.setAttribute('aria-pressed', String(isSameSpan(span, board.span)));
    extent.textContent = `${clock(board.span.from)} … ${clock(board.span.to)}`;
  };
  show();
  board.watch(show);
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', 'Stretch of time that all charts show');
  bar.replaceChildren(...buttons.map(({ button }) => button), closer, wider, extent);
  bar.hidden = false;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
