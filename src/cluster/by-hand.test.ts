/** Links that somebody changes by hand while faults lie on them: neither spoils the other's. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { disciplined } from '../client/presets/disciplined.ts';
import type { Link } from '../link/link.ts';
import type { Cluster } from './cluster.ts';
import { makeRig } from './rig.case.ts';

const links = [
  { from: 'proxy-1', to: 'backend-1' },
  { from: 'proxy-1', to: 'backend-2' },
];
const slow = { type: 'latency', name: 'slow', attributes: { latency: 5 } };

/** `link` is the first of the links; `heard` are the changes made by hand. */
function stage(): { cluster: Cluster; link: Link; other: Link; heard: string[] } {
  const { cluster } = makeRig({ client: disciplined, backends: 2 });
  const heard: string[] = [];
  cluster.watch(({ to }, { kind }, byHand) => byHand && heard.push(`${to} ${kind}`));
  const [link, other] = links.map(({ from, to }) => cluster.link(from, to));
  return { cluster, link: link!, other: other!, heard };
}

test('what faults and changes do is not done by hand', () => {
  const { cluster, link, heard } = stage();
  const end = cluster.inject({ kind: 'toxic', links, toxic: slow });
  cluster.change({ kind: 'update-toxic', links, name: 'slow', update: { toxicity: 0 } });
  cluster.inject({ kind: 'down', links });
  cluster.change({ kind: 'up', links });
  end();
  assert.equal(heard, []);
  link.addToxic(slow);
  link.updateToxic('slow', { toxicity: 0 });
  link.removeToxic('slow');
  link.down = true;
  link.down = false;
  assert.equal(
    heard,
    ['added', 'updated', 'removed', 'down', 'up'].map((kind) => `backend-1 ${kind}`),
  );
});

test('a toxic that was taken off by hand is not taken off again, nor is the next of its name', () => {
  const { cluster, link, other } = stage();
  const end = cluster.inject({ kind: 'toxic', links, toxic: slow });
  link.removeToxic('slow');
  link.addToxic({ ...slow, type: 'timeout', attributes: {} });
  end();
  assert.equal([link.toxics.map(({ type }) => type), other.toxics], [['timeout'], []]);
});

test('up by hand ends the fault on that link; its own end means nothing any more', () => {
  const { cluster, link, other } = stage();
  const end = cluster.inject({ kind: 'down', links });
  link.down = false;
  assert.equal([link.down, other.down], [false, true]);
  link.down = true;
  end();
  assert.equal([link.down, other.down], [true, false], 'down by hand lasts until it is up by hand');
  link.down = false;
  assert.is(link.down, false);
});

test('down by hand outlasts the faults that come and go meanwhile', () => {
  const { cluster, link, other } = stage();
  link.down = true;
  cluster.inject({ kind: 'down', links })();
  assert.equal([link.down, other.down], [true, false]);
  cluster.change({ kind: 'up', links });
  assert.is(link.down, false);
});

for (const [why, deed] of [
  [
    'a name that is taken on one of the links',
    (cluster: Cluster) => cluster.inject({ kind: 'toxic', links, toxic: slow }),
  ],
  [
    'a toxic that is not on all links',
    (cluster: Cluster) => cluster.change({ kind: 'remove-toxic', links, name: 'slow' }),
  ],
] as const) {
  test(`all or nothing: ${why}`, () => {
    const { cluster, link, other, heard } = stage();
    other.addToxic(slow);
    assert.throws(() => deed(cluster), /^link proxy-1 to backend-\d: expected/);
    assert.equal([link.toxics.length, other.toxics.length, heard], [0, 1, ['backend-2 added']]);
  });
}

test('rolling back ends also what was done by hand, and nobody is told that it was', () => {
  const { cluster, link, heard } = stage();
  cluster.inject({ kind: 'toxic', links, toxic: slow });
  link.addToxic({ ...slow, name: 'slower' });
  link.down = true;
  heard.length = 0;
  cluster.rollBack();
  assert.equal([link.down, link.toxics, heard], [false, [], []]);
});

test('who has ended the watch hears nothing any more', () => {
  const { cluster, link } = stage();
  const heard: string[] = [];
  const end = cluster.watch((_link, { kind }) => heard.push(kind));
  link.addToxic(slow);
  end();
  link.removeToxic('slow');
  assert.equal(heard, ['added']);
});

test.run();
