/** Tables that are wider than the page scroll by themselves: keyboards must come to them, and only to them. */
export function watchTables(): void {
  const tables = [...document.querySelectorAll<HTMLElement>('.table')];
  if (tables.length === 0) return;
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) if (target instanceof HTMLElement) mark(target);
  });
  for (const table of tables) watcher.observe(table);
}

function mark(table: HTMLElement): void {
  if (table.scrollWidth <= table.clientWidth) {
    for (const name of ['tabindex', 'role', 'aria-label']) table.removeAttribute(name);
    return;
  }
  table.tabIndex = 0;
  table.setAttribute('role', 'region');
  table.setAttribute('aria-label', `Table: ${headingOf(table)}`);
}

/** The nearest heading before it. */
function headingOf(table: HTMLElement): string {
  for (let at = table.previousElementSibling; at !== null; at = at.previousElementSibling) {
    if (/^H[1-6]$/.test(at.tagName)) return at.textContent ?? '';
  }
  return table.closest('section')?.querySelector('h2')?.textContent ?? 'figures';
}
