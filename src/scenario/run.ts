import { descriptorLimit } from '../world/live/descriptors.ts';
import { createLiveWorld } from '../world/live/live-world.ts';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import { SECOND } from '../world/world.ts';
import type { Scenario } from './define.ts';
import { loadDrivers } from './drivers.ts';
import { badValue } from './errors.ts';
import type { PanelUser } from './link-panel.ts';
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
  /** Live world only, for nobody reaches into virtual time: is given the links, to change them while the run goes on. */
  readonly onLinks?: PanelUser;
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
  if (options.onLinks && options.world === 'virtual') throw badValue('onLinks', '--world live', 'virtual');
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
  let giveBack: () => Promise<void> = () => Promise.resolve();
  try {
    const live = (run = new Run(world, options, { ...fit, foreign }));
    await Promise.race([
      failed,
      new Promise<void>((resolve) => live.listen((error) => (error ? fail(error) : resolve()))),
    ]);
    live.prepare();
    await Promise.race([failed, live.prepareOutside()]);
    if (options.onLinks) {
      const taken = options.onLinks(live.panel(options.scenario));
      giveBack = () => givenBack(taken);
      await Promise.race([failed, taken]);
    }
    world.restartClock();
    const vitals = world.vitals();
    live.begin();
    const aborted = await Promise.race([failed, live.untilEnd()]);
    live.stop();
    await giveBack();
    await Promise.race([failed, live.lastWords()]);
    record = live.finish(aborted, { traceHash: null, checkpoints: 0, simulatedEvents: 0 }, vitals.read());
  } finally {
    await giveBack();
    run?.rollBack();
    foreign.closeAll();
    await world.close();
  }
  // What failed on the way out counts as well.
  return Promise.race([failed, Promise.resolve(record)]);
}

/** Also of one that is still being taken. Giving back twice does no harm. */
async function givenBack(taken: ReturnType<PanelUser>): Promise<void> {
  const giveBack = await taken.catch(() => null);
  await giveBack?.();
}
