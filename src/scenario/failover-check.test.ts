import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProxySpec, Scenario } from './define.ts';
import { checkFailover } from './failover-check.ts';
import { resolveFailover, resolveGutter } from './resolve-failover.ts';

const complaintOf = (proxy: ProxySpec): string => {
  try {
    // Nothing else of a scenario is looked at.
    checkFailover({ cluster: { proxy } } as unknown as Scenario, 'it');
    return '';
  } catch (error) {
    return String(error);
  }
};

test('what does not fit', () => {
  const rows: readonly [why: string, proxy: ProxySpec, complaint: RegExp][] = [
    ['nothing is said', {}, /^$/],
    ['a gutter that is used', { ejectedKeys: 'gutter', gutter: { nodes: 2 } }, /^$/],
    ['a gutter that nobody asks', { gutter: {} }, /cluster\.proxy\.gutter: expected ejectedKeys 'gutter' .* got none/],
    ['keys that go elsewhere', { ejectedKeys: 'rehash', gutter: {} }, /got 'rehash'/],
    [
      'a warm-up that cannot end',
      { warmUp: { below: 0.95 } },
      /warmUp\.below: expected at most above \(0\.9\), got 0\.95/,
    ],
  ];
  for (const [why, proxy, complaint] of rows) assert.match(complaintOf(proxy), complaint, why);
});

test('defaults; mcrouter tells errors on gets as misses', () => {
  assert.equal(resolveFailover({}), { ejectedKeys: 'rehash' });
  assert.equal(resolveFailover({ policy: { name: 'mcrouter' } }), { ejectedKeys: 'miss-fast' });
  assert.equal(resolveFailover({ policy: { name: 'mcrouter' }, ejectedKeys: 'rehash' }), { ejectedKeys: 'rehash' });
  assert.equal(resolveFailover({ failoverLimit: { perSecond: 5 }, warmUp: {} }), {
    ejectedKeys: 'rehash',
    failoverLimit: { perSecond: 5, burst: 1000 },
    warmUp: { below: 0.7, above: 0.9, start: 0.1 },
  });
  assert.is(resolveGutter({}), null);
  assert.equal(resolveGutter({ ejectedKeys: 'gutter' }), { nodes: 1, ttl: 10_000_000_000 });
});

test.run();
