/** Writes the script and the style of the reports' pages beside the built code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASSETS_FILE } from '../src/report/html/assets.ts';
import { bundled } from '../src/report/html/bundle.ts';
import { root } from './files.ts';

writeFileSync(join(root, 'dist/src/report/html', ASSETS_FILE), JSON.stringify(bundled()));
