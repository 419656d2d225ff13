/** What toxics cost in the pipe: one piece of 64 bytes, written, carried and delivered in the virtual world. */
import { Bench } from 'tinybench';
import { Link, type ToxicOptions } from '../src/link/link.ts';
import { createVirtualWorld } from '../src/world/virtual/virtual-world.ts';
import { MILLISECOND, type SocketHandler } from '../src/world/world.ts';
import { benchRows, reportBench } from '../tools/bench-report.ts';
import { TOXICS } from './index.ts';

const OPERATIONS = 1000;
/** A request of the text protocol, for links that read it. */
const PIECE = Buffer.from(`get ${'k'.repeat(58)}\r\n`);

const latency: ToxicOptions = { type: 'latency', stream: 'upstream', attributes: { latency: 1 } };
const bandwidth: ToxicOptions = { type: 'bandwidth', stream: 'upstream', attributes: { rate: 1_000_000 } };
const wave: ToxicOptions = { type: 'wave', stream: 'upstream', attributes: { latency: 1, amplitude: 1, period: 1000 } };
const jitter: ToxicOptions = { type: 'latency', stream: 'upstream', attributes: { latency: 1, jitter: 1 } };
const matching: ToxicOptions = { ...latency, match: { command: 'get', key: 'k*' } };

/** One piece under way at a time; null: nothing lies between. */
function pieces(toxics: readonly ToxicOptions[] | null): () => void {
  const world = createVirtualWorld({ seed: 1 });
  const handler: SocketHandler = { onData: (_buf, _start, end) => end, onClose: () => undefined };
  if (toxics !== null) {
    const link = new Link({ from: 'client', to: 'server', toxics: TOXICS, rng: (stream) => world.rng(stream) });
    for (const toxic of toxics) link.addToxic(toxic);
    world.net.setHop('client', 'server', link);
  }
  world.net.listen({ node: 'server', address: 'server' }, { accept: () => handler });
  const socket = world.net.connect('client', 'server', handler);
  world.run(MILLISECOND);
  return () => {
    for (let i = 0; i < OPERATIONS; i++) {
      socket.write(PIECE, 0, PIECE.length);
      world.run(world.clock.now() + 10 * MILLISECOND);
    }
  };
}

const bench = new Bench({ time: 500 })
  .add('no link', pieces(null))
  .add('a link without toxics', pieces([]))
  .add('1 toxic: latency', pieces([latency]))
  .add('1 toxic: latency with jitter', pieces([jitter]))
  .add('3 toxics: latency, bandwidth, wave', pieces([latency, bandwidth, wave]))
  .add('1 toxic by match: the link reads the protocol', pieces([matching]));
await bench.run();
const rows = benchRows(bench, OPERATIONS).map((row) => ({ ...row, unit: 'ns/piece' }));
reportBench('toxics', rows);
