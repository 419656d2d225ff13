import { writeTextReply } from '../protocol/binary-encode.ts';
import { putU32, REPLY_MAGIC, startMessage } from '../protocol/binary-header.ts';
import { BinaryRequestParser } from '../protocol/binary-request.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Parsed } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import type {
  Acceptor,
  CloseReason,
  Listener,
  ListenOptions,
  Nanos,
  Socket,
  SocketHandler,
  World,
} from '../world/world.ts';
import type { OpcodeName } from './asker.case.ts';

/** A request that was heard. */
export interface Asked {
  readonly name: OpcodeName;
  readonly opaque: number;
  readonly key: string;
  readonly value: Buffer;
  readonly at: Nanos;
  readonly by: ScriptedConnection;
}

/** What the server does with a request; without a script it stays silent. */
export type Script = (asked: Asked) => void;

const NAMES = Object.keys(Opcode) as OpcodeName[];

/** A server in the binary protocol that does what its script says, right or wrong. */
export class ScriptedServer implements Acceptor {
  readonly connections: ScriptedConnection[] = [];
  readonly asked: Asked[] = [];
  readonly listener: Listener;
  script: Script;
  readonly world: World;

  constructor(world: World, address: string, script: Script = () => undefined, options: Partial<ListenOptions> = {}) {
    this.world = world;
    this.script = script;
    this.listener = world.net.listen({ node: address, address, ...options }, this);
  }

  accept(socket: Socket): SocketHandler {
    const connection = new ScriptedConnection(this, socket);
    this.connections.push(connection);
    return connection;
  }

  /** Names of all that was asked. */
  get names(): string[] {
    return this.asked.map(({ name }) => name);
  }

  /** Of the requests with this name: when they came. */
  timesOf(name: OpcodeName): Nanos[] {
    return this.asked.filter((asked) => asked.name === name).map(({ at }) => at);
  }
}

export class ScriptedConnection implements SocketHandler {
  readonly socket: Socket;
  closed: CloseReason | null = null;
  readonly #server: ScriptedServer;
  readonly #parser = new BinaryRequestParser();

  constructor(server: ScriptedServer, socket: Socket) {
    this.#server = server;
    this.socket = socket;
  }

  /** Raw bytes. */
  say(text: string): void {
    this.socket.write(Buffer.from(text, 'latin1'), 0, text.length);
  }

  reply(asked: Asked, status: number, value: string | Buffer = ''): void {
    const out = new Bytes();
    const opcode = Opcode[asked.name];
    if (asked.name === 'get' && status === 0) {
      // Flags, then the value.
      const bytes = Buffer.from(value);
      const at = startMessage(out, REPLY_MAGIC, opcode, 0, 4, 0, 4 + bytes.length, asked.opaque, 0, 0);
      putU32(out.buf, at, 0);
      bytes.copy(out.buf, at + 4);
    } else writeTextReply(out, opcode, status, asked.opaque, '', value.toString());
    this.socket.write(out.buf, 0, out.length);
  }

  onData(buf: Buffer, start: number, end: number): number {
    this.#parser.over(buf, start, end);
    while (this.#parser.next() === Parsed.message) {
      const { opcode, opaque, keyStart, keyEnd, valueStart, valueEnd } = this.#parser.request;
      const name = NAMES.find((one) => Opcode[one] === opcode)!;
      const key = buf.toString('latin1', keyStart, keyEnd);
      const value = Buffer.from(buf.subarray(valueStart, valueEnd));
      const asked = { name, opaque, key, value, at: this.#server.world.clock.now(), by: this };
      this.#server.asked.push(asked);
      this.#server.script(asked);
    }
    return this.#parser.position;
  }

  onClose(why: CloseReason): void {
    this.closed = why;
  }
}
