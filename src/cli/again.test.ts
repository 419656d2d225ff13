import { resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { again, type GivenOptions } from './again.ts';

const rows: readonly [why: string, scenario: string, options: GivenOptions, words: readonly string[]][] = [
  ['nothing given', 'small', { seed: undefined }, ['small']],
  ['a value', 'small', { seed: 'x' }, ['small', '--seed', 'x']],
  ['a value that looks like an option', 'small', { seed: '-1' }, ['small', '--seed=-1']],
  ['several', 'small', { set: ['a=1', 'b=2'] }, ['small', '--set', 'a=1', '--set', 'b=2']],
  ['asked for, and declined', 'small', { json: true, control: false }, ['small', '--json', '--no-control']],
  ['a file, as it was given', '../my/small.yaml', {}, ['../my/small.yaml']],
  ['a file below, by its whole path', resolve('my/small.yaml'), {}, ['./my/small.yaml']],
  ['a file elsewhere, by its whole path', '/nowhere/here/small.yaml', {}, ['./small.yaml']],
  [
    'a password',
    'small',
    { set: ['cluster.nodes.proxy-1.password=secret', 'cluster.nodes.proxy-1.user=password'] },
    ['small', '--set', 'cluster.nodes.proxy-1.password=(not shown)', '--set', 'cluster.nodes.proxy-1.user=password'],
  ],
  [
    'a password within',
    'small',
    { set: ['cluster.nodes={"proxy-1":{"user":"me","password":"secret"}}'] },
    ['small', '--set', 'cluster.nodes={"proxy-1":{"user":"me","password":"(not shown)"}}'],
  ],
];

for (const [why, scenario, options, words] of rows) {
  test(why, () => assert.equal(again('run', scenario, options), ['brownout', 'run', ...words]));
}

test.run();
