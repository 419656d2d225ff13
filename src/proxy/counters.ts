export interface ProxyCounters {
  /** All that clients asked, handshakes included. */
  requests: number;
  /** Of them, those with a key: gets, sets, … */
  keyed: number;
  /** Passed on to backends, and answered by them. */
  routed: number;
  replied: number;
  authenticationRequests: number;
  authentications: number;
  authenticationErrors: number;
  droppedUnauthenticated: number;
  protocolErrors: number;
  /** Answered with an error, because a backend was lost or none was left. */
  backendFailures: number;
  /** Lost with a backend's connection when their clients had left: nobody was answered. */
  lostForNobody: number;
}

export function newProxyCounters(): ProxyCounters {
  return {
    requests: 0,
    keyed: 0,
    routed: 0,
    replied: 0,
    authenticationRequests: 0,
    authentications: 0,
    authenticationErrors: 0,
    droppedUnauthenticated: 0,
    protocolErrors: 0,
    backendFailures: 0,
    lostForNobody: 0,
  };
}
