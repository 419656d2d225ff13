/** What a comparison keeps of a run, from runs that can be worked out by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assembleResult } from '../scenario/judge.ts';
import { calm, except, madeUp, slow, type MadeUp } from '../scenario/made-up.case.ts';
import type { Result } from '../scenario/result.ts';
import { digestOf } from './digest.ts';
import { lean } from './task.ts';

const environment = {
  node: 'v20.0.0',
  platform: 'linux x64, 2 processors',
  wallSeconds: 0,
  cpuSeconds: 0,
  peakMemoryBytes: 0,
  finishedAt: '2015-10-04T00:00:00.000Z',
};

function resultOf(incident: MadeUp): Result {
  return assembleResult({
    scenario: { ...calm, timeline: [slow('backend-1')] },
    id: 'made-up',
    brownout: '0.0.0',
    seed: '1',
    world: 'virtual',
    incident: lean(madeUp(incident)),
    control: lean(madeUp({})),
    environment,
  });
}

test('what customers lost: of all answers in time since the fault, over the same time whenever it ended', () => {
  // Ten windows since the fault, two workloads of 100 in each; windows 3 to 6 are the fault, the rest the recovery.
  const rows: readonly [why: string, goodput: readonly number[], lost: number][] = [
    ['nothing', except(100, {}), 0],
    ['half of one workload in two windows', except(100, { 3: 50, 4: 50 }), 0.05],
    ['the same, but spread to the end', except(100, { 3: 50, 12: 50 }), 0.05],
    ['before the fault does not count', except(100, { 1: 0, 3: 50, 4: 50 }), 0.05],
    ['better than the control', except(100, { 5: 120 }), -0.01],
  ];
  for (const [why, goodput, lost] of rows) {
    const operations = goodput.map((n) => Math.max(n, 100));
    assert.is(digestOf(resultOf({ goodput, operations }), []).figures.goodputLost, lost, why);
  }
});

test('a web app: what counts is its pages, not what its cache answered', () => {
  const plain = resultOf({ goodput: except(100, { 3: 50 }) });
  const series = { busy: [], waiting: [] };
  const app = { workers: 1, originReads: 0, cacheFailures: 0, backfills: 0, leaseWaits: 0, window: 10, series };
  const pages = (complete: number): Result['incident'] => {
    const [first, second] = plain.control!.workloads;
    const phases = first!.phases.map((phase) => ({ ...phase, pages: { ...phase.pages, complete } }));
    return { ...plain.incident, workloads: [{ ...first!, app, operationsPerPage: 5, phases }, second!] };
  };
  // Two phases with 30 of 40 pages of five operations, beside 1,000 answers of the other workload.
  const result = { ...plain, incident: pages(30), control: pages(40) };
  assert.is(digestOf(result, []).figures.goodputLost, 0.071429);
});

test('figures by their paths, metrics that were asked for, and when there is nothing to tell', () => {
  const digest = digestOf(resultOf({ goodput: except(100, { 3: 50 }) }), ['failover.timeToFirstHarm', 'no.such']);
  assert.equal([digest.ended, digest.reasons, digest.metastable], ['whole', [], false]);
  assert.equal([digest.figures.timeToFirstHarm, digest.figures.timeToEject], [0, 'never']);
  assert.equal(digest.metrics, [
    ['failover.timeToFirstHarm', 0],
    ['no.such', null],
  ]);
  assert.is(digest.figures.pageToEffect, null, 'nobody is on call');
});

test('a run that was cut short does not count, and says so', () => {
  const { ended, reasons } = digestOf(resultOf({ endedAt: 40 }), []);
  assert.equal([ended, reasons], ['aborted', ['aborted at 40 s']]);
});

test.run();
