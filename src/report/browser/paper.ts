/** Charts are pictures: they are drawn again where their colours or the paper change. */

/** On the root element while the page is printed: light colours, the paper's width. */
const PRINTING = 'printing';

export function isPrinting(): boolean {
  return document.documentElement.classList.contains(PRINTING);
}

/** `draw` must have drawn when it returns: the browser prints right then. */
export function watchColours(draw: () => void): void {
  const { classList } = document.documentElement;
  const print = matchMedia('print');
  const set = (prints: boolean): void => {
    if (isPrinting() === prints) return;
    classList.toggle(PRINTING, prints);
    draw();
  };
  addEventListener('beforeprint', () => set(true));
  addEventListener('afterprint', () => set(print.matches));
  print.addEventListener('change', () => set(print.matches));
  if (print.matches) set(true);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
}
