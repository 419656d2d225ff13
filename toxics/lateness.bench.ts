/** How late toxics are on real sockets, in this process and on this machine: a latency of 20 ms, a byte each 3 ms. */
import { reportBench, type BenchRow } from '../tools/bench-report.ts';
import { lateness } from './hosts/lateness.case.ts';

const BYTES = 3001;

const rows: BenchRow[] = [];
for (const [name, what] of [
  ['live', 'our own sockets'],
  ['relay', 'relay'],
] as const) {
  const late = await lateness(name, BYTES, 'bench');
  for (const [quantile, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const value = late[Math.floor(share * (BYTES - 1))]! / 1000;
    rows.push({
      name: `${what}: late at the ${quantile}`,
      unit: 'us',
      value,
      note: `${BYTES} bytes; earliest ${late[0]! / 1000} us`,
    });
  }
}
reportBench('lateness', rows);
