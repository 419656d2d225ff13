import { OUTCOMES, type Outcome, type OutcomeName } from '../measure/outcome.ts';
import { Verb } from '../protocol/message.ts';
import { ScriptedServer, type Asked, type Script } from '../proxy/scripted-server.case.ts';
import { TestHop } from '../world/conformance/test-hop.case.ts';
import type { Hop } from '../world/hop.ts';
import { createVirtualWorld, type VirtualWorld } from '../world/virtual/virtual-world.ts';
import { MILLISECOND, SECOND, type ListenOptions, type Nanos } from '../world/world.ts';
import type { Client } from './client.ts';
import { newClientCounters, type ClientContext } from './context.ts';
import { Operation, type OperationOwner } from './operation.ts';
import type { ClientOptions } from './options.ts';
import { Session } from './session.ts';
import { stampOf } from './stamp.ts';

export interface RigOptions {
  readonly seed?: string;
  /** Servers that know no better than to serve. @default 1 */
  readonly servers?: number;
  readonly script?: Script;
  readonly listen?: Partial<ListenOptions>;
  /** One way. @default 0 */
  readonly latency?: Nanos;
  /** @default null: no sign-in */
  readonly credentials?: ClientContext['credentials'];
}

/** One client node and servers by script, named server-1, … */
export class ClientRig {
  readonly world: VirtualWorld;
  readonly servers: readonly ScriptedServer[];
  readonly context: ClientContext;
  readonly start: Nanos;

  constructor(options: ClientOptions, rig: RigOptions = {}) {
    const { seed = 'client', servers = 1, script = serve, listen = {}, latency = 0, credentials = null } = rig;
    const world = (this.world = createVirtualWorld({ seed }));
    const addresses = Array.from({ length: servers }, (_, i) => `server-${i + 1}`);
    this.servers = addresses.map((address) => new ScriptedServer(world, address, script, listen));
    for (const address of addresses) if (latency > 0) world.net.setHop('client', address, hop(latency, 'pass'));
    const rng = world.rng('client');
    const counters = newClientCounters();
    this.context = { world, node: 'client', servers: addresses, options, credentials, rng, counters };
    world.run(MILLISECOND);
    this.start = world.clock.now();
  }

  get server(): ScriptedServer {
    return this.servers[0]!;
  }

  /** Milliseconds since the start. */
  get ms(): number {
    return toMs(this.world.clock.now() - this.start);
  }

  session(home = 0): Session {
    return new Session(this.context, home);
  }

  pass(duration: Nanos = SECOND): void {
    this.world.run(this.world.clock.now() + duration);
  }

  /** Up to this time from the start. */
  until(ms: number): void {
    this.world.run(this.start + ms * MILLISECOND);
  }

  at(ms: number, body: () => void): void {
    this.world.clock.at(this.start + ms * MILLISECOND, { fire: body });
  }

  get(session: Client, key = 7): Ticket {
    return new Ticket(this, session, key, null);
  }

  set(session: Client, valueBytes: number, key = 7): Ticket {
    return new Ticket(this, session, key, valueBytes);
  }

  /** From now on SYNs to this server vanish. */
  blackhole(server: number): void {
    this.world.net.setHop('client', this.context.servers[server]!, hop(0, 'drop'));
  }

  /** When this server heard gets, ms since the start. */
  getsAt(server = 0): number[] {
    return this.servers[server]!.timesOf('get').map((t) => toMs(t - this.start));
  }
}

/** One operation, begun at once, and what became of it. */
export class Ticket implements OperationOwner {
  /** Null while it is under way. */
  outcome: OutcomeName | null = null;
  /** When it ended, in ms since the rig's start. */
  ms = -1;
  readonly #rig: ClientRig;

  constructor(rig: ClientRig, session: Client, key: number, valueBytes: number | null) {
    this.#rig = rig;
    const operation = new Operation();
    operation.owner = this;
    operation.verb = valueBytes === null ? Verb.get : Verb.set;
    operation.keys = Buffer.from(`key:${key}`);
    operation.keyEnd = operation.keys.length;
    operation.keyNumber = key;
    operation.valueBytes = valueBytes ?? 0;
    session.start(operation);
  }

  completed(_operation: Operation, outcome: Outcome): void {
    if (this.outcome !== null) throw new Error(`${this.outcome}, and then ${OUTCOMES[outcome]!}: ended twice`);
    this.outcome = OUTCOMES[outcome]!;
    this.ms = this.#rig.ms;
  }

  /** `hit@12` */
  get end(): string {
    return `${this.outcome}@${this.ms}`;
  }
}

/** A value as the workloads have them: it begins with its key's stamp. */
export function valueOf(key: string, bytes = 8): Buffer {
  const value = Buffer.alloc(bytes);
  value.writeUInt32BE(stampOf(Number(key.slice('key:'.length))));
  return value;
}

/** Signs everybody in, and has every key. */
export function serve(asked: Asked): void {
  signIn(asked);
  if (asked.name === 'get') asked.by.reply(asked, 0, valueOf(asked.key));
  else if (asked.name === 'set') asked.by.reply(asked, 0);
}

/** Signs everybody in, and then is silent. */
export function signIn(asked: Asked): void {
  if (asked.name === 'mechs') asked.by.reply(asked, 0, 'PLAIN');
  else if (asked.name === 'auth') asked.by.reply(asked, 0, 'Authenticated');
}

function toMs(ns: Nanos): number {
  return ns / MILLISECOND;
}

function hop(latency: Nanos, fate: 'pass' | 'drop'): Hop {
  const one = new TestHop(latency);
  one.verdict = { fate, delay: 0 };
  return one;
}
