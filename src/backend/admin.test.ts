import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { SECOND } from '../world/world.ts';
import { ADMIN_ROWS } from './admin-rows.case.ts';
import { missingPrograms } from './memcached.case.ts';
import { TestNode } from './node.case.ts';
import { expectedOf, rowsHeardByOurs, rowsHeardByTheirs, type ParityRow } from './parity.case.ts';

test('commands that are not about keys', async () => {
  const heard = await rowsHeardByOurs(ADMIN_ROWS);
  ADMIN_ROWS.forEach((row, i) => assert.equal(heard[i], expectedOf(row), row[0]));
});

/** The names of the values that are told, in their order. */
function names(answer: string): string[] {
  return answer.split('\r\n').map((line) => line.split(' ').slice(0, 2).join(' '));
}

/** What differs in values, but not in names: with items of three classes in the store. */
const TOPICS: readonly ParityRow[] = [
  ['general', 'stats\r\n'],
  ['settings', 'stats settings\r\n'],
  ['no items, no slabs', 'stats items\r\n'],
  [
    'items',
    `set a 0 0 1\r\n1\r\nset b 0 0 100\r\n${'x'.repeat(100)}\r\nset c 0 0 700000\r\n${'x'.repeat(700_000)}\r\nstats items\r\n`,
  ],
];

if (missingPrograms().length > 0 && process.env['BROWNOUT_PEERS'] !== 'required') {
  test.skip('memcached itself says the same');
  console.log('skip: administration: memcached is not installed');
} else {
  test('memcached itself says the same', async () => {
    const heard = await rowsHeardByTheirs(ADMIN_ROWS);
    ADMIN_ROWS.forEach((row, i) => assert.equal(heard[i], expectedOf(row), row[0]));
  });

  test('statistics have the names of memcached, in its order', async () => {
    const [theirs, ours] = [await rowsHeardByTheirs(TOPICS), await rowsHeardByOurs(TOPICS)];
    TOPICS.forEach(([why], i) => assert.equal(names(ours[i]![0]!), names(theirs[i]![0]!), why));
    const say = `set a 0 0 1\r\n1\r\nset b 0 0 100\r\n${'x'.repeat(100)}\r\nstats slabs\r\n`;
    const slabs: readonly ParityRow[] = [['slabs', say]];
    const [[theirSlabs], [ourSlabs]] = [await rowsHeardByTheirs(slabs), await rowsHeardByOurs(slabs)];
    // What memcached counts by class is told for all together here.
    const figures = (text = ''): string => text.replace(/STAT \d+:(?:cmd_set|get_hits) \d+\r\n/g, '');
    assert.is(figures(ourSlabs![0]), figures(theirSlabs![0]));
  });
}

test('settings tell what was set', () => {
  const node = new TestNode({ memoryLimit: 10 << 20, itemLimit: 2 << 20, maxConnections: 77, backlog: 9, port: 4711 });
  const told = (): Map<string, string> => new Map(node.backend.stats('settings') ?? []);
  const rows: readonly [name: string, value: string][] = [
    ['maxbytes', '10485760'],
    ['item_size_max', '2097152'],
    ['maxconns', '77'],
    ['tcp_backlog', '9'],
    ['tcpport', '4711'],
    ['auth_enabled_sasl', 'no'],
  ];
  for (const [name, value] of rows) assert.is(told().get(name), value, name);
  node.ask('verbosity 9\r\nlru tune 10 25 0.1 2\r\ncache_memlimit 8\r\nlru_crawler disable\r\nstats detail on\r\n');
  const changed = ['verbosity', 'hot_lru_pct', 'hot_max_factor', 'maxbytes', 'lru_crawler', 'detail_enabled'];
  assert.equal(
    changed.map((name) => told().get(name)),
    ['2', '10', '0.10', '8388608', 'no', 'yes'],
  );
  assert.is(node.ask('lru_crawler crawl 1\r\n'), 'CLIENT_ERROR lru crawler disabled\r\n');
  assert.is(node.backend.store.memoryLimit, 8 << 20);
});

