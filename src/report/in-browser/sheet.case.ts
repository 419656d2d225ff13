/** A page opened from disk, watched: whatever it complains of or asks the network for is trouble. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { root } from '../../../tools/files.ts';
import type { Desk } from './browser.case.ts';
import { probeScript } from './probe-script.case.ts';
import type { Probe } from './probe.case.ts';

export interface Look {
  /** @default false */
  readonly dark?: boolean;
  /** Of the window, in CSS pixels. @default 1280 */
  readonly width?: number;
  /** @default 900 */
  readonly height?: number;
}

/** Ignored by git. */
const SCREENSHOTS = join(root, 'reports', 'screenshots');
/** Of the page's script, for all charts at first. */
const DRAWN = 'html[data-drawn]';
const DRAWN_LIMIT_MS = 20_000;

let pages = 0;

export class Sheet {
  readonly page: Page;
  readonly file: string;

  constructor(page: Page, file: string) {
    this.page = page;
    this.file = file;
  }

  /** Has the page's probe look; see `Probe`. */
  async ask<K extends keyof Probe>(question: K, ...args: Parameters<Probe[K]>): Promise<ReturnType<Probe[K]>> {
    return this.page.evaluate(
      ([name, list]) =>
        // `probeScript` put it there.
        (globalThis as unknown as { probe: Record<string, (...args: unknown[]) => unknown> }).probe[name]!(...list),
      [question, args] as const,
      // The name says which of the answers it is.
    ) as Promise<ReturnType<Probe[K]>>;
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  }
}

/** Opens `html` as a file, waits until its charts are drawn, and holds that there was no trouble to the end. */
export async function withSheet(
  desk: Desk,
  html: string,
  look: Look,
  use: (sheet: Sheet) => Promise<void>,
): Promise<void> {
  assert.equal(await troublesWith(desk, html, look, use), []);
}

/** What nobody expects of a report, in words, in the order in which it came. */
export async function troublesWith(
  desk: Desk,
  html: string,
  { dark = false, width = 1280, height = 900 }: Look,
  use: (sheet: Sheet) => Promise<void>,
): Promise<readonly string[]> {
  const file = join(desk.folder, `report-${++pages}.html`);
  writeFileSync(file, html);
  const context = await desk.browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    offline: true,
  });
  try {
    const page = await context.newPage();
    const troubles = watched(page, pathToFileURL(file).href);
    await page.goto(pathToFileURL(file).href);
    if (html.includes(' id="page"')) await page.locator(DRAWN).waitFor({ state: 'attached', timeout: DRAWN_LIMIT_MS });
    await page.evaluate(probeScript());
    const sheet = new Sheet(page, file);
    await use(sheet);
    await sheet.ask('settled');
    return troubles;
  } finally {
    await context.close();
  }
}

function watched(page: Page, own: string): string[] {
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('crash', () => troubles.push('crash'));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (url !== own && !/^(?:data|blob):/.test(url)) troubles.push(`request: ${url}`);
  });
  page.on('popup', (popup) => troubles.push(`window: ${popup.url()}`));
  return troubles;
}
