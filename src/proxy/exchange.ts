import { Bytes } from '../protocol/bytes.ts';
import { Deadline, type Nanos, type Task } from '../world/world.ts';
import type { BackendConnection } from './backend-connection.ts';
import type { ClientConnection } from './client-connection.ts';

/**
 * One request on its way through the proxy. It stands in two queues: its client's (replies leave in the order of the
 * requests) and its backend connection's (replies come in the order of the requests).
 *
 *   client:   [a done] [b waiting] [c done]     c's reply is kept until b's has come
 */
export class Exchange implements Task {
  /** Null when the client has left: the reply is dropped. */
  client: ClientConnection | null = null;
  /** Where its reply comes from; null for what the proxy answers itself. */
  backend: BackendConnection | null = null;
  /** Next in the client's queue. */
  next: Exchange | null = null;
  done = false;
  /** What the client sent. */
  opcode = 0;
  opaque = 0;
  quiet = false;
  sentAt: Nanos = 0;
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
    exchange.client = null;
    exchange.backend = null;
    exchange.next = null;
    exchange.done = false;
    exchange.kept.clear();
    this.#free.push(exchange);
  }
}
