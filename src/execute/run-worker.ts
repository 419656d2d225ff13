/** A worker thread that makes one run. */
import { runScenario } from '../scenario/run.ts';
import { serve } from './serve.ts';

await serve((job, hooks) => runScenario({ ...job, ...hooks }));
