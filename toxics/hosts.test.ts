/**
 * The same scenes on the three hosts of toxics. Virtual time is exact; on real sockets each side hears the same in the same
 * order, and nothing before its time.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dataScenes } from './hosts/data-scenes.case.ts';
import { endingScenes } from './hosts/ending-scenes.case.ts';
import { openHost, type HostName } from './hosts/hosts.case.ts';
import { Actors, type Scene, type Side } from './hosts/scene.case.ts';
import { TOXICS } from './index.ts';

const SCENE_MS = 120;
const SEED = 'scenes';
const played = new Set<string>();
const SCENES = [...dataScenes, ...endingScenes];
/** By properties of many bytes: `integrity.test.ts`. */
const BY_PROPERTY = ['corrupt', 'loss'];

async function perform(name: HostName, scene: Scene): Promise<Record<Side, string[]>> {
  let actors: Actors | null = null;
  const host = await openHost(name, {
    seed: SEED,
    accept: (socket) => {
      actors!.sockets.server = socket;
      return actors!.handler('server');
    },
  });
  try {
    const scenery = (actors = new Actors(host.world));
    scenery.begin(host.link, scene, host.connect);
    const total = scene.client.length + scene.server.length;
    const { client, server } = scenery.heard;
    await host.until(() => name !== 'virtual' && client.length + server.length >= total, SCENE_MS);
    scenery.toxics.forEach((type) => played.add(type));
    return { client, server };
  } finally {
    await host.close();
  }
}

for (const scene of SCENES) {
  test(`virtual: ${scene.why}`, async () => {
    assert.equal(await perform('virtual', scene), { client: scene.client, server: scene.server });
  });

  for (const name of ['live', 'relay'] as const) {
    const expected = { client: scene.client, server: scene.server, ...(name === 'relay' ? scene.relay : {}) };
    test(`${name}: ${scene.why}`, async () => {
      // A busy machine may be late by more than the gaps of a scene; three times in a row it is no accident.
      for (let attempt = 1; ; attempt++) {
        const heard = await perform(name, scene);
        const same = (['client', 'server'] as const).every((side) => said(heard[side]) === said(expected[side]));
        if (!same && attempt < 3) continue;
        for (const side of ['client', 'server'] as const) {
          assert.is(said(heard[side]), said(expected[side]), side);
          notEarly(heard[side], expected[side], name);
        }
        return;
      }
    });
  }
}

test('every toxic has its scene', () => {
  const missing = TOXICS.map(({ type }) => type).filter((type) => !played.has(type) && !BY_PROPERTY.includes(type));
  assert.equal(missing, []);
});

/** Without the times; bytes that follow each other may come together. */
function said(lines: readonly string[]): string {
  const words: string[] = [];
  for (const line of lines) {
    const word = line.slice(line.indexOf(' ') + 1);
    if (word.startsWith('=') && words.at(-1)?.startsWith('=') === true) words.push(words.pop()! + word.slice(1));
    else words.push(word);
  }
  return words.join(' ');
}

/** Line by line, where they are as many: what was expected and came together need not be looked at. */
function notEarly(heard: readonly string[], expected: readonly string[], name: HostName): void {
  if (heard.length !== expected.length) return;
  heard.forEach((line, i) => {
    // The kernel answers a relay's clients.
    if (name === 'relay' && line.endsWith(' open')) return;
    const due = parseFloat(expected[i] ?? '');
    assert.ok(parseFloat(line) >= due - 1, `${line}: expected at ${due} ms or later`);
  });
}

test.run();
