/** The three hosts of toxics: the virtual pipe, our own live sockets, the relay between ends that know nothing of it. */
import { Link } from '../../src/link/link.ts';
import { Relay } from '../../src/link/relay.ts';
import { createLiveWorld } from '../../src/world/live/live-world.ts';
import { createVirtualWorld } from '../../src/world/virtual/virtual-world.ts';
import { MILLISECOND, type Acceptor, type SocketHandler, type World } from '../../src/world/world.ts';
import { TOXICS } from '../index.ts';

export type HostName = 'virtual' | 'live' | 'relay';

/** A world with a link between a client and a server that listens. */
export interface Host {
  readonly world: World;
  readonly link: Link;
  connect: (handler: SocketHandler) => ReturnType<World['net']['connect']>;
  /** Lets time pass until it holds, or this much has passed. Throws what a handler threw. */
  until(holds: () => boolean, ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface HostOptions {
  readonly seed: string;
  /** Called for each connection that the server accepts. */
  readonly accept: Acceptor['accept'];
  /** Of the link, one way. @default 1 */
  readonly latencyMs?: number;
}

export async function openHost(name: HostName, { seed, accept, latencyMs = 1 }: HostOptions): Promise<Host> {
  const latency = latencyMs * MILLISECOND;
  if (name === 'virtual') {
    const world = createVirtualWorld({ seed });
    const link = newLink(world, latency);
    world.net.setHop('client', 'server', link);
    world.net.listen({ node: 'server', address: 'server' }, { accept });
    world.run(0);
    return {
      world,
      link,
      connect: (handler) => world.net.connect('client', 'server', handler),
      until: async (holds, ms) => {
        const end = world.clock.now() + ms * MILLISECOND;
        while (!holds() && world.clock.now() < end) world.run(Math.min(end, world.clock.now() + 10 * MILLISECOND));
      },
      close: async () => undefined,
    };
  }
  const errors: unknown[] = [];
  const world = createLiveWorld({ seed, onError: (error) => errors.push(error) });
  const link = newLink(world, latency);
  const server = await new Promise<string>((resolve, reject) => {
    const onListening = (error: Error | null): void => {
      if (error === null) resolve(listener.address);
      else reject(error);
    };
    const listener = world.net.listen({ node: 'server', address: 'server' }, { accept, onListening });
  });
  const address = name === 'live' ? 'server' : await relayed(world, link, server);
  if (name === 'live') world.net.setHop('client', 'server', link);
  return {
    world,
    link,
    connect: (handler) => world.net.connect('client', address, handler),
    until: async (holds, ms) => {
      const end = world.clock.now() + ms * MILLISECOND;
      while (!holds() && world.clock.now() < end && errors.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      for (const error of errors) throw error;
    },
    close: () => world.close(),
  };
}

async function relayed(world: World, link: Link, upstream: string): Promise<string> {
  const relay = new Relay({ world, name: 'relay', link, upstream });
  await new Promise<void>((resolve, reject) => relay.start((error) => (error === null ? resolve() : reject(error))));
  return relay.address;
}

function newLink(world: World, latency: number): Link {
  return new Link({ from: 'client', to: 'server', latency, toxics: TOXICS, rng: (stream) => world.rng(stream) });
}
