import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BadInput } from '../scenario/errors.ts';
import { readAxes } from './vary.ts';

test('values with commas between; JSON where they parse as such', () => {
  const [axis] = readAxes(['cluster.proxy.policy=none, latency-outlier,{"name":"envoy"}']);
  assert.equal(
    axis!.map(({ name, changes }) => [name, changes[0]!.value]),
    [
      ['policy=none', 'none'],
      ['policy=latency-outlier', 'latency-outlier'],
      ['policy={"name":"envoy"}', { name: 'envoy' }],
    ],
  );
  assert.equal(
    readAxes(['timeline.0.nodes=["a","b"],["a"],"x,y",null,1.5'])[0]!.map(({ changes }) => changes[0]!.value),
    [['a', 'b'], ['a'], 'x,y', null, 1.5],
  );
});

test('quotes and brackets within each other, and quotes that are escaped', () => {
  const values = readAxes(['x="a]\\",b",[{"c":"}"},2],z'])[0]!.map(({ changes }) => changes[0]!.value);
  assert.equal(values, ['a]",b', [{ c: '}' }, 2], 'z']);
});

test('names: as much of the path as tells them apart', () => {
  const names = readAxes(['workloads.web.rate=1,2', 'workloads.legacy.rate=1,2', 'slo.p99=1s,2s']).map(
    ([first]) => first!.name,
  );
  assert.equal(names, ['web.rate=1', 'legacy.rate=1', 'p99=1s']);
  assert.equal(
    readAxes(['rate=1,2', 'web.rate=1,2']).map(([first]) => first!.name),
    ['rate=1', 'web.rate=1'],
  );
});

const wrong: readonly [text: string, message: string][] = [
  ['slo.p99', '--vary: expected path=a,b,c, got "slo.p99"'],
  ['=1,2', '--vary: expected path=a,b,c, got "=1,2"'],
  ['slo..p99=1,2', '--vary: expected path=a,b,c, got "slo..p99=1,2"'],
  ['slo.p99=1s', '--vary slo.p99: expected two values or more, got "1s"'],
  ['slo.p99=1s,,2s', '--vary slo.p99: expected values with commas between, got "1s,,2s"'],
  ['slo.p99=1s,1s', '--vary slo.p99: expected each value once, got 1s twice'],
  ['a=[1,2', '--vary a: expected brackets and quotes that are closed, got "[1,2"'],
  ['a=1],[2', '--vary a: expected brackets and quotes that are closed, got "1],[2"'],
  ['a="1,2', '--vary a: expected brackets and quotes that are closed, got "\\"1,2"'],
];

for (const [text, message] of wrong) {
  test(`refused: ${text}`, () => {
    assert.throws(
      () => readAxes([text]),
      (error: unknown) => {
        assert.is((error as Error).message, message);
        return error instanceof BadInput;
      },
    );
  });
}

test('refused: one path twice', () => {
  assert.throws(() => readAxes(['a.b=1,2', 'a.b=3,4']), /--vary a\.b: expected once, got twice/);
});

test.run();