test('a memory limit that is lowered evicts', () => {
  const node = new TestNode();
  for (let i = 0; i < 12; i++) node.ask(`set k${i} 0 0 1000000\r\n${'x'.repeat(1_000_000)}\r\n`);
  assert.is(node.ask('cache_memlimit 8\r\n'), 'OK\r\n');
  assert.equal([node.stat('curr_items'), node.stat('evictions'), node.stat('evicted_unfetched')], [8, 4, 4]);
  const evicted = node.backend.stats('items')?.find(([name]) => name === 'items:39:evicted');
  assert.equal(evicted, ['items:39:evicted', '4']);
});

test('dumps show what is there, newest first, and what has expired no more', () => {
  const node = new TestNode({ epochSeconds: 1_600_000_000 });
  node.ask('set a 0 0 1\r\n1\r\nset b%c 0 5 2\r\n12\r\nget a\r\nset gone 0 1 1\r\n1\r\n');
  node.pass(2 * SECOND);
  assert.is(node.ask('stats cachedump 1 0\r\n'), 'ITEM a [1 b; 0 s]\r\nITEM b%c [2 b; 1600000005 s]\r\nEND\r\n');
  assert.is(node.ask('stats cachedump 1 1\r\nstats cachedump 2 0\r\n'), 'ITEM a [1 b; 0 s]\r\nEND\r\nEND\r\n');
  const a = 'key=a exp=-1 la=1600000000 cas=1 fetch=yes cls=1 size=61\n';
  const b = 'key=b%25c exp=1600000005 la=1600000000 cas=2 fetch=no cls=1 size=64\n';
  assert.is(node.ask('lru_crawler metadump all\r\n'), `${a}${b}END\r\n`);
  assert.is(node.ask('lru_crawler metadump 2,3\r\n'), 'END\r\n');
  assert.is(node.stat('curr_items'), 3);
  assert.is(node.ask('lru_crawler crawl all\r\n'), 'OK\r\n');
  assert.equal([node.stat('curr_items'), node.stat('reclaimed'), node.stat('expired_unfetched')], [2, 1, 1]);
});

test('debugtime, where it is allowed', () => {
  const node = new TestNode({ debugTime: true, epochSeconds: 1_600_000_000 });
  const time = (): number => node.stat('time') - 1_600_000_000;
  node.ask('set a 0 100 1\r\n1\r\n');
  assert.is(node.ask('debugtime 90\r\nget a\r\n'), 'OK\r\nVALUE a 0 1\r\n1\r\nEND\r\n');
  assert.is(node.ask('debugtime 20\r\nget a\r\n'), 'OK\r\nEND\r\n');
  assert.is(node.ask('debugtime x\r\ndebugtime\r\n'), 'ERROR\r\nERROR\r\n');
  node.ask('debugtime p\r\n');
  const paused = time();
  node.pass(30 * SECOND);
  assert.is(time(), paused);
  node.ask('debugtime 5\r\n');
  assert.is(time(), paused + 5);
  node.ask('debugtime r\r\n');
  assert.ok(time() >= paused + 35, `${time()}`);
  node.ask('debugtime -35\r\n');
  assert.ok(time() < paused + 5, `${time()}`);
});

test('whoever had to sign in is no administrator', () => {
  const grant = { user: 'u', cache: 0, readOnly: false, flushes: true, namespace: Buffer.alloc(0) };
  const admission = { onVoid: null, admit: () => grant, enter: () => true, leave: () => undefined };
  const node = new TestNode({ admission });
  const say = ['cache_memlimit 8', 'lru_crawler metadump all', 'slabs automove 1', 'lru mode flat'];
  const heard = node.ask(`set u 0 0 1\r\nx\r\n${say.join('\r\n')}\r\n`);
  assert.is(heard, `STORED\r\n${'ERROR\r\n'.repeat(say.length)}`);
  assert.is(node.backend.store.memoryLimit, 64 << 20);
});

test.run();
