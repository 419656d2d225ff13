import { build } from 'hdr-histogram-js';
import { Bench } from 'tinybench';
import { benchRows, reportBench } from '../../tools/bench-report.ts';
import { decodeHdr, encodeHdr } from './hdr.ts';
import { Histogram } from './histogram.ts';
import { Outcome } from './outcome.ts';
import { Draws } from './property.case.ts';
import { Recorder } from './recorder.ts';

const OPERATIONS = 10_000;
const draws = new Draws('bench');
const latencies = Float64Array.from({ length: OPERATIONS }, () => draws.likelyLatency());
const SECOND = 1_000_000_000;

const histogram = new Histogram();
const library = build({ highestTrackableValue: 7_200_000_000 });
const phases = [{ name: 'run', from: 0, to: 1e9 * SECOND }];
const workload = new Recorder({ phases }).workload('bench', { deadline: SECOND });
let now = 0;

// Each task loops by itself: a single operation is shorter than what the timer can tell.
const perOperation = new Bench({ time: 500 })
  .add('Histogram.record', () => {
    for (const value of latencies) histogram.record(value);
  })
  .add('hdr-histogram-js recordValue', () => {
    for (const value of latencies) library.recordValue(value);
  })
  .add('WorkloadRecorder.observe, 2,800 operations/s', () => {
    for (const value of latencies) workload.observe((now += 360_000), value, Outcome.hit, now % 6 === 0, 0);
  });
await perOperation.run();

const filled = new Histogram();
for (const value of latencies) filled.record(value);
const encoded = encodeHdr(filled);
const other = new Histogram();
const whole = new Bench({ time: 500 })
  .add('encodeHdr', () => void encodeHdr(filled))
  .add('decodeHdr', () => void decodeHdr(encoded))
  .add('Histogram.merge', () => other.merge(filled))
  .add('Histogram.quantile p99', () => void filled.quantile(0.99));
await whole.run();

reportBench('histogram', [...benchRows(perOperation, OPERATIONS), ...benchRows(whole, 1)]);
