import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Job } from '../execute/job.ts';
import { RunFailed } from '../execute/run-pair.ts';
import { BadInput } from '../scenario/errors.ts';
import { smallScenario } from '../scenario/fixture.case.ts';
import { complaint } from './complaint.ts';

const job: Job = { scenario: smallScenario, seed: 'x7', world: 'live', role: 'incident', compress: 1 };

test('bad input: the line alone', () => {
  assert.equal(complaint(new BadInput('a: expected b,\n got c')), { text: 'a: expected b, got c', code: 2 });
});

test('a port in use is bad input, too', () => {
  const reason = { message: 'listen EADDRINUSE 127.0.0.1:11211', stack: 'Error: …\n  at …', code: 'EADDRINUSE' };
  const text = `cluster.ports: expected ports that nobody listens on, got ${reason.message}`;
  assert.equal(complaint(new RunFailed(job, reason)), { text, code: 2 });
});

test('a node that throws: the run, the seed to see it again, and where', () => {
  const reason = { message: 'boom', stack: 'Error: boom\n    at backend.ts:7', code: null };
  const text = 'incident run: boom (seed x7)\nError: boom\n    at backend.ts:7';
  assert.equal(complaint(new RunFailed(job, reason)), { text, code: 1 });
});

test('anything else is a fault of ours', () => {
  const { text, code } = complaint(new TypeError('x is undefined'));
  assert.is(code, 1);
  assert.match(text, /^TypeError: x is undefined\n {4}at /);
  assert.equal(complaint('text'), { text: 'text', code: 1 });
});

test.run();
