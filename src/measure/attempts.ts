import type { Nanos } from '../world/world.ts';
import { isAnswered, OUTCOMES, type Outcome } from './outcome.ts';

/** What became of the attempts at one server. Times are of the run. */
export interface ServerAttempts {
  readonly server: string;
  answered: number;
  failed: number;
  firstAnswer: Nanos | null;
  lastAnswer: Nanos | null;
  firstFailure: Nanos | null;
  lastFailure: Nanos | null;
  /** By number of outcome. */
  readonly outcomes: number[];
}

/** Follows attempts, at which servers and when they came to what. One that is tried again counts each time. */
export class AttemptLog {
  readonly #servers = new Map<string, ServerAttempts>();

  ended(server: string, outcome: Outcome, at: Nanos): void {
    const attempts = this.#servers.get(server) ?? this.#begin(server);
    attempts.outcomes[outcome]!++;
    if (isAnswered(outcome)) {
      attempts.answered++;
      attempts.firstAnswer ??= at;
      attempts.lastAnswer = at;
    } else {
      attempts.failed++;
      attempts.firstFailure ??= at;
      attempts.lastFailure = at;
    }
  }

  /** Those at which there was any, by name. */
  servers(): readonly Readonly<ServerAttempts>[] {
    return [...this.#servers.values()].sort((a, b) => numberOf(a.server) - numberOf(b.server));
  }

  #begin(server: string): ServerAttempts {
    const attempts: ServerAttempts = {
      server,
      answered: 0,
      failed: 0,
      firstAnswer: null,
      lastAnswer: null,
      firstFailure: null,
      lastFailure: null,
      outcomes: OUTCOMES.map(() => 0),
    };
    this.#servers.set(server, attempts);
    return attempts;
  }
}

/** proxy-2 comes before proxy-10, and both before what has no number. */
function numberOf(server: string): number {
  const number = Number(server.slice(server.lastIndexOf('-') + 1));
  return Number.isNaN(number) ? Number.MAX_SAFE_INTEGER : number;
}
