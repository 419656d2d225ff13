/** A worker thread that makes the runs of a comparison, and keeps of each what the comparison needs. */
import { observeEnvironment } from '../execute/environment.ts';
import { serve } from '../execute/serve.ts';
import { packageVersion } from '../execute/version.ts';
import { assembleResult } from '../scenario/judge.ts';
import { runScenario } from '../scenario/run.ts';
import { courseOf } from './course.ts';
import { digestOf } from './digest.ts';
import { lean, type Task, type TaskRecord } from './task.ts';

const brownout = packageVersion();

serve<Task>(async ({ job, against }, hooks): Promise<TaskRecord> => {
  if (hooks.aborted()) return null;
  const environment = observeEnvironment();
  const record = await runScenario({ ...job, ...hooks });
  if (against === null) return { control: lean(record) };
  const { scenario, seed, world } = job;
  const result = assembleResult({
    scenario,
    id: against.id,
    seed,
    world,
    incident: record,
    control: against.control,
    environment: environment(),
    brownout,
  });
  return { digest: digestOf(result, against.metrics), course: courseOf(result) };
});
