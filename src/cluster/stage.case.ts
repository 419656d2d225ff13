import * as assert from 'uvu/assert';
import { pooled } from '../client/presets/pooled.ts';
import type { ClientOptions } from '../client/options.ts';
import { MICROSECOND, MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import { makeRig, type Rig, type RigOptions } from './rig.case.ts';
import { Shopper } from './shopper.case.ts';

export const SERVICE = 100 * MICROSECOND;
/** Each way; so a get over standing connections costs twice this, plus the service time. */
export const WAY = 50 * MICROSECOND;
export const GET: Nanos = SERVICE + 2 * WAY;
/** One attempt on one proxy; its failure is what it was, not what a retry made of it. */
export const client: ClientOptions = { ...pooled, timeout: 500 * MILLISECOND };

export const ALL = ['proxy-1', 'proxy-2'].flatMap((from) => ['backend-1', 'backend-2'].map((to) => ({ from, to })));

/** Two proxies and two backends on two machines, and a client of each proxy whose connections stand. */
export function stage(options: Partial<RigOptions> = {}): { rig: Rig; one: Shopper; two: Shopper } {
  const rig = makeRig({ client, proxies: 2, backends: 2, serviceTime: SERVICE, proxyToBackend: WAY, ...options });
  const [one, two] = [new Shopper(rig, 0), new Shopper(rig, 1)];
  for (const shopper of [one, two]) for (const backend of [0, 1]) shopper.askAndWait(backend);
  assert.equal(one.askAndWait(1), { outcome: 'hit', latency: (options.proxyCost ?? 0) + GET });
  return { rig, one, two };
}

export function pass({ world }: Rig, duration: Nanos = SECOND): void {
  world.run(world.clock.now() + duration);
}
