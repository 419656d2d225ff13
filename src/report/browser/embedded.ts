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
  const bytes = new Uint8Array(text.length);
  // Some ten times as fast as `Uint8Array.from` with a function, over a million of them.
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return unpack(new Uint8Array(await new Response(stream).arrayBuffer()));
}
