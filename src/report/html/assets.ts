import { existsSync, readFileSync } from 'node:fs';
import { bundled, type Assets } from './bundle.ts';

/** Beside this file once it is built; see tools/bundle.ts. */
export const ASSETS_FILE = 'page-assets.json';

let assets: Assets | undefined;

/** The script and the style of all pages: from the build, or from the sources where this runs from them. */
export function pageAssets(): Assets {
  return (assets ??= import.meta.url.endsWith('.ts') ? bundled() : built());
}

function built(): Assets {
  const file = new URL(`./${ASSETS_FILE}`, import.meta.url);
  if (!existsSync(file)) throw new Error(`${ASSETS_FILE}: expected beside the built page, got none: npm run build`);
  // Written by tools/bundle.ts.
  return JSON.parse(readFileSync(file, 'utf8')) as Assets;
}
