import type { FailoverFigures } from '../../scenario/result.ts';
import type { Matches } from './matches.ts';
import {
  count,
  countOrNull,
  figure,
  flag,
  flagOrNull,
  list,
  number,
  numberOrNull,
  object,
  share,
  text,
  textOrNull,
  timeOrNever,
} from './values.ts';
import { phaseName } from './words.ts';

const availability = { availability: numberOrNull, nines: numberOrNull, burnRate: numberOrNull };
const windows = { windows: count, violatingWindows: count, unjudgedWindows: count };

const phase = object({
  ...availability,
  ...windows,
  phase: phaseName,
  from: number,
  to: number,
  goodput: countOrNull,
  controlGoodput: countOrNull,
  goodputLoss: numberOrNull,
  retryAmplification: countOrNull,
  newConnections: countOrNull,
  newConnectionsPeak: countOrNull,
  hitRate: countOrNull,
  ejections: count,
  falseEjections: count,
});

const victim = object({
  ...windows,
  workload: text,
  cache: textOrNull,
  from: numberOrNull,
  to: numberOrNull,
  isOver: flag,
  operations: count,
  share,
  by: list(object({ kind: text, share })),
});

export const failover = object({
  ...availability,
  ...windows,
  timeToDetect: figure,
  timeToFirstHarm: figure,
  timeToRecover: figure,
  hysteresis: figure,
  metastable: flagOrNull,
  timeToEject: figure,
  timeToFirstEject: figure,
  faultyPairs: count,
  pairsNeverEjected: count,
  ejections: count,
  falseEjections: count,
  ejectionPrecision: countOrNull,
  falseEjectionsPerNodeHour: countOrNull,
  pairs: list(object({ proxy: text, backend: text, from: number, toEject: timeOrNever })),
  tip: timeOrNever,
  tippedProxy: textOrNull,
  affectedProxies: count,
  connectionHerd: countOrNull,
  herdFactor: countOrNull,
  herdNode: textOrNull,
  herdFairShare: countOrNull,
  herd: list(
    object({ proxy: text, baseline: count, peak: count, peakAt: numberOrNull, ratio: count, tippedAt: timeOrNever }),
  ),
  hitRateBaseline: countOrNull,
  hitRateLowest: countOrNull,
  hitRateDip: numberOrNull,
  hitRateLowestAt: numberOrNull,
  goodputLoss: numberOrNull,
  answersLost: numberOrNull,
  operationsHurt: countOrNull,
  timeToBurnPage: figure,
  blastRadius: object({ keys: countOrNull, tenants: countOrNull, clients: countOrNull, proxies: countOrNull }),
  backfill: numberOrNull.exactOptional(),
  peakOriginLoad: countOrNull.exactOptional(),
  retryAmplification: countOrNull,
  phases: list(phase),
  victims: list(victim),
  unknown: list(object({ metric: text, why: text })),
});
true satisfies Matches<typeof failover, FailoverFigures>;
