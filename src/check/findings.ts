/** What can be wrong with a server or with how it is asked, and what to do about it: all of it in one place. */
import type { StepName } from './step.ts';

export interface Finding {
  readonly code: FindingCode;
  readonly step: StepName;
  /** Half a sentence: what is wrong. */
  readonly says: string;
  /** The other half: what to do. */
  readonly advice: string;
}

/** What a sentence may need to know. */
export interface Facts {
  readonly step: StepName;
  readonly address: string;
  /** `5 s`. */
  readonly timeout: string;
  /** A status in words, the first line of an answer, … Never a password. */
  readonly detail?: string;
}

type Sentence = (facts: Facts) => readonly [says: string, advice: string];

const SENTENCES = {
  'unknown-host': ({ address }) => [
    `nobody knows the host of ${address}`,
    'compare its name with the one that you were given, and try whether others can look it up',
  ],
  refused: ({ address }) => [
    `nobody listens on ${address}`,
    'start the server, or compare the port with the one that you were given (memcached has 11211)',
  ],
  'connect-timeout': ({ address, timeout }) => [
    `${address} did not answer the connect within ${timeout}`,
    'see whether the machine is up, whether a firewall drops what you send, and whether the server is too busy to accept',
  ],
  'connect-lost': ({ address }) => [
    `${address} closed the connection while it was made`,
    'see what stands between you and the server: a load balancer without servers behind it does that',
  ],
  'no-resources': () => [
    'this machine has no descriptor or local port left for a connection',
    'close connections here, or raise the limits (ulimit -n)',
  ],
  full: ({ detail = '' }) => [
    `the server has as many connections as it may have (${detail})`,
    'close connections that nobody uses, raise the limit (memcached -c) or take a larger plan',
  ],
  silent: ({ step, timeout }) => [
    `the server takes the connection and does not answer ${step} within ${timeout}`,
    'see whether it hangs or is overloaded, and whether this is the right port',
  ],
  'hung-up': ({ step }) => [
    `the server hung up instead of answering ${step}`,
    'see what it writes to its log, and whether this is the right port',
  ],
  http: ({ address }) => [
    `${address} is a web server, not a memcached`,
    'take the port of memcached: 11211 where nobody says otherwise',
  ],
  tls: ({ address }) => [
    `${address} speaks TLS, and this check does not`,
    'take the port without TLS, or put something in between that speaks TLS to the server (stunnel, socat)',
  ],
  'other-service': ({ address, detail = '' }) => [
    `${address} is no memcached but ${detail}`,
    'take the port of memcached: 11211 where nobody says otherwise',
  ],
  'not-memcached': ({ address, detail = '' }) => [
    `${address} does not answer as a memcached does: ${detail}`,
    'compare host and port with the ones that you were given',
  ],
  'text-only': ({ detail = '' }) => [
    `the server speaks the text protocol only (${detail}), and SASL and this check need the binary one`,
    'let your client speak text, or start the server without -B ascii',
  ],
  'text-sign-in': () => [
    'the server wants a sign-in in the text protocol (memcached -Y), and does not take the binary one',
    'let your client sign in by text: set with any key, and "user password" as the value',
  ],
  'no-sasl': () => [
    'the server knows no sign-in, and you gave it a user and a password',
    'leave them away (--no-sign-in), or start the server with SASL (-S), or compare the port with the one of the proxy',
  ],
  'no-plain': ({ detail = '' }) => [
    `the server offers ${detail === '' ? 'no mechanism at all' : detail}, and not PLAIN, which memcached clients sign in with`,
    'allow PLAIN on the server (mech_list: plain)',
  ],
  'sign-in-required': ({ step }) => [
    `the server does not answer ${step} to somebody who has not signed in`,
    'give the user and the password of the cache (-u, -p, or MEMCACHIER_USERNAME and MEMCACHIER_PASSWORD)',
  ],
  'wrong-credentials': () => [
    'the server turned the user or the password down',
    'compare both, capital letters too; may not be synchronised yet: a new credential takes up to 3 minutes to reach the proxies: try again',
  ],
  'sign-in-failed': ({ detail = '' }) => [
    `the server answered the sign-in with ${detail}`,
    'see what it writes to its log about authentication',
  ],
  'sign-in-silent': ({ timeout }) => [
    `the server does not answer the sign-in within ${timeout}`,
    'try again: whoever checks passwords is a finite service, and many who connect at once keep it busy',
  ],
  'sign-in-forgotten': ({ step }) => [
    `the server took the sign-in, and then does not allow ${step}`,
    'see whether the credential was revoked just now, and what it may do',
  ],
  'too-large': () => [
    'the server refuses a value of a few bytes as too large',
    'see what limits it was started with (memcached -I, -m)',
  ],
  'out-of-memory': () => [
    'the server has no memory for a value of a few bytes',
    'give it more memory, or let it evict (no -M)',
  ],
  'no-backend': ({ step, detail = '' }) => [
    `the proxy could not get ${step} done: ${detail}`,
    'see whether the backends behind it are up: the proxy itself is well, and so is the sign-in',
  ],
  'wrong-status': ({ step, detail = '' }) => [
    `the server answered ${step} with ${detail}`,
    'see what it writes to its log, and what this credential may do',
  ],
  'wrong-reply': ({ step }) => [
    `the server answered something else than ${step}, which it was asked`,
    'see what stands between you and the server: replies and requests are out of step',
  ],
  lost: () => [
    'the value was gone as soon as it was stored',
    'see whether somebody flushes the cache all the time, or whether it is so small that it evicts at once',
  ],
  'other-value': () => [
    'the server gave another value than the one just stored under this key',
    'see whether replies get mixed up on their way: do not trust this cache with anything',
  ],
} as const satisfies Record<string, Sentence>;

export type FindingCode = keyof typeof SENTENCES;

export const FINDING_CODES = Object.keys(SENTENCES) as readonly FindingCode[];

export function finding(code: FindingCode, facts: Facts): Finding {
  const sentence: Sentence = SENTENCES[code];
  const [says, advice] = sentence(facts);
  return { code, step: facts.step, says, advice };
}
