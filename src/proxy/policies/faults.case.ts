import { createRng } from '../../world/rng.ts';
import { MILLISECOND, SECOND, type Nanos, type Rng } from '../../world/world.ts';
import type { Policy, PolicySeat } from './policy.ts';

export const BACKENDS = 12;
/** Of each, in turn: every backend gets 50 requests/s. */
export const INTERVAL = 20 * MILLISECOND;
/** Faults begin here. */
export const ONSET = 60 * SECOND;
const END = ONSET + 180 * SECOND;

/** How a backend answers: after so many ns; Infinity: never; or that nobody listens there. */
export type Reply = Nanos | 'refused';
export type Fault = (backend: number, now: Nanos, rng: Rng) => Reply;

export interface Ejected {
  readonly backend: number;
  readonly at: Nanos;
  /** How many were out then, this one included. */
  readonly out: number;
}

/** A proxy's part in a fault, without a proxy: who is in is asked, who is out until Infinity is probed. */
export function ejectedBy(create: (seat: PolicySeat) => Policy, fault: Fault, seed: string): Ejected[] {
  const policy = create({ backends: BACKENDS, rng: createRng(seed, 'policy') });
  const rng = createRng(seed, 'fault');
  const ejected: Ejected[] = [];
  const backAt = new Array<Nanos>(BACKENDS).fill(0);
  const probeAt = new Array<Nanos>(BACKENDS).fill(Infinity);
  for (let i = 0, now = 0; now < END; now = (++i * INTERVAL) / BACKENDS) {
    const backend = i % BACKENDS;
    const reply = now < ONSET ? healthy(backend, now, rng) : fault(backend, now, rng);
    const isAnswered = typeof reply === 'number' && reply < policy.timeout;
    if (probeAt[backend]! <= now) {
      if (isAnswered) backAt[backend] = now;
      probeAt[backend] = isAnswered ? Infinity : policy.probeAt!(backend, now);
    }
    // Without a timeout silence is heard by nobody.
    if (backAt[backend]! > now || (reply === Infinity && policy.timeout === Infinity)) continue;
    const until = isAnswered
      ? policy.answered(backend, now, reply)
      : policy.failed(backend, now, reply === 'refused' ? 'refused' : 'silence', 1);
    if (until === 0) continue;
    backAt[backend] = until;
    ejected.push({ backend, at: now, out: backAt.filter((back) => back > now).length });
    if (until === Infinity) probeAt[backend] = policy.probeAt!(backend, now);
  }
  return ejected;
}

/** Around 1 ms, with one in 20 above 2.3 ms. */
export const healthy: Fault = (_backend, _now, rng) => Math.round(rng.lognormal(MILLISECOND, 0.5));

/** These are sick, the others healthy. */
export function only(sick: readonly number[], fault: Fault): Fault {
  return (backend, now, rng) => (sick.includes(backend) ? fault : healthy)(backend, now, rng);
}
