import type { FailoverFigures } from '../scenario/result.ts';

/** Of the outage of `fixture.case.ts`: made up, but they fit each other. */
export const failoverOfOutage: FailoverFigures = {
  timeToDetect: 60,
  timeToEject: 750,
  timeToFirstEject: 750,
  timeToFirstHarm: 4.5,
  timeToRecover: 840,
  hysteresis: 90,
  metastable: true,
  faultyPairs: 2,
  pairsNeverEjected: 1,
  ejections: 1,
  falseEjections: 0,
  ejectionPrecision: 1,
  falseEjectionsPerNodeHour: 0,
  pairs: [
    { proxy: 'proxy-1', backend: 'backend-4', from: -270, toEject: 750 },
    { proxy: 'proxy-1', backend: 'backend-9', from: -270, toEject: 'never' },
  ],
  tip: 31,
  tippedProxy: 'proxy-7',
  affectedProxies: 12,
  connectionHerd: 8.33,
  herdFactor: 1.62,
  herdNode: 'backend-5',
  herdFairShare: 1.2,
  retryAmplification: 1.243,
  goodputLoss: 0.1836,
  blastRadius: { keys: 0.167, clients: 0.982, proxies: 1 },
};
