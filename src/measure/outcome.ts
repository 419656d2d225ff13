/**
 * How an operation of a client ended. The list is closed and its order is part of `result.json`: append only, answers
 * first (all below `timeout`).
 */
export const Outcome = {
  /** A value came back. */
  hit: 0,
  /** The orderly answer that there is none; also what a proxy says at once for an ejected backend's keys. */
  miss: 1,
  /** A write was accepted. */
  stored: 2,
  /** A write was declined in good order: NOT_STORED, EXISTS, NOT_FOUND. */
  declined: 3,
  /** Any other answer in good order: deleted, touched, a version, … */
  done: 4,

  /** Sent, and not answered in the operation's time. */
  timeout: 5,
  /** No connection in the operation's time. */
  'connect-timeout': 6,
  /** Connected, but not authenticated in the operation's time. */
  'auth-timeout': 7,
  /** Nobody listens there. */
  refused: 8,
  /** The connection was lost before the answer, by reset or in peace. */
  reset: 9,
  /** The credentials were turned down. */
  'auth-failed': 10,
  /** The server answered that it cannot: SERVER_ERROR, ERROR, binary status 0x81 and above. */
  'server-error': 11,
  /** The connection was accepted only to be told that there are too many. */
  'too-many-connections': 12,
  /** The client holds every server that it could ask for dead, and asked none. */
  'no-servers': 13,
  /** Not sent, to protect others: retry budget, bulkhead, admission. */
  shed: 14,
  /** The client's own machine has no descriptor or no local port left. */
  'no-resources': 15,
  /** The answer was no memcached protocol. */
  'protocol-error': 16,
  /** A value came back that nobody has stored under this key. */
  'wrong-answer': 17,
  /** The run ended first. */
  unfinished: 18,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];
export type OutcomeName = keyof typeof Outcome;

/** By number: `OUTCOMES[Outcome.miss]` is 'miss'. */
// Object.keys is typed string[]; insertion order is the numeric order (a test holds it).
export const OUTCOMES: readonly OutcomeName[] = Object.keys(Outcome) as OutcomeName[];

export const OUTCOME_COUNT = OUTCOMES.length;

/** The client got an answer that it can use: correct, though perhaps late. Goodput is the answered within the deadline. */
export function isAnswered(outcome: Outcome): boolean {
  return outcome < Outcome.timeout;
}

export function isFailure(outcome: Outcome): boolean {
  return outcome >= Outcome.timeout;
}

export interface OutcomeCount {
  readonly outcome: OutcomeName;
  readonly count: number;
}

/** The kinds that occurred, in the order of `Outcome`: a list, as results want it. */
export function outcomeList(counts: ArrayLike<number>): OutcomeCount[] {
  const list: OutcomeCount[] = [];
  OUTCOMES.forEach((outcome, i) => {
    const count = counts[i] ?? 0;
    if (count > 0) list.push({ outcome, count });
  });
  return list;
}
