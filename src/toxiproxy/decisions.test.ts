/** The same traffic and seed give the same decisions of toxics, twice; another seed gives others. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ToxicOptions } from '../link/link.ts';
import { createVirtualWorld, type VirtualWorld } from '../world/virtual/virtual-world.ts';
import { MICROSECOND, MILLISECOND, type Nanos, type Socket, type SocketHandler } from '../world/world.ts';
import type { ProxySpec } from './proxies.ts';
import { Relays } from './relays.ts';
import { Rig } from './rig.case.ts';

const TOXICS: readonly ToxicOptions[] = [
  { type: 'latency', name: 'some', toxicity: 0.5, attributes: { latency: 20, jitter: 20 } },
  { type: 'corrupt', name: 'flips', stream: 'upstream', attributes: { rate: 0.1 } },
  { type: 'loss', name: 'lost', attributes: { loss: 0.2 } },
  { type: 'reset_peer', name: 'resets', toxicity: 0.1, attributes: { timeout: 0 } },
];

const spec = (name: string, upstream: string): ProxySpec => ({
  name,
  upstream,
  listen: '',
  enabled: true,
  sources: null,
  toxics: TOXICS,
});

/** Notes when what comes back, to the ns. */
class Asker implements SocketHandler {
  readonly notes: string[] = [];
  #socket: Socket | null = null;
  #left = 3;
  #asked: Nanos = 0;
  readonly #world: VirtualWorld;

  constructor(world: VirtualWorld) {
    this.#world = world;
  }

  connect(door: string): void {
    this.#socket = this.#world.net.connect('asker', door, this);
  }

  onOpen(): void {
    this.#ask();
  }

  onData(buf: Buffer, start: number, end: number): number {
    if (end - start < QUESTION.length) return start;
    this.notes.push(`${this.#world.clock.now() - this.#asked} ${buf.toString('latin1', start, end)}`);
    this.#ask();
    return end;
  }

  onClose(why: string): void {
    this.notes.push(why);
  }

  #ask(): void {
    this.#asked = this.#world.clock.now();
    if (this.#left-- > 0) this.#socket?.write(QUESTION, 0, QUESTION.length);
    else this.#socket?.end();
  }
}

const QUESTION = Buffer.from('what is it?');

/** Thirty connections, one after the other, through proxies of this name that come and go. */
async function virtually(seed: string, proxies = 1): Promise<string[]> {
  const world = createVirtualWorld({ seed });
  world.net.listen({ node: 'server', address: 'server' }, { accept: (socket) => new Echo(socket) });
  const relays = new Relays(world);
  const notes: string[] = [];
  for (let i = 0; i < proxies; i++) {
    const made = relays.create(spec('p', 'server'));
    await pumped(world, made);
    for (let k = 0; k < 30; k++) {
      const asker = new Asker(world);
      asker.connect('relay/p');
      world.run(world.clock.now() + 20_000 * MILLISECOND);
      notes.push(asker.notes.join('; '));
    }
    await pumped(world, relays.remove('p'));
  }
  return notes;
}

/** What waits for the virtual world gets its time. */
async function pumped(world: VirtualWorld, waiting: Promise<unknown>): Promise<void> {
  let over = false;
  void waiting.then(() => (over = true));
  for (let i = 0; !over && i < 100; i++) {
    world.run(world.clock.now() + MICROSECOND);
    await Promise.resolve();
  }
  await waiting;
}

class Echo implements SocketHandler {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  onData(buf: Buffer, start: number, end: number): number {
    this.#socket.write(buf, start, end);
    return end;
  }

  onClose(): void {
    return undefined;
  }
}

test('in virtual time, to the ns', async () => {
  const first = await virtually('seed');
  assert.equal(await virtually('seed'), first);
  assert.not.equal(await virtually('other'), first);
  const all = first.join();
  for (const what of [/; closed/, /reset/, /what is it\?/]) assert.match(all, what);
  assert.ok(new Set(first).size > 20, `expected luck of all kinds, got ${all}`);
});

test('a proxy that comes again has other luck, and the same in the next run', async () => {
  const both = await virtually('seed', 2);
  assert.equal(both.slice(0, 30), await virtually('seed'), 'the first is as if it were the only one');
  assert.not.equal(both.slice(30), both.slice(0, 30));
  assert.equal(await virtually('seed', 2), both);
});

/** The same through the API and real sockets: which connections, and which bytes; times are the machine's. */
async function live(seed: string): Promise<string[]> {
  const rig = await Rig.start(seed);
  try {
    const toxics = TOXICS.filter(({ type }) => type !== 'loss').map((toxic) => ({
      ...toxic,
      attributes: { ...toxic.attributes, latency: 2, jitter: 2 },
    }));
    await rig.must('POST /proxies', { name: 'p', upstream: await rig.echo(), toxics });
    const notes: string[] = [];
    for (let k = 0; k < 30; k++) {
      const caller = rig.connect(rig.listen('p'));
      for (let i = 0; i < 3 && caller.ended === null; i++) await caller.ask('what is it?').catch(() => undefined);
      const hits = rig.relays
        .find('p')!
        .link.connectionList()
        .at(-1)
        ?.hits.map(({ toxic }) => toxic);
      // Those who are reset are too soon or too late to hear the last of it.
      notes.push(caller.ended === null ? `${caller.text} ${String(hits)}` : 'reset');
      caller.socket.destroy();
    }
    return notes;
  } finally {
    await rig.close();
  }
}

test('over real sockets: the same connections are hit, the same bytes changed', async () => {
  const first = await live('seed');
  assert.equal(await live('seed'), first);
  assert.not.equal(await live('other'), first);
  assert.match(first.join(), /reset/);
  assert.match(first.join(), /some/);
});

test.run();
