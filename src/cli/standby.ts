import { createLiveWorld, type LiveWorld } from '../world/live/live-world.ts';
import { EXIT_ABORTED } from './exit-codes.ts';
import { unpredictable } from './unpredictable.ts';

export interface StandbyOptions {
  /** Hosts besides loopback that nodes may connect to. */
  readonly allowHosts?: readonly string[];
  /** @default an unpredictable one */
  readonly seed?: string;
}

/**
 * A live world that stays up until Ctrl-C or SIGTERM: that is how it is meant to end, so the exit code is 0. `serve`
 * resolves when everything listens; what it returns is called when it is to stop. A second Ctrl-C ends the process at once.
 */
export async function standby(
  { allowHosts = [], seed = unpredictable() }: StandbyOptions,
  serve: (world: LiveWorld) => Promise<() => void>,
): Promise<number> {
  let stop: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const over = new Promise<void>((resolve, reject) => ([stop, fail] = [resolve, reject]));
  // It may fail while nobody waits for it yet.
  over.catch(() => undefined);
  let asked = false;
  const interrupt = (): void => {
    if (asked) process.exit(EXIT_ABORTED);
    asked = true;
    stop();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const world = createLiveWorld({ seed, allowHosts, onError: (error) => fail(error) });
  try {
    const served = serve(world);
    const stopped = await Promise.race([served, over]);
    await over;
    stopped?.();
  } finally {
    await world.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
  return 0;
}
