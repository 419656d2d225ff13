/**
 * What both worlds hold, as a table. A row works with a `Kit`, which also watches every call for what holds always: no
 * callback within another call, nothing after `onClose`, `onDrain` only with nothing pending, …
 */
import { backpressure } from './conformance/backpressure.ts';
import { closing } from './conformance/closing.ts';
import { connects } from './conformance/connects.ts';
import { cpus } from './conformance/cpus.ts';
import type { Driver, Row } from './conformance/driver.ts';
import { hops } from './conformance/hops.ts';
import { kills } from './conformance/kills.ts';
import { Kit } from './conformance/kit.ts';
import { limits } from './conformance/limits.ts';
import { resetRows } from './conformance/resets.ts';
import { severings } from './conformance/severings.ts';
import { shapers } from './conformance/shapers.ts';
import { streams } from './conformance/streams.ts';
import { timers } from './conformance/timers.ts';

export type { Driver, Row } from './conformance/driver.ts';

export const conformance: readonly Row[] = [
  ...timers,
  ...cpus,
  ...streams,
  ...backpressure,
  ...closing,
  ...resetRows,
  ...connects,
  ...limits,
  ...kills,
  ...hops,
  ...shapers,
  ...severings,
];

/** Runs one row in a fresh world; what it throws names the world's seed. */
export async function runRow(row: Row, driver: Driver): Promise<void> {
  const kit = new Kit(driver);
  try {
    await row.run(kit);
    kit.finish();
  } catch (error) {
    if (error instanceof Error) {
      error.message += `\n(${driver.world.kind} world, seed ${driver.seed}; why it matters: ${row.why})`;
    }
    throw error;
  } finally {
    await driver.close();
  }
}
