export interface ProxyCounters {
  /** All that clients asked, handshakes included. */
  requests: number;
  /** Of them, those with a key: gets, sets, … */
  keyed: number;
  /** Of them, those that no backend heard of: not allowed, or a key too long with its namespace. */
  refused: number;
  /** Passed on to backends, and answered by them. */
  routed: number;
  replied: number;
  authenticationRequests: number;
  authentications: number;
  authenticationErrors: number;
  /** Turned away, because as many waited to be authenticated as may. */
  authenticationsShed: number;
  droppedUnauthenticated: number;
  /** Authenticated, and turned away for the connection limit of their cache's plan. */
  refusedByPlan: number;
  /** Hung up on: their credential was revoked, or their cache deleted. */
  revoked: number;
  protocolErrors: number;
  /** Questions to all backends, counted for each of them; these are in none of the counts above. */
  gathered: number;
  /** Answered with an error, because a backend was lost or none was left. */
  backendFailures: number;
  /** Went elsewhere, because the backend of its key was out, lost, or not yet quite back. */
  failedOver: number;
  /** Would have, but so many had that it failed. */
  failoverRefused: number;
  /** Failed, because so many waited for backends already. */
  overflowed: number;
  /** Turned away by the gate before a backend, which never heard of them; copies of a request are counted one by one. */
  shed: number;
  /** Reads that took so long that a replica was asked, too. */
  hedged: number;
  /** Misses whose askers may fetch the value, and those who were told that somebody else does. */
  leasesGranted: number;
  leasesHeld: number;
  /** Lost with a backend's connection when their clients had left: nobody was answered. */
  lostForNobody: number;
}

export function newProxyCounters(): ProxyCounters {
  return {
    requests: 0,
    keyed: 0,
    routed: 0,
    replied: 0,
    gathered: 0,
    authenticationRequests: 0,
    authentications: 0,
    authenticationErrors: 0,
    authenticationsShed: 0,
    droppedUnauthenticated: 0,
    refusedByPlan: 0,
    revoked: 0,
    refused: 0,
    protocolErrors: 0,
    backendFailures: 0,
    failedOver: 0,
    failoverRefused: 0,
    overflowed: 0,
    shed: 0,
    hedged: 0,
    leasesGranted: 0,
    leasesHeld: 0,
    lostForNobody: 0,
  };
}
