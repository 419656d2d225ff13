import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { writeSimple, writeStorage } from '../protocol/binary-encode.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Parsed, Status, type Reply } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { writeAuth } from '../protocol/sasl.ts';
import { SECOND, type CloseReason, type Nanos, type Socket, type SocketHandler, type World } from '../world/world.ts';
import type { External } from './nodes.ts';

/** For each answer, or batch of answers. */
const PATIENCE: Nanos = 10 * SECOND;
const BATCH = 500;

export interface Item {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** A node outside does not do what the scenario needs of it. The message is one line, and tells no password. */
export class ExternalNodeError extends Error {
  readonly code = 'bad-input';

  constructor(node: string, address: string, got: string) {
    super(`cluster.nodes.${node}.external: expected a memcached that answers at ${address}, got ${got}`);
    this.name = 'ExternalNodeError';
  }
}

/** What is under way: `take` says whether a reply was the last. */
interface Question {
  take(buf: Buffer, reply: Reply): boolean;
  settle(failure: string | null): void;
}

/** Our own connection to a node outside: stores keys, and asks for its statistics. One question at a time. */
export class Keeper implements SocketHandler {
  readonly #world: World;
  readonly #name: string;
  readonly #external: External;
  readonly #socket: Socket;
  readonly #parser = new BinaryReplyParser();
  readonly #out = new Bytes(4096);
  #question: Question | null = null;
  #closed: CloseReason | null = null;

  constructor(world: World, name: string, external: External) {
    this.#world = world;
    this.#name = name;
    this.#external = external;
    this.#socket = world.net.connect(`keeper of ${name}`, external.address, this);
  }

  /** Before all else, where the node asks for it. */
  async signIn(): Promise<void> {
    const { signIn } = this.#external;
    if (signIn === null) return;
    let status: number = Status.ok;
    writeAuth(this.#out, 'PLAIN', signIn.user, signIn.password, 0);
    await this.#ask((_buf, reply) => {
      status = reply.status;
      return true;
    });
    if (status !== Status.ok)
      throw this.#failure('a sign-in that was turned down: no SASL there, or other credentials');
  }

  async store(items: readonly Item[]): Promise<void> {
    for (let from = 0; from < items.length; from += BATCH) {
      const batch = items.slice(from, from + BATCH);
      for (const { key, value } of batch) {
        writeStorage(this.#out, Opcode.set, key, 0, key.length, value, 0, value.length, 0, 0, 0, 0, 0);
      }
      let left = batch.length;
      let refused = 0;
      await this.#ask((_buf, reply) => {
        if (reply.status !== Status.ok) refused = reply.status;
        // After the first that fails there may be no others: memcached hangs up on who has not signed in.
        return --left === 0 || refused !== 0;
      });
      if (refused !== 0) throw this.#failure(`status ${refused} to a set: no room, or a sign-in is asked for`);
    }
  }

  async stats(): Promise<ReadonlyMap<string, string>> {
    const stats = new Map<string, string>();
    let refused = 0;
    writeSimple(this.#out, Opcode.stat, 0);
    await this.#ask((buf, reply) => {
      if (reply.status !== Status.ok) refused = reply.status;
      else if (!reply.last) {
        const name = buf.toString('latin1', reply.keyStart, reply.keyEnd);
        stats.set(name, buf.toString('latin1', reply.valueStart, reply.valueEnd));
      }
      return reply.last;
    });
    if (refused !== 0) throw this.#failure(`status ${refused} to stats: a sign-in is asked for`);
    return stats;
  }

  close(): void {
    this.#socket.end();
  }

  onData(buf: Buffer, start: number, end: number): number {
    const parser = this.#parser;
    parser.over(buf, start, end);
    for (;;) {
      const parsed = parser.next();
      if (parsed === Parsed.more) return parser.position;
      const question = this.#question;
      if (parsed !== Parsed.message || question === null) {
        question?.settle('what is no memcached protocol');
        this.#socket.reset();
        return end;
      }
      if (question.take(buf, parser.reply)) question.settle(null);
    }
  }

  onClose(why: CloseReason): void {
    this.#closed = why;
    this.#question?.settle(gone(why));
  }

  /** Sends what was written, and hears replies until `take` has the last. */
  #ask(take: Question['take']): Promise<void> {
    const { clock } = this.#world;
    return new Promise((resolve, reject) => {
      if (this.#closed !== null) return reject(this.#failure(gone(this.#closed)));
      const settle = (failure: string | null): void => {
        clock.cancel(limit);
        this.#question = null;
        if (failure === null) resolve();
        else reject(this.#failure(failure));
      };
      const limit = clock.at(clock.now() + PATIENCE, { fire: () => settle('no answer in 10 s') });
      this.#question = { take, settle };
      this.#socket.write(this.#out.buf, 0, this.#out.length);
      this.#out.clear();
    });
  }

  #failure(got: string): ExternalNodeError {
    return new ExternalNodeError(this.#name, this.#external.address, got);
  }
}

function gone(why: CloseReason): string {
  return why === 'refused' ? 'nobody who listens there' : `a connection that ended (${why})`;
}
