/**
 * Reports in a real browser: Debian's Chromium, one for each test file, driven by Playwright. Nothing is ever downloaded.
 * Without it the tests are skipped, visibly, unless BROWNOUT_PEERS=required.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';

const PROGRAM = 'chromium';

/** A browser, and a folder for the pages that it opens from disk. */
export interface Desk {
  readonly browser: Browser;
  readonly folder: string;
}

let desk: Promise<Desk> | undefined;

/** A test that opens pages. The browser starts for the first one of a file. */
export function testInBrowser(test: Test, name: string, body: (desk: Desk) => Promise<void>): void {
  const executablePath = chromiumPath();
  if (executablePath === undefined && process.env['BROWNOUT_PEERS'] !== 'required') {
    test.skip(name);
    console.log(`skip: ${name}: ${PROGRAM} is not installed`);
    return;
  }
  test(name, async () => {
    assert.ok(executablePath, `${PROGRAM}: expected to be installed`);
    await body(await (desk ??= started(executablePath)));
  });
}

/** Ends the browser, if there is one: `test.after(endBrowser)`. */
export async function endBrowser(): Promise<void> {
  const { browser, folder } = (await desk) ?? {};
  await browser?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
}

async function started(executablePath: string): Promise<Desk> {
  return { browser: await launched(executablePath), folder: mkdtempSync(join(tmpdir(), 'brownout-report-')) };
}

export function launched(executablePath: string): Promise<Browser> {
  // Chromium's sandbox refuses to serve root, as whom containers run; these have little shared memory and no GPU.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: ['--disable-gpu', '--disable-dev-shm-usage', ...asRoot] });
}

/** Where the browser is, if it is. */
export function chromiumPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, PROGRAM)).find((path) => existsSync(path));
}
