/** What a run says of caches and credentials. Times are seconds relative to the scenario's zero. */
import type { CacheUse } from '../cluster/tenants.ts';
import type { AttemptLog, ServerAttempts } from '../measure/attempts.ts';
import { OUTCOMES } from '../measure/outcome.ts';
import { round } from '../measure/round.ts';
import type { Nanos } from '../world/world.ts';
import type { CredentialName } from './tenancy.ts';

/** One cache over all backends and proxies; of one that was deleted, until then. */
export type CacheFigures = CacheUse;

/** What became of what a workload's clients attempted with one credential. */
export interface CredentialFigures {
  readonly workload: string;
  readonly credential: CredentialName;
  /** When its first client had it. */
  readonly since: number;
  /** When it was revoked, in the truth: proxies hear of it later. Null: never. */
  readonly revoked: number | null;
  /** Those that were asked, in order. */
  readonly proxies: readonly CredentialAtProxy[];
}

export interface CredentialAtProxy {
  /** Its name; 'any' for a library that knows several and does not tell which it asked. */
  readonly proxy: string;
  /** Attempts: an operation that is tried again counts each time. */
  readonly answered: number;
  readonly failed: number;
  readonly firstAnswer: number | null;
  readonly lastAnswer: number | null;
  readonly firstFailure: number | null;
  readonly lastFailure: number | null;
  /** From the first failure to the last. Null: nothing failed. */
  readonly failedFor: number | null;
  /** From the revocation to the last answer. Null: not revoked, or not in use any more when it was. */
  readonly workedOn: number | null;
  /** Kinds of failure that occurred, most frequent first. */
  readonly errors: readonly { readonly kind: string; readonly count: number }[];
}

export interface CredentialUse {
  readonly workload: string;
  readonly credential: CredentialName;
  readonly since: Nanos;
  revoked: Nanos | null;
  readonly log: AttemptLog;
}

/** `seconds`: a time of the run in seconds of the scenario. */
export function credentialFigures(use: CredentialUse, seconds: (t: Nanos) => number): CredentialFigures {
  const { workload, credential, since, log } = use;
  const revoked = use.revoked === null ? null : seconds(use.revoked);
  return {
    workload,
    credential,
    since: seconds(since),
    revoked,
    proxies: log.servers().map((attempts) => atProxy(attempts, revoked, seconds)),
  };
}

function atProxy(attempts: ServerAttempts, revoked: number | null, seconds: (t: Nanos) => number): CredentialAtProxy {
  const { server, answered, failed, outcomes } = attempts;
  const time = (t: Nanos | null): number | null => (t === null ? null : seconds(t));
  const [firstFailure, lastFailure] = [time(attempts.firstFailure), time(attempts.lastFailure)];
  const lastAnswer = time(attempts.lastAnswer);
  const last = Math.max(lastAnswer ?? -Infinity, lastFailure ?? -Infinity);
  return {
    proxy: server,
    answered,
    failed,
    firstAnswer: time(attempts.firstAnswer),
    lastAnswer,
    firstFailure,
    lastFailure,
    failedFor: firstFailure === null ? null : round(lastFailure! - firstFailure, 3),
    workedOn: revoked === null || last <= revoked ? null : round(Math.max(0, (lastAnswer ?? revoked) - revoked), 3),
    errors: OUTCOMES.map((kind, i) => ({ kind, count: i < FIRST_FAILURE ? 0 : outcomes[i]! }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count),
  };
}

const FIRST_FAILURE = OUTCOMES.indexOf('timeout');

type Metric = readonly [path: string, value: number | null];

/** `caches.<name>.<figure>`, `credentials.<workload>.<user>.<figure>`. */
export function tenancyMetrics(
  caches: readonly CacheFigures[],
  credentials: readonly CredentialFigures[],
): readonly Metric[] {
  const ofCaches = caches.flatMap(({ name, ...figures }) =>
    Object.entries(figures).map(([figure, value]): Metric => [`caches.${name}.${figure}`, value]),
  );
  const ofCredentials = credentials.flatMap(({ workload, credential, proxies }) => {
    const all = (of: (at: CredentialAtProxy) => number | null): number[] =>
      proxies.map(of).filter((value) => value !== null);
    const sum = (of: (at: CredentialAtProxy) => number): number => proxies.reduce((n, at) => n + of(at), 0);
    const workedOn = all((at) => at.workedOn);
    const figures: readonly Metric[] = [
      ['answered', sum((at) => at.answered)],
      ['failed', sum((at) => at.failed)],
      ['failedFor', highest(all((at) => at.failedFor))],
      ['workedOn', highest(workedOn)],
      ['workedOnShortest', lowest(workedOn)],
    ];
    const user = credential.slice(credential.indexOf('/') + 1);
    return figures.map(([figure, value]): Metric => [`credentials.${workload}.${user}.${figure}`, value]);
  });
  return [...ofCaches, ...ofCredentials];
}

function highest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function lowest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values);
}
