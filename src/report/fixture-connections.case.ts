import type {
  ConnectionCounts,
  ConnectionFigures,
  LatencyFigures,
  MachineFigures,
  PageFigures,
  PagesOverTime,
  WorkloadFigures,
} from '../scenario/result.ts';

const WINDOW = 10;
const LIMIT = 1024;
/** Seconds of the scenario. */
const [FIRST, LAST] = [31, 570];

/** Of pages of five operations each. */
export function pagesOf({ operations, failed, failedShare, p50, p99, max }: LatencyFigures): PageFigures {
  const broken = Math.round(failed / 5);
  const count = Math.round(operations / 5);
  return { count, complete: count - broken, failed: broken, failedShare, p50, p99, max, roundTrips: 5 };
}

/** In calm none fails. */
export function pagesOverTimeOf(stormy: readonly boolean[]): PagesOverTime {
  const failing = stormy.includes(true);
  return {
    firstFailedAt: failing ? FIRST : null,
    lastFailedAt: failing ? LAST : null,
    series: {
      window: WINDOW,
      complete: stormy.map((yes) => (yes ? 900 : 1_500)),
      failed: stormy.map((yes) => (yes ? 600 : 0)),
      p50: stormy.map((yes) => (yes ? 80_000 : 1_550)),
      p99: stormy.map(() => null),
      max: stormy.map((yes) => (yes ? 1_500_000 : 9_000)),
    },
  };
}

/** `stormy`: for each window. In calm nobody is turned away. */
export function connectionsOf(mode: WorkloadFigures['mode'], stormy: readonly boolean[]): ConnectionFigures {
  const broken = stormy.includes(true) ? 5_000 : 0;
  const values = (calm: number, storm: number): number[] => stormy.map((yes) => (yes ? storm : calm));
  return {
    all: counts(24_000, broken),
    modes: [{ mode, pages: 24_000, ...counts(24_000, broken) }],
    phases: [
      { phase: 'baseline', mode, ...counts(4_000, 0) },
      { phase: 'fault', mode, ...counts(20_000, broken) },
    ],
    turnedAwayBy: broken === 0 ? [] : [{ proxy: 'proxy-7', count: broken, first: FIRST, last: LAST }],
    series: {
      window: WINDOW,
      tried: values(200, 900),
      broken: values(0, 300),
      turnedAway: values(0, 300),
      held: values(600, 700),
      waiting: values(0, 80),
    },
  };
}

function counts(tried: number, broken: number): ConnectionCounts {
  return {
    tried,
    opened: tried - broken / 2,
    signedIn: tried - broken,
    closed: tried - broken,
    broken,
    turnedAway: broken,
    causes: broken === 0 ? [] : [{ cause: 'auth-timeout', count: broken }],
  };
}

/** Two machines whose tables are full in the storm. */
export function machinesOf(stormy: readonly boolean[]): MachineFigures[] {
  const full = stormy.includes(true);
  return [1, 2].map((i) => ({
    name: `machine-${i}`,
    of: 'cluster',
    nodes: [`proxy-${i}`, `backend-${i}`],
    fileLimit: LIMIT,
    peak: full ? LIMIT : 310,
    fullAt: full ? FIRST : null,
    denied: full ? 4_321 : 0,
    window: WINDOW,
    files: stormy.map((yes) => (yes ? LIMIT : 300)),
  }));
}

export const NOTHING_SHED = { shed: 0, hedged: 0, signInsShed: 0 };
