import { descriptorLimit } from '../world/live/descriptors.ts';
import { createLiveWorld } from '../world/live/live-world.ts';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import { SECOND } from '../world/world.ts';
import type { Scenario } from './define.ts';
import { loadDrivers } from './drivers.ts';
import { fitToOneProcess } from './live-fit.ts';
import { checkWorld } from './live-only.ts';
import type { RunRecord } from './run-record.ts';
import { Run } from './running.ts';

export interface RunOptions {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly world: 'virtual' | 'live';
  /** A control has the same arrivals and no timeline. */
  readonly role: 'incident' | 'control';
  /** Divides the timeline's durations (live world). @default 1 */
  readonly compress?: number;
  /** Asked every second of the run; true: end here, and hand over what was measured. */
  readonly aborted?: () => boolean;
  readonly onProgress?: (progress: RunProgress) => void;
}

export interface RunProgress {
  /** Scenario seconds. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly operations: number;
}

/** Makes one run. Rejects with what a node throws, or with the error of a port that cannot be bound. */
export async function runScenario(options: RunOptions): Promise<RunRecord> {
  checkWorld(options.scenario, options.world, 'scenario');
  return options.world === 'virtual' ? runVirtual(options) : runLive(options);
}

function runVirtual(options: RunOptions): RunRecord {
  const world = createVirtualWorld({ seed: options.seed });
  const run = new Run(world, options, { scenario: options.scenario, remarks: [], foreign: null });
  run.listen((error) => {
    if (error !== null) throw error;
    run.prepare();
    run.begin();
  });
  const { end } = run.resolved;
  let aborted = false;
  for (let t = 0; t < end && !aborted;) {
    t = Math.min(end, t + SECOND);
    world.run(t);
    run.progress();
    aborted = options.aborted?.() === true;
  }
  const trace = {
    traceHash: world.traceHash,
    checkpoints: world.traceCheckpoints.length,
    simulatedEvents: world.events,
  };
  return run.finish(aborted, trace, null);
}

async function runLive(options: RunOptions): Promise<RunRecord> {
  const fit = fitToOneProcess(options.scenario, {
    compress: options.compress ?? 1,
    descriptors: descriptorLimit(),
  });
  const foreign = await loadDrivers(options.scenario);
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  // A failure may come before anybody waits for it.
  failed.catch(() => undefined);
  const world = createLiveWorld({ seed: options.seed, onError: (error) => fail(error) });
  let run: Run | null = null;
  let record: RunRecord;
  try {
    const live = (run = new Run(world, options, { ...fit, foreign }));
    await Promise.race([
      failed,
      new Promise<void>((resolve) => live.listen((error) => (error ? fail(error) : resolve()))),
    ]);
    live.prepare();
    await Promise.race([failed, live.prepareOutside()]);
    world.restartClock();
    const vitals = world.vitals();
    live.begin();
    const aborted = await Promise.race([failed, live.untilEnd()]);
    live.stop();
    await Promise.race([failed, live.lastWords()]);
    record = live.finish(aborted, { traceHash: null, checkpoints: 0, simulatedEvents: 0 }, vitals.read());
  } finally {
    run?.rollBack();
    foreign.closeAll();
    await world.close();
  }
  // What failed on the way out counts as well.
  return Promise.race([failed, Promise.resolve(record)]);
}
