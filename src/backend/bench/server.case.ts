import { createLiveWorld } from '../../world/live/live-world.ts';
import { Backend } from '../server.ts';
import { answerParent } from './children.case.ts';

export type ServerRequest = { readonly start: { readonly maxConnections: number } } | { readonly memory: true };

export interface Started {
  readonly port: number;
}

/** In bytes. */
export interface Memory {
  readonly resident: number;
  /** Of these: the heap and what it holds outside of itself. */
  readonly heap: number;
  readonly external: number;
  readonly connections: number;
}

/** The role of a backend in a process of its own, as `brownout backend` runs one. */
export function serve(): void {
  let backend: Backend | null = null;
  answerParent<ServerRequest>(async (request) => {
    if ('memory' in request) return memory(backend);
    const world = createLiveWorld({ seed: 1 });
    const { maxConnections } = request.start;
    backend = new Backend({
      world,
      name: 'cache',
      serviceTime: { fixed: 0, exponential: 0 },
      maxConnections,
      backlog: 4096,
    });
    await new Promise<void>((resolve, reject) =>
      backend!.start((error) => (error === null ? resolve() : reject(error))),
    );
    const started: Started = { port: Number(backend.listener!.address.split(':')[1]) };
    return started;
  });
}

/** After a full collection; `--expose-gc` makes it possible. */
function memory(backend: Backend | null): Memory {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed, external, connections: backend?.listener?.connections ?? 0 };
}
