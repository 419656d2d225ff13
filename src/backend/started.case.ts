import type { LiveWorld } from '../world/live/live-world.ts';
import { Backend, type BackendOptions } from './server.ts';

/** A backend that listens on an ephemeral port of loopback. */
export async function startedBackend(
  world: LiveWorld,
  name: string,
  options: Partial<BackendOptions> = {},
): Promise<Backend> {
  const backend = new Backend({ serviceTime: { fixed: 0, exponential: 0 }, ...options, world, name });
  await new Promise<void>((resolve, reject) => {
    backend.start((error) => (error === null ? resolve() : reject(error)));
  });
  return backend;
}
