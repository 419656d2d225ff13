/** A worker thread that makes one run. */
import { runScenario } from '../scenario/run.ts';
import { serve } from './serve.ts';

serve((job, hooks) => runScenario({ ...job, ...hooks }));
