import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { smallScenario } from '../scenario/fixture.case.ts';
import { inThisThread } from './in-this-thread.ts';
import type { Job, JobOutcome } from './job.ts';
import { onThreads } from './on-threads.ts';
import { ThreadPool } from './thread-pool.ts';
import { workerFile } from './worker-file.ts';

const file = workerFile(import.meta.url, './fake-worker.case');

const job = (seed: string): Job => ({
  scenario: smallScenario,
  seed,
  world: 'virtual',
  role: 'incident',
  compress: 1,
});

test('more jobs than threads: outcomes in the order of the jobs', async () => {
  const seeds = ['a', 'b', 'c'];
  const heard = new Set<number>();
  const outcomes = await onThreads<string>(seeds.map(job), {
    file,
    threads: 2,
    onProgress: (index) => heard.add(index),
  });
  assert.equal(outcomes, [{ record: 'incident a' }, { record: 'incident b' }, { record: 'incident c' }]);
  assert.equal([...heard].sort(), [0, 1, 2]);
});

test('one thread, one job after the other, also of the next jobs; the one that failed is replaced', async () => {
  const ended: number[] = [];
  const pool = new ThreadPool<string, Job>({ file, threads: 1 });
  const texts = async (...seeds: readonly string[]): Promise<string[]> => {
    const outcomes = await pool.do(seeds.map(job), { onOutcome: (index) => ended.push(index) });
    return outcomes.map((outcome) => ('record' in outcome ? outcome.record : 'error'));
  };
  assert.equal(await texts('counts', 'counts'), ['1 on this thread', '2 on this thread']);
  assert.equal(await texts('counts', 'throws', 'counts'), ['3 on this thread', 'error', '1 on this thread']);
  await pool.end();
  assert.equal(ended, [0, 1, 0, 1, 2]);
});

test('an error is a value, with its stack and code', async () => {
  const [outcome] = await onThreads<string>([job('throws')], { file });
  const { message, stack, code } = errorOf(outcome);
  assert.equal([message, code], ['backend-3 fell over', 'EFAKE']);
  assert.match(stack, /fake-worker\.case\.ts/);
});

test('a thread that dies without a word', async () => {
  const [outcome] = await onThreads<string>([job('exits')], { file });
  assert.is(errorOf(outcome).message, 'worker thread: expected the outcome of a run, got exit code 7');
});

test('what a run leaves behind keeps nobody waiting', async () => {
  assert.equal(await onThreads<string>([job('leaves-a-timer')], { file }), [{ record: 'incident' }]);
});

test('aborting reaches a run that never yields', async () => {
  const controller = new AbortController();
  const onProgress = (): void => controller.abort();
  const outcomes = await onThreads<string>([job('until-aborted')], { file, signal: controller.signal, onProgress });
  assert.equal(outcomes, [{ record: 'aborted' }]);
});

test('one error can stop the others', async () => {
  const outcomes = await onThreads<string>([job('until-aborted'), job('throws')], {
    file,
    threads: 2,
    stopOnError: true,
  });
  assert.equal(outcomes[0], { record: 'aborted' });
  assert.is(errorOf(outcomes[1]).message, 'backend-3 fell over');
});

test('in this thread, one after the other', async () => {
  const order: string[] = [];
  const outcomes = await inThisThread(['a', 'throws', 'b'].map(job), {
    stopOnError: true,
    run: async ({ seed }, { aborted }) => {
      order.push(seed);
      await Promise.resolve();
      if (seed === 'throws') throw new Error('port in use');
      return aborted() ? 'aborted' : seed;
    },
  });
  assert.equal(order, ['a', 'throws', 'b']);
  assert.equal(outcomes[0], { record: 'a' });
  assert.is(errorOf(outcomes[1]).message, 'port in use');
  assert.equal(outcomes[2], { record: 'aborted' });
});

test('the file of a worker has the extension of who asks', () => {
  const source = workerFile('file:///x/src/execute/pair.ts', './run-worker');
  assert.match(decodeURIComponent(source.href), 'tsImport("file:///x/src/execute/run-worker.ts"');
  const built = workerFile('file:///x/dist/src/execute/pair.js', './run-worker');
  assert.is(built.href, 'file:///x/dist/src/execute/run-worker.js');
});

test.run();

function errorOf(outcome: JobOutcome<unknown> | undefined) {
  if (outcome === undefined || !('error' in outcome))
    throw new Error(`expected an error, got ${JSON.stringify(outcome)}`);
  return outcome.error;
}
