/**
 * What both worlds hold, as a table. A row works with a `Kit`, which also watches every call for what holds always: no
 * callback within another call, nothing after `onClose`, `onDrain` only with nothing pending, …
 */
import { backpressure } from './conformance/backpressure.case.ts';
import { closing } from './conformance/closing.case.ts';
import { connects } from './conformance/connects.case.ts';
import { cpus } from './conformance/cpus.case.ts';
import type { Driver, Row } from './conformance/driver.case.ts';
import { hops } from './conformance/hops.case.ts';
import { kills } from './conformance/kills.case.ts';
import { Kit } from './conformance/kit.case.ts';
import { limits } from './conformance/limits.case.ts';
import { resetRows } from './conformance/resets.case.ts';
import { severings } from './conformance/severings.case.ts';
import { shapers } from './conformance/shapers.case.ts';
import { streams } from './conformance/streams.case.ts';
import { timers } from './conformance/timers.case.ts';
import { verdicts } from './conformance/verdicts.case.ts';

export type { Driver, Row } from './conformance/driver.case.ts';

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
  ...verdicts,
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
