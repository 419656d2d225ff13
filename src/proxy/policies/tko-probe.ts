/**
 * mcrouter's TKO ("technical knock-out"): timeouts in a row are a soft one, a connection that cannot be made is a hard
 * one, at once. Only a probe brings a backend back: live traffic never pays for the test.
 *
 *   in ──(failures in a row | no connection)──> out ──(wait)──> probe in flight ──(answer)──> in
 *                                                ^── wait x growth, up to max ──(failed)──┘
 */
import type { Nanos } from '../../world/world.ts';
import type { Failure, Policy, PolicySeat } from './policy.ts';
import { outMax } from './terms.ts';

export interface TkoProbeOptions {
  /** Silence that counts as a failure, in ns. @default 1000 ms */
  readonly timeout: Nanos;
  /** Soft: so many in a row. @default 3 */
  readonly failures: number;
  /** From the ejection to the first probe, in ns. @default 10 s */
  readonly probe: Nanos;
  /** Each wait by the one before, >= 1. @default 1.5 */
  readonly probeGrowth: number;
  /** The longest wait, jitter aside, in ns. @default 60 s */
  readonly probeMax: Nanos;
  /** Each wait is longer by a share drawn between these. @default 0.05 to 0.5 */
  readonly probeJitter: { readonly from: number; readonly to: number };
  /** Fail open: who would be out beyond this share of the pool stays in. 0..100, one always may. @default 50 */
  readonly ejectedPercentMax: number;
}

export function tkoProbe(options: TkoProbeOptions, seat: PolicySeat): Policy {
  const { timeout, failures, probe, probeGrowth, probeMax, probeJitter } = options;
  const failuresInARow = new Array<number>(seat.backends).fill(0);
  const isOut = new Array<boolean>(seat.backends).fill(false);
  const waits = new Array<Nanos>(seat.backends).fill(probe);
  const max = outMax(options.ejectedPercentMax, seat.backends);
  const heardOf = (backend: number): void => {
    if (!isOut[backend]) return;
    isOut[backend] = false;
    waits[backend] = probe;
  };
  return {
    timeout,
    answered(backend) {
      heardOf(backend);
      failuresInARow[backend] = 0;
      return 0;
    },
    failed(backend, _now, why) {
      heardOf(backend);
      failuresInARow[backend] = failuresInARow[backend]! + 1;
      if (!isHard(why) && failuresInARow[backend] < failures) return 0;
      // Above the limit it is counted on: it goes as soon as another has come back.
      if (isOut.filter(Boolean).length >= max) return 0;
      failuresInARow[backend] = 0;
      isOut[backend] = true;
      return Infinity;
    },
    probeAt(backend, now) {
      const wait = waits[backend]!;
      waits[backend] = Math.min(wait * probeGrowth, probeMax);
      const share = probeJitter.from + (probeJitter.to - probeJitter.from) * seat.rng.uniform();
      return now + Math.round(wait * (1 + share));
    },
  };
}

/** No connection could be made. One that stood and was lost is soft: the next attempt tells. */
function isHard(why: Failure): boolean {
  return why === 'refused' || why === 'timeout';
}
