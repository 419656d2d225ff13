import type { Outcome } from '../measure/outcome.ts';
import type { Verb } from '../protocol/message.ts';
import { Verb as Verbs } from '../protocol/message.ts';
import { Deadline, type Nanos, type Task } from '../world/world.ts';
import type { Connection } from './connection.ts';
import type { RoundTrips } from './round-trips.ts';
import type { Server } from './servers.ts';
import type { Session } from './session.ts';

/** Who wants the operation done. */
export interface OperationOwner {
  completed(operation: Operation, outcome: Outcome): void;
}

/** One get or set, from the time it was meant to be sent until its caller knows. Pooled by its owner. */
export class Operation implements Task {
  verb: Verb = Verbs.get;
  /** The key is keys[keyStart, keyEnd); its number in the workload's key space. */
  keys: Buffer = NOTHING;
  keyStart = 0;
  keyEnd = 0;
  keyNumber = 0;
  /** The number of the process that wants it done. */
  process = 0;
  /** How much a set stores. Every value begins with its key's stamp, if it has room for it. */
  valueBytes = 0;
  /** When it was meant to be sent; latency counts from here. */
  intendedAt: Nanos = 0;
  /** When it was. */
  startedAt: Nanos = 0;
  owner: OperationOwner | null = null;
  /** Of the page that it belongs to; null: nobody counts. */
  roundTrips: RoundTrips | null = null;
  /** Begun and not ended. */
  open = false;
  /** It is a miss of a key whose value somebody else is fetching: see `LEASE_HELD`. */
  leaseHeld = false;

  // While it is under way:
  session: Session | null = null;
  server: Server | null = null;
  connection: Connection | null = null;
  /** Place in the connection's queue. */
  slot = 0;
  attemptsLeft = 0;
  /** When the attempt began; kept only where servers are compared. */
  attemptedAt: Nanos = 0;
  /** Why the last attempt failed; null before the first. */
  failure: Outcome | null = null;
  /** The attempt, or its present step. */
  readonly deadline = new Deadline(this);
  readonly retry: Task = { fire: () => this.session!.perform(this) };

  /** Of a client that tries once: its caller wants no answer any more, as if the time were up now. */
  giveUp(): void {
    this.deadline.queue?.disarm(this.deadline);
    this.fire();
  }

  /** The deadline is over. */
  fire(): void {
    this.session!.timedOut(this);
  }
}

const NOTHING = Buffer.alloc(0);
