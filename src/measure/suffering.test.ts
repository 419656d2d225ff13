import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Outcome } from './outcome.ts';
import { Suffering } from './suffering.ts';

const rows: [latency: number, outcome: Outcome, counted: number, bad: number, why: string][] = [
  [100, Outcome.hit, 1, 0, 'an answer at the limit is good'],
  [101, Outcome.hit, 1, 1, 'one beyond it is not'],
  [5, Outcome.miss, 1, 0, 'a miss is an answer'],
  [5, Outcome.timeout, 1, 1, 'a failure is bad, however quick'],
  [5, Outcome['no-servers'], 1, 1, 'also one that asked nobody'],
  [5000, Outcome.unfinished, 0, 0, "the end of the run is nobody's fault"],
];
for (const [latency, outcome, counted, bad, why] of rows) {
  test(`suffering: ${why}`, () => {
    const suffering = new Suffering({ clients: 3, backends: 2, phase: 2, limit: 100 });
    suffering.ended(2, 1, latency, outcome);
    assert.equal([...suffering.byClient.operations], [0, 0, counted]);
    assert.equal([...suffering.byClient.bad], [0, 0, bad]);
    assert.equal([...suffering.byBackend.operations], [0, counted]);
    assert.equal([...suffering.byBackend.bad], [0, bad]);
  });
}

test.run();
