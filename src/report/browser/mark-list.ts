import type { Board } from './board.ts';

/** The list of events: whoever points at one sees it on all charts, and the other way round. */
export function watchMarkList(list: HTMLElement, board: Board): void {
  const items = [...list.querySelectorAll<HTMLElement>('[data-mark]')];
  for (const item of items) {
    item.addEventListener('pointerenter', () => board.light(Number(item.dataset['mark'])));
    item.addEventListener('pointerleave', () => board.light(null));
  }
  board.watch(() => {
    for (const item of items) item.classList.toggle('lit', Number(item.dataset['mark']) === board.mark);
  });
}
