import { round } from '../measure/round.ts';
import type { Expectation } from './define.ts';
import { BadInput } from './errors.ts';
import type { ExpectationOutcome, Result } from './result.ts';
import { didYouMean } from './words.ts';

/** Holds each expectation against the metrics. Throws `BadInput` for a metric that does not exist. */
export function judgeExpectations(
  expectations: readonly Expectation[],
  metrics: Result['metrics'],
): ExpectationOutcome[] {
  const values = new Map(metrics);
  // Without a control its metrics are unknown, not misspelt.
  const hasControl = metrics.some(([path]) => path.startsWith('control.'));
  const valueOf = (path: string, at: string): number | null | 'never' => {
    const value = values.get(path);
    if (value !== undefined) return value;
    if (!hasControl && path.startsWith('control.')) return null;
    throw new BadInput(`${at}: expected a metric, got ${JSON.stringify(path)}${didYouMean(path, [...values.keys()])}`);
  };
  return expectations.map((expectation, i) => {
    const actual = valueOf(expectation.metric, `expectations.${i}.metric`);
    const of = expectation.of === undefined ? 1 : valueOf(expectation.of, `expectations.${i}.of`);
    const { above, below, says, metric } = expectation;
    const scale = typeof of === 'number' ? of : null;
    const low = above === undefined || scale === null ? null : round(above * scale, 3);
    const high = below === undefined || scale === null ? null : round(below * scale, 3);
    const parts = [...(low === null ? [] : [`> ${low}`]), ...(high === null ? [] : [`< ${high}`])];
    // `never` is later than any time: it is above every number.
    const number = actual === 'never' ? Infinity : actual;
    const known = number !== null && scale !== null;
    const held = known && (low === null || number > low) && (high === null || number < high);
    return { says, metric, expected: parts.join(' and ') || `more of ${expectation.of ?? ''}`, actual, held };
  });
}
