import { MILLISECOND, type Nanos, type Socket, type SocketHandler } from '../../src/world/world.ts';
import { openHost, type HostName } from './hosts.case.ts';

const DELAY_MS = 20;
const GAP_MS = 3;

/**
 * How much later than a latency toxic of 20 ms says each of so many bytes arrives, in ns, sorted; below 0: earlier. The
 * link has no latency of its own.
 */
export async function lateness(name: HostName, bytes: number, seed: string): Promise<Nanos[]> {
  const sent: Nanos[] = [];
  const late: Nanos[] = [];
  const host = await openHost(name, { seed, latencyMs: 0, accept: () => server });
  const { clock } = host.world;
  const server: SocketHandler = {
    onData: (_buf, from, to) => {
      for (let i = from; i < to; i++) late.push(clock.now() - sent[late.length]! - DELAY_MS * MILLISECOND);
      return to;
    },
    onClose: () => undefined,
  };
  host.link.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency: DELAY_MS } });
  const piece = Buffer.from('.');
  const send = (socket: Socket): void => {
    sent.push(clock.now());
    socket.write(piece, 0, 1);
    if (sent.length < bytes) clock.at(clock.now() + GAP_MS * MILLISECOND, { fire: () => send(socket) });
  };
  const client: SocketHandler = {
    // Behind a relay the connection to the server stands a little later.
    onOpen: () => void clock.at(clock.now() + 20 * MILLISECOND, { fire: () => send(socket) }),
    onData: (_buf, _from, to) => to,
    onClose: () => undefined,
  };
  const socket = host.connect(client);
  try {
    await host.until(() => late.length === bytes, 10 * bytes * GAP_MS + 2000);
    if (late.length !== bytes) throw new Error(`${name}: expected ${bytes} bytes, got ${late.length}`);
    return late.sort((a, b) => a - b);
  } finally {
    await host.close();
  }
}
