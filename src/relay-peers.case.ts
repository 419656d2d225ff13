/** What stands between the two ends in a relay's benchmark: our relay, node's own `pipe`, HAProxy. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOXICS } from '../toxics/index.ts';
import { answerParent } from './backend/bench/children.case.ts';
import { Link } from './link/link.ts';
import { Relay } from './link/relay.ts';
import { createLiveWorld } from './world/live/live-world.ts';

const START_MS = 5_000;
const POLL_MS = 20;

export interface RelayRequest {
  readonly upstreams: readonly number[];
}

export interface Relays {
  /** In the order of the upstreams. */
  readonly ports: readonly number[];
}

/** The role of our relay: one for each upstream, in one process. */
export function relay(): void {
  answerParent<RelayRequest>(async ({ upstreams }) => {
    const world = createLiveWorld({ seed: 1 });
    const ports = upstreams.map(async (port, i) => {
      const link = new Link({ from: 'clients', to: String(port), toxics: TOXICS, rng: (name) => world.rng(name) });
      const each = new Relay({ world, name: String(i), link, upstream: `127.0.0.1:${port}` });
      await new Promise<void>((resolve, reject) => each.start((error) => (error === null ? resolve() : reject(error))));
      return Number(each.address.split(':')[1]);
    });
    const relays: Relays = { ports: await Promise.all(ports) };
    return relays;
  });
}

/** The role of the shortest relay that node can be: `pipe` there and back. */
export function pipe(): void {
  answerParent<RelayRequest>(async ({ upstreams }) => {
    const ports = upstreams.map((port) => {
      const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
        const upstream = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true });
        client.pipe(upstream).pipe(client);
        client.on('error', () => upstream.destroy());
        upstream.on('error', () => client.destroy());
        client.on('close', () => upstream.destroy());
      });
      return new Promise<number>((resolve) =>
        // Bound to a port, so it has one.
        server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
      );
    });
    const relays: Relays = { ports: await Promise.all(ports) };
    return relays;
  });
}

export interface RunningHaproxy extends Relays {
  readonly pid: number;
  stop(): void;
}

/** In TCP mode with one thread; null where it is not installed. */
export async function startHaproxy({ upstreams }: RelayRequest): Promise<RunningHaproxy | null> {
  const ports = await Promise.all(upstreams.map(freePort));
  const folder = mkdtempSync(join(tmpdir(), 'brownout-haproxy-'));
  const file = join(folder, 'haproxy.cfg');
  const sections = upstreams.map((port, i) =>
    [`listen relay-${i}`, `bind 127.0.0.1:${ports[i]}`, `server upstream 127.0.0.1:${port}`].join('\n  '),
  );
  const defaults = ['defaults', 'mode tcp', 'timeout connect 5s', 'timeout client 60s', 'timeout server 60s'];
  writeFileSync(file, ['global\n  nbthread 1', defaults.join('\n  '), ...sections].join('\n') + '\n');
  const child = spawn('haproxy', ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'ignore'] });
  const stop = (): void => void child.kill('SIGKILL');
  process.once('exit', stop);
  try {
    const missing = await new Promise<boolean>((resolve) => {
      child.once('error', () => resolve(true));
      child.once('spawn', () => resolve(false));
    });
    if (missing) return null;
    for (const port of ports) await listens(port);
    return { ports, pid: child.pid!, stop };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Nobody's at the moment. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      // Bound to a port, so it has one.
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function listens(port: number): Promise<void> {
  for (let waited = 0; waited < START_MS; waited += POLL_MS) {
    const connected = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`haproxy: expected to listen on ${port} within ${START_MS} ms`);
}
