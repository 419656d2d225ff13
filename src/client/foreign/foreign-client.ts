import { Outcome } from '../../measure/outcome.ts';
import { Verb } from '../../protocol/message.ts';
import { putU32, u32 } from '../../protocol/binary-header.ts';
import { Deadline, type Deadlines, type Task } from '../../world/world.ts';
import type { Client } from '../client.ts';
import type { ClientContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import { STAMP_BYTES, stampOf } from '../stamp.ts';
import type { Driver, Library, LibraryOptions, Value } from './library.ts';

const FILLER = Buffer.alloc(1 << 20, 'brownout ');

export interface ForeignClientOptions extends LibraryOptions {
  readonly onClose: () => void;
}

/**
 * A client whose work is done by a library. Libraries have been seen never to answer: each operation has a watchdog of
 * its own, and ends as `timeout` when even the library's own patience must be over. What comes later is dropped.
 */
export class ForeignClient implements Client {
  readonly #context: ClientContext;
  readonly #library: Library;
  readonly #watchdogs: Deadlines;
  readonly #open = new Set<Call>();
  /** Which of several it asks only the library knows. */
  readonly #server: string;
  /** The same by number; null: one of several. */
  readonly #number: number | null;
  readonly #onClose: () => void;
  #retired = false;

  constructor(driver: Driver, options: ForeignClientOptions) {
    const { context, servers, onClose } = options;
    this.#context = context;
    this.#onClose = onClose;
    this.#library = driver.open(options);
    this.#number = servers.length === 1 ? servers[0]!.number : null;
    this.#server = this.#number === null ? 'any' : context.servers[this.#number]!;
    this.#watchdogs = context.world.clock.deadlines(driver.patience(context));
  }

  get connected(): boolean {
    return this.#library.connected;
  }

  warm(): void {
    this.#library.warm();
  }

  start(operation: Operation): void {
    const { verb, keys, keyStart, keyEnd, keyNumber, valueBytes } = operation;
    // Workloads driven by libraries have ASCII keys: a check of the scenario.
    const key = keys.toString('latin1', keyStart, keyEnd);
    const call = new Call(operation, () => this.#end(call, Outcome.timeout));
    this.#open.add(call);
    this.#watchdogs.arm(call.watchdog);
    if (verb === Verb.get) {
      this.#library.get(key, (outcome, value) =>
        this.#answer(call, value === null ? outcome : checked(outcome, value, keyNumber)),
      );
      return;
    }
    const value = Buffer.from(FILLER.subarray(0, valueBytes));
    if (valueBytes >= STAMP_BYTES) putU32(value, 0, stampOf(keyNumber));
    this.#library.set(key, value, (outcome) => this.#answer(call, outcome));
  }

  close(): void {
    this.#library.close();
    for (const call of this.#open) this.#watchdogs.disarm(call.watchdog);
    this.#open.clear();
    this.#onClose();
  }

  retire(): void {
    this.#retired = true;
    if (this.#open.size === 0) this.close();
  }

  #answer(call: Call, outcome: Outcome): void {
    const { counters, world } = this.#context;
    if (!this.#open.has(call)) {
      counters.late++;
      return;
    }
    // A library says only so much of what came over the wire: at least what it answered with.
    if (outcome < Outcome.timeout || outcome === Outcome['server-error'] || outcome === Outcome['wrong-answer']) {
      counters.replies++;
    }
    try {
      this.#end(call, outcome);
    } catch (error) {
      // Ours: it must not be taken for the library's, and end in one of its handlers.
      world.clock.at(world.clock.now(), new Thrown(error));
    }
  }

  #end(call: Call, outcome: Outcome): void {
    this.#open.delete(call);
    this.#watchdogs.disarm(call.watchdog);
    const { attempts, counters, world } = this.#context;
    attempts?.ended(this.#server, outcome, world.clock.now());
    counters.timeouts.ended(world.clock.now(), this.#number, outcome);
    call.operation.owner!.completed(call.operation, outcome);
    // Its page may have gone on with the next one.
    if (this.#retired && this.#open.size === 0) this.close();
  }
}

/** An operation in a library's hands. Operations are used again, calls are not: late answers find theirs over. */
class Call {
  readonly operation: Operation;
  readonly watchdog: Deadline;

  constructor(operation: Operation, bite: () => void) {
    this.operation = operation;
    this.watchdog = new Deadline({ fire: bite });
  }
}

class Thrown implements Task {
  readonly #error: unknown;

  constructor(error: unknown) {
    this.#error = error;
  }

  fire(): void {
    throw this.#error;
  }
}

/** Every value begins with its key's stamp: an answer meant for another key is found out. */
function checked(outcome: Outcome, value: Value, keyNumber: number): Outcome {
  const start = typeof value === 'string' ? Buffer.from(value.slice(0, STAMP_BYTES), 'latin1') : value;
  if (start.length < STAMP_BYTES || u32(start, 0) === stampOf(keyNumber)) return outcome;
  return Outcome['wrong-answer'];
}
