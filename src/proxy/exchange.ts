import { Bytes } from '../protocol/bytes.ts';
import { Verb, type Reply, type Status } from '../protocol/message.ts';
import type { Grant } from '../tenancy/grant.ts';
import { Deadline, type Nanos, type Task } from '../world/world.ts';
import type { BackendConnection } from './backend-connection.ts';

/** Who waits for the reply: a client's connection, or the gathering of many replies into one. */
export interface ExchangeOwner {
  /** The last reply, or the only one. */
  answered(exchange: Exchange, buf: Buffer, reply: Reply): void;
  /** One of several replies: a line of stat. */
  part(exchange: Exchange, buf: Buffer, reply: Reply): void;
  /** The backend is lost or ejected. */
  failed(exchange: Exchange, status: Status): void;
}

/** The keys of one text command: what closes it depends on what became of each. */
export interface TextCommand {
  failure: Status;
  /** What to say of it; '' for its usual text. */
  text: string;
}

/**
 * One request on its way through the proxy. It stands in two queues: its client's (replies leave in the order of the
 * requests) and its backend connection's (replies come in the order of the requests).
 *
 *   client:   [a done] [b waiting] [c done]     c's reply is kept until b's has come
 */
export class Exchange implements Task {
  /** Null when the client has left: the reply is dropped. */
  owner: ExchangeOwner | null = null;
  /** Where its reply comes from; null for what the proxy answers itself. */
  backend: BackendConnection | null = null;
  /** Next in the client's queue. */
  next: Exchange | null = null;
  done = false;
  /** What the client sent. */
  verb: Verb = Verb.unknown;
  opcode = 0;
  opaque = 0;
  quiet = false;
  /** Which of the connections to its backend carries it: a client's requests all take the same, and stay in order. */
  lane = 0;
  /** What its asker may do, and in which cache. */
  grant: Grant | null = null;
  /** Of several keys of a text command. */
  command: TextCommand | null = null;
  /** The last of them. */
  last = false;
  sentAt: Nanos = 0;
  /** Its key, where there are leases. */
  leaseKey = 0;
  /** What the backend was asked, where it may have to be asked again. */
  readonly question = new Bytes(0);
  /** A reply that came before its turn. */
  readonly kept = new Bytes(0);
  readonly deadline = new Deadline(this);

  /** The backend was silent for too long. */
  fire(): void {
    this.backend?.timedOut(this);
  }
}

/** Exchanges are used again and again: nothing is allocated per request. */
export class ExchangePool {
  readonly #free: Exchange[] = [];

  take(): Exchange {
    return this.#free.pop() ?? new Exchange();
  }

  give(exchange: Exchange): void {
    exchange.owner = null;
    exchange.backend = null;
    exchange.next = null;
    exchange.command = null;
    exchange.grant = null;
    exchange.done = false;
    exchange.kept.clear();
    exchange.question.clear();
    this.#free.push(exchange);
  }
}
