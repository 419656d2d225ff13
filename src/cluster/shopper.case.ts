import { Operation, type OperationOwner } from '../client/operation.ts';
import { Session } from '../client/session.ts';
import { OUTCOMES, type Outcome, type OutcomeName } from '../measure/outcome.ts';
import { Verb } from '../protocol/message.ts';
import type { Nanos } from '../world/world.ts';
import type { Rig } from './rig.case.ts';

/** What became of one operation; the outcome is null as long as nothing has. */
export interface Answer {
  outcome: OutcomeName | null;
  latency: Nanos;
}

/** A client that asks for single keys, and knows on which backend they are. */
export class Shopper implements OperationOwner {
  readonly session: Session;
  readonly #rig: Rig;
  readonly #answers = new Map<Operation, Answer>();

  /** `home`: index of its proxy. */
  constructor(rig: Rig, home = 0) {
    this.#rig = rig;
    this.session = new Session(rig.context, home);
  }

  /** Asks for the n-th key of the backend (by index), and waits for nothing. */
  ask(backend: number, { n = 0, verb = Verb.get }: { n?: number; verb?: Verb } = {}): Answer {
    const { keys, world } = this.#rig;
    const key = keyOn(this.#rig, backend, n);
    const operation = new Operation();
    operation.owner = this;
    operation.verb = verb;
    operation.keys = keys.keys;
    operation.keyNumber = key;
    operation.keyStart = keys.start(key);
    operation.keyEnd = keys.end(key);
    operation.valueBytes = keys.valueBytes(key);
    operation.startedAt = operation.intendedAt = world.clock.now();
    const answer: Answer = { outcome: null, latency: 0 };
    this.#answers.set(operation, answer);
    this.session.start(operation);
    return answer;
  }

  /** Asks, and lets a second pass. */
  askAndWait(backend: number, options: { n?: number; verb?: Verb } = {}): Answer {
    const answer = this.ask(backend, options);
    this.#rig.world.run(this.#rig.world.clock.now() + 1e9);
    return answer;
  }

  completed(operation: Operation, outcome: Outcome): void {
    const answer = this.#answers.get(operation)!;
    answer.outcome = OUTCOMES[outcome]!;
    answer.latency = this.#rig.world.clock.now() - operation.startedAt;
  }
}

/** The n-th of the keys that live on this backend while none is ejected. */
function keyOn({ cluster, keys }: Rig, backend: number, n: number): number {
  for (let key = 0; key < keys.count; key++) {
    const home = cluster.proxies[0]!.home(keys.keys, keys.start(key), keys.end(key));
    if (home === backend && n-- === 0) return key;
  }
  throw new Error(`keys on backend ${backend}: expected more`);
}
