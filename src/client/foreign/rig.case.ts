import { OUTCOMES, type Outcome, type OutcomeName } from '../../measure/outcome.ts';
import { Verb } from '../../protocol/message.ts';
import type { World } from '../../world/world.ts';
import type { Client } from '../client.ts';
import { newClientCounters, type ClientContext } from '../context.ts';
import { Operation, type OperationOwner } from '../operation.ts';
import { pooled } from '../presets/pooled.ts';

export function contextIn(world: World, changes: Partial<ClientContext> = {}): ClientContext {
  return {
    world,
    node: 'client',
    servers: ['server'],
    options: { ...pooled, timeout: 1e8 },
    credentials: null,
    rng: world.rng('client'),
    counters: newClientCounters(),
    ...changes,
  };
}

/** Asks one thing after the other, and keeps every end it heard of. */
export class Asker implements OperationOwner {
  readonly ends: OutcomeName[] = [];
  #onEnd: () => void = () => undefined;

  completed(_operation: Operation, outcome: Outcome): void {
    this.ends.push(OUTCOMES[outcome]!);
    this.#onEnd();
  }

  ask(
    client: Client,
    keyNumber: number,
    { verb = Verb.get, valueBytes = 100 }: { verb?: Verb; valueBytes?: number } = {},
  ): void {
    const operation = new Operation();
    operation.owner = this;
    operation.verb = verb;
    operation.keys = Buffer.from(`key:${keyNumber}`);
    operation.keyEnd = operation.keys.length;
    operation.keyNumber = keyNumber;
    operation.valueBytes = valueBytes;
    client.start(operation);
  }

  /** Live world: resolves with what became of it. */
  async end(client: Client, keyNumber: number, options: { verb?: Verb; valueBytes?: number } = {}): Promise<string> {
    const before = this.ends.length;
    await new Promise<void>((resolve) => {
      this.#onEnd = resolve;
      this.ask(client, keyNumber, options);
    });
    return this.ends.slice(before).join(' ');
  }
}
