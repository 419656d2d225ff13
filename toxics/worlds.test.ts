/**
 * The same scenes in both worlds: a client says things through a link, the server echoes them. Virtual time is exact; the
 * live world shows each side the same in the same order, and nothing before its time.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Link } from '../src/link/link.ts';
import { createLiveWorld } from '../src/world/live/live-world.ts';
import { createVirtualWorld } from '../src/world/virtual/virtual-world.ts';
import { MILLISECOND, type Socket, type SocketHandler, type World } from '../src/world/world.ts';
import { TOXICS } from './index.ts';

const SCENE_MS = 120;

interface Stage {
  readonly link: Link;
  /** The client's. */
  say(text: string): void;
  /** At this time, in ms since the connect. */
  at(ms: number, act: () => void): void;
  readonly client: () => Socket;
  readonly server: () => Socket;
}

interface Scene {
  readonly why: string;
  play(stage: Stage): void;
  readonly client: readonly string[];
  readonly server: readonly string[];
}

/** `ms what`, the connect being at 0 and the link 1 ms long. */
const SCENES: readonly Scene[] = [
  {
    why: 'latency: chunks 10 ms apart stay so; removing it passes on what it held, without overtaking',
    play({ link, at, say }) {
      link.addToxic({ type: 'latency', attributes: { latency: 30 } });
      at(10, () => say('a'));
      at(20, () => say('b'));
      at(45, () => say('c'));
      at(55, () => link.removeToxic('latency_downstream'));
      at(70, () => say('d'));
    },
    server: ['11 a', '21 b', '46 c', '71 d'],
    client: ['2 open', '42 a', '52 b', '56 c', '72 d'],
  },
  {
    why: 'latency: half-close is kept, the FIN follows the last bytes',
    play({ link, at, say, client }) {
      link.addToxic({ type: 'latency', attributes: { latency: 30 } });
      at(10, () => {
        say('a');
        client().end();
      });
    },
    server: ['11 a', '11 end', '11 closed'],
    client: ['2 open', '42 a', '42 end', '42 closed'],
  },
  {
    why: 'latency: added to what is held, and both directions have their own',
    play({ link, at, say }) {
      link.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency: 20 } });
      at(10, () => say('a'));
      at(15, () => link.addToxic({ type: 'latency', name: 'more', stream: 'upstream', attributes: { latency: 10 } }));
      at(80, () => link.updateToxic('more', { attributes: { latency: 0 } }));
      at(81, () => say('b'));
    },
    server: ['41 a', '102 b'],
    client: ['2 open', '42 a', '103 b'],
  },
  {
    why: 'timeout 0: swallows until it is removed, which closes',
    play({ link, at, say }) {
      at(5, () => say('a'));
      at(10, () => link.addToxic({ type: 'timeout' }));
      at(20, () => say('b'));
      at(60, () => link.removeToxic('timeout_downstream'));
    },
    server: ['6 a', '21 b', '61 end', '61 closed'],
    client: ['2 open', '7 a', '61 end', '61 closed'],
  },
  {
    why: 'timeout: what it never met survives its removal',
    play({ link, at, say }) {
      link.addToxic({ type: 'timeout', toxicity: 0 });
      link.addToxic({ type: 'timeout', stream: 'upstream' });
      at(20, () => link.reset());
      at(30, () => say('a'));
    },
    server: ['31 a'],
    client: ['2 open', '32 a'],
  },
  {
    why: 'timeout: closes both directions, counted from the first bytes dropped',
    play({ link, at, say }) {
      link.addToxic({ type: 'timeout', attributes: { timeout: 50 } });
      at(10, () => say('a'));
      at(40, () => say('b'));
    },
    server: ['11 a', '41 b', '62 end', '62 closed'],
    client: ['2 open', '62 end', '62 closed'],
  },
  {
    why: 'timeout: a FIN behind dropped bytes waits for the close',
    play({ link, at, say, server }) {
      link.addToxic({ type: 'timeout', attributes: { timeout: 50 } });
      at(10, () => say('a'));
      at(40, () => server().end());
    },
    server: ['11 a', '62 end', '62 closed'],
    client: ['2 open', '62 end', '62 closed'],
  },
  {
    why: 'reset_peer: an announced RST comes, whatever else changes on the link',
    play({ link, at, say }) {
      link.addToxic({ type: 'reset_peer', stream: 'upstream', attributes: { timeout: 40 } });
      at(20, () => say('a'));
      at(30, () => link.addToxic({ type: 'latency', stream: 'upstream' }));
      at(40, () => link.reset());
    },
    server: ['60 reset'],
    client: ['2 open', '60 reset'],
  },
  {
    why: 'reset_peer: RST on a live connection, after its next bytes',
    play({ link, at, say }) {
      at(5, () => say('a'));
      at(20, () => link.addToxic({ type: 'reset_peer', stream: 'upstream', attributes: { timeout: 40 } }));
      at(30, () => say('b'));
      at(50, () => say('c'));
    },
    server: ['6 a', '70 reset'],
    client: ['2 open', '7 a', '70 reset'],
  },
  {
    why: 'down: ends what is open, refuses what comes',
    play({ link, at, say }) {
      at(5, () => say('a'));
      at(20, () => (link.down = true));
    },
    server: ['6 a', '21 end', '21 closed'],
    client: ['2 open', '7 a', '21 end', '21 closed'],
  },
];

