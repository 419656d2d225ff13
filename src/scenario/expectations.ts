import { round } from '../measure/round.ts';
import type { Expectation } from './define.ts';
import { BadInput } from './errors.ts';
import type { ExpectationOutcome, Result } from './result.ts';
import { didYouMean } from './words.ts';

/**
 * Holds each expectation against the metrics. What has no value in this run (too few samples, no control to compare with)
 * is neither held nor broken: `held` is null. Throws `BadInput` for a metric that does not exist.
 */
export function judgeExpectations(
  expectations: readonly Expectation[],
  metrics: Result['metrics'],
): ExpectationOutcome[] {
  const values = new Map(metrics);
  // Without a control its metrics are unknown, not misspelt.
  const hasControl = metrics.some(([path]) => path.startsWith('control.'));
  const valueOf = (path: string, at: string): Value => {
    const value = values.get(path);
    if (value !== undefined) return value;
    if (!hasControl && path.startsWith('control.')) return null;
    throw new BadInput(`${at}: expected a metric, got ${JSON.stringify(path)}${didYouMean(path, [...values.keys()])}`);
  };
  return expectations.map((expectation, i) => {
    const actual = valueOf(expectation.metric, `expectations.${i}.metric`);
    const of = expectation.of === undefined ? 1 : valueOf(expectation.of, `expectations.${i}.of`);
    return { says: expectation.says, metric: expectation.metric, actual, ...held(expectation, actual, of) };
  });
}

type Value = number | null | 'never';

function held(
  { above, below, of: other }: Expectation,
  actual: Value,
  of: Value,
): Pick<ExpectationOutcome, 'expected' | 'held'> {
  const scale = typeof of === 'number' ? of : null;
  if (scale === null) {
    const parts = [...(above === undefined ? [] : [`> ${above}`]), ...(below === undefined ? [] : [`< ${below}`])];
    return { expected: `${parts.join(' and ')} times ${other}`, held: null };
  }
  const low = above === undefined ? -Infinity : round(above * scale, 3);
  const high = below === undefined ? Infinity : round(below * scale, 3);
  const parts = [...(low === -Infinity ? [] : [`> ${low}`]), ...(high === Infinity ? [] : [`< ${high}`])];
  const expected = parts.join(' and ');
  if (actual === null) return { expected, held: null };
  // `never` is later than any time: above every bound, below none.
  if (actual === 'never') return { expected, held: below === undefined };
  return { expected, held: actual > low && actual < high };
}
