import type { Condition } from './condition.ts';
import { inWords, METRICS, type MetricName } from './metric.ts';

export interface ThresholdOptions {
  readonly metric: MetricName;
  /** In the metric's unit, latencies in ns. One of them at least. */
  readonly above?: number;
  readonly below?: number;
}

/** One figure beyond one bound. A scrape with too little in it to tell does not meet it. */
export function threshold({ metric: name, above = Infinity, below = -Infinity }: ThresholdOptions): Condition {
  const metric = METRICS[name];
  return {
    judge(scrape) {
      const value = metric.of(scrape);
      if (value === null) return { met: false, says: `${metric.says}: too few to tell` };
      const [beyond, bound] = value > above ? ['above', above] : value < below ? ['below', below] : ['', 0];
      const says = `${metric.says}: ${inWords(metric, value)}`;
      return beyond === '' ? { met: false, says } : { met: true, says: `${says}, ${beyond} ${inWords(metric, bound)}` };
    },
  };
}
