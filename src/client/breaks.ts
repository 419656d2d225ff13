/**
 * Why a connection ended that its client had not closed. The list is closed and its order is part of `result.json`:
 * append only.
 */
export const Break = {
  /** Reset by the peer or by the network, its process killed included. */
  reset: 0,
  /** The server closed it in peace, and the client still wanted it. */
  'closed-by-server': 1,
  /** The server closed it before the sign-in was over. */
  'dropped-unauthenticated': 2,
  /** Nobody listens there. */
  refused: 3,
  /** No answer to the SYN in the client's time: a full backlog, or a network that is silent. */
  'connect-timeout': 4,
  /** It stands, but was not signed in within the client's time: nobody accepts it, or authentication has no time. */
  'auth-timeout': 5,
  /** The credentials were turned down. */
  'auth-failed': 6,
  /** A reply did not come in the client's time, and the client drops the connection for it. */
  timeout: 7,
  /** Accepted only to be told that there are too many. */
  'too-many-connections': 8,
  /** The client's own machine had no descriptor left. */
  'no-descriptors': 9,
  /** Nor a local port. */
  'no-ports': 10,
  /** What came was no memcached protocol, or the answer to another request. */
  'protocol-error': 11,
  /** Told that too many are signing in. */
  'sign-in-shed': 12,
} as const;
export type Break = (typeof Break)[keyof typeof Break];
export type BreakName = keyof typeof Break;

/** By number: `BREAKS[Break.refused]` is 'refused'. */
// Object.keys is typed string[]; insertion order is the numeric order (a test holds it).
export const BREAKS: readonly BreakName[] = Object.keys(Break) as BreakName[];

/** Of a connection that was not in use yet: the client's own doing, not the server's. */
export function isOwnFault(cause: Break): boolean {
  return cause === Break['auth-failed'] || cause === Break['no-descriptors'] || cause === Break['no-ports'];
}
