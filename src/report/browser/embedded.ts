/** What the page carries. */
import type { PageScript } from '../html/chart.ts';
import { unpack } from '../html/columns.ts';

/** Null: the page has nothing to draw. */
export function pageScript(): PageScript | null {
  const text = document.getElementById('page')?.textContent;
  // Written by src/report/html/page.ts.
  return text == null ? null : (JSON.parse(text) as PageScript);
}

export function canInflate(): boolean {
  return typeof DecompressionStream === 'function';
}

export async function pageData(): Promise<unknown> {
  const text = atob(document.getElementById('data')?.textContent?.trim() ?? '');
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return unpack(new Uint8Array(await new Response(stream).arrayBuffer()));
}
