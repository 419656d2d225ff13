/** A document of HTML that needs nothing but itself: no network, no other file. */
import { createHash } from 'node:crypto';
import { deflate } from 'pako';
import { pageAssets } from './assets.ts';
import type { PageScript, Path, Values } from './chart.ts';
import { pack } from './columns.ts';
import { html, Markup } from './markup.ts';

export interface Page {
  /** Of the window. */
  readonly title: string;
  readonly body: Markup;
  /** Null: there is nothing to draw. */
  readonly script: PageScript | null;
  /** What the charts' paths lead into, and what can be downloaded: plain data. */
  readonly data: unknown;
}

/** Data beyond this is left out of the page where no chart needs it: the page stays below 1.5 MB. */
const DATA_MAX = 1_100_000;

/** The text of the file. */
export function page({ title, body, script, data }: Page): string {
  const assets = pageAssets();
  const policy = [
    "default-src 'none'",
    `script-src '${digest(assets.script)}'`,
    `style-src '${digest(assets.style)}'`,
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const head = html`<meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <title>${title}</title>
    <link rel="icon" href="data:," />
    ${verbatim('style', assets.style)}`;
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        ${head}
      </head>
      <body>
        ${body} ${script === null ? null : dataBlocks(script, data)} ${verbatim('script', assets.script)}
      </body>
    </html>`;
  return `${document.text}\n`;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function dataBlocks(script: PageScript, data: unknown): Markup {
  const whole = encoded(pack(data));
  const isWhole = whole.length <= DATA_MAX;
  const drawn = isWhole ? whole : encoded(pack(data, keeper(script)));
  // No text of a user's may end the element: JSON can say `<` otherwise.
  const json = JSON.stringify({ ...script, isWhole }).replaceAll('<', '\\u003c');
  return html`${verbatim('script', json, ' type="application/json" id="page"')}
  ${verbatim('script', drawn, ' type="text/plain" id="data"')}`;
}

/** An element whose text browsers do not read as HTML: not a character more, or its digest is another. */
function verbatim(name: 'script' | 'style', text: string, attributes = ''): Markup {
  if (text.toLowerCase().includes(`</${name}`))
    throw new Error(`page: expected no </${name} in its own ${name}, got one`);
  return new Markup(`<${name}${attributes}>${text}</${name}>`);
}

/** Base64 of what zlib inflates. Pako's bytes are the same on every machine. */
function encoded(bytes: Uint8Array): string {
  return Buffer.from(deflate(bytes, { level: 6 })).toString('base64');
}

/** Knows the lists that some chart draws. */
function keeper({ charts }: PageScript): (path: Path) => boolean {
  const kept = new Set<string>();
  const visit = (values: Values): void => {
    if ('sum' in values) values.sum.forEach(visit);
    else if ('share' in values) [values.share, values.of].forEach(visit);
    else kept.add(JSON.stringify('rate' in values ? values.rate : values.of));
  };
  for (const chart of charts) for (const { values } of chart.kind === 'lines' ? chart.lines : chart.rows) visit(values);
  return (path) => kept.has(JSON.stringify(path));
}
