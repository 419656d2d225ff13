import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stringify } from 'yaml';
import { smallScenario } from './fixture.case.ts';
import { loadScenario } from './load.ts';
import { parseScenario } from './schema.ts';

const known = new Map([
  ['september-outage', smallScenario],
  ['steady-state', smallScenario],
]);

const json = JSON.stringify(smallScenario);
const files: readonly [name: string, text: string][] = [
  ['a.json', json],
  ['b.yaml', stringify(smallScenario)],
  ['c.yml', stringify(smallScenario)],
  ['d.mjs', `export default ${json};`],
  ['e.ts', `const scenario: object = ${json};\nexport default scenario;`],
  ['f.mts', `export default ${json} as object;`],
];

test('every kind of file', async () => {
  await inFolder(async (folder) => {
    for (const [name, text] of files) {
      writeFileSync(join(folder, name), text);
      const { id, data } = await loadScenario(join(folder, name), known);
      assert.is(id, name[0]);
      assert.equal(parseScenario(data, name), smallScenario, name);
    }
  });
});

test('a package that is a module', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    for (const name of ['m.ts', 'm.js']) {
      writeFileSync(join(folder, name), `export default ${json};`);
      assert.equal((await loadScenario(join(folder, name), known)).data, smallScenario);
    }
  });
});

test('a built-in one, by its id', async () => {
  assert.equal(await loadScenario('steady-state', known), { id: 'steady-state', data: smallScenario });
});

const broken: readonly [name: string, text: string | null, message: RegExp][] = [
  ['none.yaml', null, /expected a file that can be loaded, got none: no such file$/],
  ['bad.json', '{"title": }', /expected a file that can be loaded, got Unexpected token/],
  ['bad.yaml', 'title: "x\nstory: [', /expected a file that can be loaded, got .+/],
  ['empty.mjs', 'export const scenario = 1;', /scenario empty\.mjs: expected a default export, got none$/],
  ['throws.mjs', 'throw new Error("no luck\\nat all");', /got no luck$/],
  ['syntax.ts', 'export default {', /expected a file that can be loaded, got .+/],
  ['scenario.toml', '', /expected a file that ends in \.ts, \.mts, \.js, \.mjs, \.json, \.yaml or \.yml$/],
];

test('what cannot be loaded is said in one line', async () => {
  await inFolder(async (folder) => {
    for (const [name, text, message] of broken) {
      if (text !== null) writeFileSync(join(folder, name), text);
      const said = await complaintAbout(join(folder, name));
      assert.match(said, message);
      assert.not.match(said, /\n/);
    }
  });
});

test('an id that nobody has', async () => {
  assert.is(
    await complaintAbout('septmber-outage'),
    'scenario: expected september-outage or steady-state, or a path to a file, got "septmber-outage" (did you mean "september-outage"?)',
  );
  assert.match(await complaintAbout('mine'), /, or a path to a file, got "mine"$/);
});

test.run();

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function complaintAbout(name: string): Promise<string> {
  try {
    await loadScenario(name, known);
    return 'nothing is wrong';
  } catch (error) {
    return (error as Error).message;
  }
}
