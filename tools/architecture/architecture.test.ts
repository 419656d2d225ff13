import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cycles, importsOf, packageOf, type Import } from './imports.ts';
import { layerFault } from './layers.ts';

const to = (from: string, target: string, kind: Import['kind'] = 'static'): Import => ({ from, to: target, kind });

test('importsOf finds every way to import', () => {
  const text = `
    import a from './a.ts';
    import type b from '../protocol/b.ts';
    import { type c } from './c.ts';
    import './d.ts';
    export * from './e.ts';
    export type { f } from './f.ts';
    const g = await import('./g.ts');
    type H = import('./h.ts').H;
    import i from 'zod/v4';
    export const j = 'import k from "./k.ts"';
  `;
  assert.equal(
    importsOf('src/world/x.ts', text).map(({ to, kind }) => `${kind} ${to}`),
    [
      'static src/world/a.ts',
      'type src/protocol/b.ts',
      'static src/world/c.ts', // verbatimModuleSyntax keeps it as import './c.ts'
      'static src/world/d.ts',
      'static src/world/e.ts',
      'type src/world/f.ts',
      'dynamic src/world/g.ts',
      'type src/world/h.ts',
      'static zod/v4',
    ],
  );
});

const directions: [from: string, to: string, fault: string, why: string][] = [
  ['src/protocol/x.ts', 'src/world/y.ts', '', 'upwards'],
  ['src/world/virtual/x.ts', 'src/world/y.ts', '', 'within a layer'],
  ['src/world/x.ts', 'src/protocol/y.ts', 'src/world stands above src/protocol', 'downwards'],
  ['src/link/x.ts', 'toxics/latency.ts', 'src/link stands above toxics', 'toxics are directly above link'],
  ['toxics/x.ts', 'src/link/toxic.ts', '', 'they know the plugin point'],
  ['toxics/x.ts', 'src/tenancy/y.ts', 'toxics stands above src/tenancy', 'and nothing further down'],
  ['src/cluster/x.ts', 'toxics/index.ts', '', 'the cluster builds links with toxics'],
  ['scenarios/x.ts', 'src/scenario/define.ts', '', 'scenarios are directly above scenario'],
  ['src/scenario/x.ts', 'scenarios/y.ts', 'src/scenario stands above scenarios', 'which does not know them'],
  ['src/index.ts', 'src/cli/main.ts', '', 'the index knows all'],
  ['src/cli/main.ts', 'src/index.ts', 'src/cli stands above src', 'nobody knows the index'],
  ['src/cli/main.ts', 'brownout', 'imports the package itself', 'also by name'],
  ['src/novel/x.ts', 'src/world/y.ts', 'src/novel is in no layer', 'a new folder needs a place'],
  ['src/world/x.bench.ts', 'tools/bench-report.ts', '', 'benchmarks use tools'],
  ['src/world/x.ts', 'tools/files.ts', 'not shipped', 'code does not'],
  ['src/world/x.ts', 'src/world/y.case.ts', 'not shipped', 'code does not use tests'],
  ['src/world/x.test.ts', 'src/world/y.case.ts', '', 'tests do'],
  ['src/world/x.test.ts', 'src/cluster/y.ts', 'src/world stands above src/cluster', 'tests keep to the layers'],
];

for (const [from, target, fault, why] of directions) {
  test(`${from} -> ${target}: ${why}`, () => {
    const found = layerFault(to(from, target));
    if (fault === '') assert.is(found, '');
    else assert.match(found, fault);
  });
}

test('cycles are found at any length, once', () => {
  assert.equal(cycles([to('a', 'b'), to('b', 'c'), to('c', 'a'), to('d', 'a')]), [['a', 'b', 'c']]);
  assert.equal(cycles([to('a', 'a')]), [['a']]);
});

test('erased and late imports make no cycle, nor do two ways to one file', () => {
  assert.equal(cycles([to('a', 'b'), to('b', 'a', 'type'), to('b', 'a', 'dynamic')]), []);
  assert.equal(cycles([to('a', 'b'), to('a', 'c'), to('b', 'd'), to('c', 'd')]), []);
});

test('packageOf names packages only', () => {
  const names = ['zod', 'zod/v4', '@a/b', '@a/b/c', 'node:fs', 'fs', 'fs/promises', 'src/x.ts'];
  assert.equal(
    names.map((name) => packageOf(to('x', name))),
    ['zod', 'zod', '@a/b', '@a/b', undefined, undefined, undefined, undefined],
  );
});

test.run();
