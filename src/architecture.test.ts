import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cycles, importsOf, packageOf } from '../tools/architecture/imports.ts';
import { isTest, layerFault } from '../tools/architecture/layers.ts';
import { filesIn, root } from '../tools/files.ts';

/** Files that may be longer than 300 lines, each with the reason. */
const longFiles: Record<string, string> = {};

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const house = filesIn(['src', 'toxics', 'scenarios'], ['.ts']);
const imports = house.flatMap((file) => importsOf(file, read(file)));

test('a layer imports only what stands above it', () => {
  assert.equal(imports.map(layerFault).filter(Boolean), []);
});

test('no file imports itself by way of others', () => {
  assert.equal(
    cycles(imports).map((files) => files.join(' -> ')),
    [],
  );
});

test('what is shipped imports only what is installed with it', () => {
  const { dependencies } = packageJson();
  // esbuild bundles the pages' script when brownout is built, with what it imports.
  const installed = imports.filter(({ from }) => !from.startsWith('src/report/browser/'));
  const missing = installed.filter((each) => {
    const name = packageOf(each);
    return name !== undefined && !isTest(each.from) && each.kind !== 'type' && !(name in dependencies);
  });
  assert.equal(
    missing.map(({ from, to }) => `${from}: ${to} is no dependency`),
    [],
  );
});

test('no file has more than 300 lines', () => {
  const long = [...house, ...filesIn(['tools'], ['.ts', '.js'])].filter(
    (file) => !(file in longFiles) && read(file).trimEnd().split('\n').length > 300,
  );
  assert.equal(long, []);
});

test('every suite runs: a test file calls .run() on each', () => {
  const forgotten = [...house, ...filesIn(['tools'], ['.ts'])]
    .filter((file) => isTest(file) && !file.endsWith('.bench.ts'))
    .flatMap((file) => suitesThatDoNotRun(read(file)).map((name) => `${file}: ${name}.run() is missing`));
  assert.equal(forgotten, []);
});

test('versions of dependencies are exact', () => {
  const { dependencies, devDependencies } = packageJson();
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    assert.ok(/^\d+\.\d+\.\d+$/.test(version), `${name}: expected an exact version, got ${version}`);
  }
});

// Not the archive that `git archive` or npm makes.
if (existsSync(join(root, '.git'))) {
  test('no file in git tells of a machine or of work left over', () => {
    // Put together here, so that this file passes its own test.
    const forbidden = new RegExp(`(?<![\\w.-])/(?:work|root|home|Users)/|\\b(?:TO${'DO'}|FIX${'ME'})\\b`);
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
    const found = files
      .filter((file) => file !== '' && existsSync(join(root, file)))
      .flatMap((file) => {
        const text = read(file);
        const match = text.includes('\0') ? null : forbidden.exec(text);
        return match ? [`${file}: ${JSON.stringify(text.slice(match.index, match.index + 40))}`] : [];
      });
    assert.equal(found, []);
  });
} else {
  test.skip('no file in git tells of a machine or of work left over');
  console.log('skip: no git here');
}

test.run();

function packageJson(): { dependencies: Record<string, string>; devDependencies: Record<string, string> } {
  // The shape of our own package.json.
  return JSON.parse(read('package.json')) as ReturnType<typeof packageJson>;
}

/** Names that are bound to a suite (or to uvu's `test`) on which nobody calls `run`. */
function suitesThatDoNotRun(text: string): string[] {
  const names = [...text.matchAll(/\b(?:const|let) (\w+) = suite(?:<[^>]*>)?\(/g)].map((match) => match[1] ?? '');
  if (/^import \{[^}]*\btest\b[^}]*\} from 'uvu'/m.test(text)) names.push('test');
  return names.filter((name) => !text.includes(`${name}.run()`));
}