function perform(world: World, scene: Scene): { client: string[]; server: string[]; link: Link } {
  const heard = { client: new Array<string>(), server: new Array<string>() };
  let start = 0;
  let client: Socket | null = null;
  let server: Socket | null = null;
  const listener = (side: 'client' | 'server', socket: () => Socket): SocketHandler => {
    const note = (what: string) => heard[side].push(`${(world.clock.now() - start) / MILLISECOND} ${what}`);
    return {
      ...(side === 'client' && { onOpen: () => note('open') }),
      onData(buf, from, to) {
        note(buf.toString('latin1', from, to));
        if (side === 'server') socket().write(buf, from, to);
        return to;
      },
      onEnd() {
        note('end');
        socket().end();
      },
      onClose: (why) => note(why),
    };
  };
  const link = new Link({ from: 'c', to: 's', latency: MILLISECOND, toxics: TOXICS, rng: (name) => world.rng(name) });
  const there = (socket: Socket | null) => {
    assert.ok(socket);
    return socket;
  };
  const stage: Stage = {
    link,
    say: (text) => there(client).write(Buffer.from(text), 0, text.length),
    at: (ms, act) => world.clock.at(start + ms * MILLISECOND, { fire: act }),
    client: () => there(client),
    server: () => there(server),
  };
  world.net.setHop('c', 's', link);
  const accept = (socket: Socket) => listener('server', () => (server = socket));
  const onListening = () => {
    start = world.clock.now();
    client = world.net.connect(
      'c',
      's',
      listener('client', () => stage.client()),
    );
    scene.play(stage);
  };
  world.net.listen({ node: 's', address: 's' }, { accept, onListening });
  return { ...heard, link };
}

for (const scene of SCENES) {
  test(`virtual: ${scene.why}`, () => {
    const world = createVirtualWorld({ seed: 1 });
    const { client, server, link } = perform(world, scene);
    world.run(SCENE_MS * MILLISECOND);
    assert.equal({ client, server }, { client: scene.client, server: scene.server });
    assert.is(link.connections, scene.client.some((one) => /closed|reset/.test(one)) ? 0 : 1);
  });

  test(`live: ${scene.why}`, async () => {
    // A busy machine may be late by more than the gaps of a scene; three times in a row it is no accident.
    for (let attempt = 1; ; attempt++) {
      const heard = await performLive(scene);
      const same = said(heard.client) === said(scene.client) && said(heard.server) === said(scene.server);
      if (!same && attempt < 3) continue;
      assert.is(said(heard.client), said(scene.client));
      assert.is(said(heard.server), said(scene.server));
      notEarly(heard.client, scene.client);
      notEarly(heard.server, scene.server);
      return;
    }
  });
}

async function performLive(scene: Scene): Promise<{ client: string[]; server: string[] }> {
  const world = createLiveWorld({ seed: 1 });
  const heard = perform(world, scene);
  const total = scene.client.length + scene.server.length;
  for (let waited = 0; waited < 3 * SCENE_MS; waited += 10) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (heard.client.length + heard.server.length >= total) break;
  }
  await world.close();
  return heard;
}

/** Without the times; bytes that follow each other may come together. */
function said(lines: readonly string[]): string {
  return lines
    .map(what)
    .map((word) => (word.length > 1 ? ` ${word} ` : word))
    .join('');
}

function notEarly(heard: readonly string[], expected: readonly string[]): void {
  if (heard.length !== expected.length) return;
  heard.forEach((line, i) => {
    const due = parseFloat(expected[i] ?? '');
    assert.ok(parseFloat(line) >= due - 1, `${line}: expected at ${due} ms or later`);
  });
}

function what(line: string): string {
  return line.slice(line.indexOf(' ') + 1);
}

test.run();
