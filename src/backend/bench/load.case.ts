/**
 * A closed loop: every connection keeps `depth` requests under way, nine gets to a set, in the binary protocol. Frames are
 * encoded beforehand, so that the generator's part per operation is a copy and the parsing of the reply.
 */
import { writeGet, writeStorage } from '../../protocol/binary-encode.ts';
import { BinaryReplyParser } from '../../protocol/binary-reply.ts';
import { Bytes } from '../../protocol/bytes.ts';
import { Parsed, Status } from '../../protocol/message.ts';
import { Opcode } from '../../protocol/opcodes.ts';
import { createLiveWorld, type LiveWorld } from '../../world/live/live-world.ts';
import { MILLISECOND, SECOND, type Socket, type SocketHandler } from '../../world/world.ts';
import { answerParent } from './children.case.ts';
import { askText } from './ask-text.case.ts';

export const VALUE_BYTES = 100;
const KEYS = 10_000;
const SET_EVERY = 10;
/** A walk over all keys that repeats nothing before it has been everywhere: prime, and no divisor of KEYS. */
const STRIDE = 7919;

export interface LoadRequest {
  readonly port: number;
  readonly connections: number;
  readonly depth: number;
  /** 0: sets every key once. */
  readonly seconds: number;
}

export interface Load {
  readonly operations: number;
  readonly micros: number;
  /** The generator's own. */
  readonly cpuMicros: number;
  /** By the server's own count: gets and sets while this ran. */
  readonly counted: number;
  readonly version: string;
}

/** The role of the load generator. */
export function generate(): void {
  const world = createLiveWorld({ seed: 1 });
  const frames = new Frames();
  answerParent<LoadRequest>(async (request) => {
    const address = `127.0.0.1:${request.port}`;
    const before = await statsOf(world, address);
    const operations = await new Run(world, address, request, frames).done;
    const after = await statsOf(world, address);
    const load: Load = { ...operations, counted: after.count - before.count, version: after.version };
    return load;
  });
}

async function statsOf(world: LiveWorld, address: string): Promise<{ count: number; version: string }> {
  const text = await askText(world, address, 'stats\r\n', 'END\r\n');
  const of = (name: string): string => new RegExp(`^STAT ${name} (.+)\r$`, 'm').exec(text)?.[1] ?? '';
  return { count: Number(of('cmd_get')) + Number(of('cmd_set')), version: of('version') };
}

/** A get and a set of every key, one behind the other. */
class Frames {
  readonly bytes = new Bytes(4 << 20);
  readonly #starts: number[] = [];

  constructor() {
    const value = Buffer.alloc(VALUE_BYTES, 'v');
    for (let i = 0; i < KEYS; i++) {
      const key = Buffer.from(`benchmark:key:${String(i).padStart(6, '0')}`);
      this.#starts.push(this.bytes.length);
      writeGet(this.bytes, key, 0, key.length, i);
      this.#starts.push(this.bytes.length);
      writeStorage(this.bytes, Opcode.set, key, 0, key.length, value, 0, value.length, 0, 0, 0, 0, i);
    }
    this.#starts.push(this.bytes.length);
  }

  write(socket: Socket, key: number, set: boolean): void {
    const at = 2 * key + (set ? 1 : 0);
    socket.write(this.bytes.buf, this.#starts[at]!, this.#starts[at + 1]!);
  }
}

class Run {
  readonly done: Promise<{ operations: number; micros: number; cpuMicros: number }>;
  readonly #world: LiveWorld;
  readonly #frames: Frames;
  readonly #request: LoadRequest;
  readonly #sockets: Socket[] = [];
  #open = 0;
  #sent = 0;
  #answered = 0;
  #stopping = false;
  #startedAt = 0;
  #cpu = process.cpuUsage();
  #resolve: (done: { operations: number; micros: number; cpuMicros: number }) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor(world: LiveWorld, address: string, request: LoadRequest, frames: Frames) {
    this.#world = world;
    this.#request = request;
    this.#frames = frames;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    for (let i = 0; i < request.connections; i++) this.#sockets.push(world.net.connect('load', address, this.#asker()));
  }

  #asker(): SocketHandler {
    const parser = new BinaryReplyParser();
    const index = this.#sockets.length;
    return {
      onOpen: () => {
        if (++this.#open === this.#request.connections) this.#begin();
      },
      onData: (buf, start, end) => {
        parser.over(buf, start, end);
        for (let parsed = parser.next(); parsed !== Parsed.more; parsed = parser.next()) {
          const { status, opcode, valueStart, valueEnd } = parser.reply;
          const bytes = opcode === Opcode.get ? VALUE_BYTES : 0;
          if (parsed !== Parsed.message || status !== Status.ok || valueEnd - valueStart !== bytes) {
            this.#reject(new Error(`expected a value of ${bytes} bytes, got status ${status} after ${opcode}`));
            return end;
          }
          this.#answered++;
          this.#ask(this.#sockets[index]!);
        }
        if (this.#stopping && this.#answered === this.#sent) this.#finish();
        return parser.position;
      },
      onClose: (why) => {
        if (!this.#stopping) this.#reject(new Error(`the server closed the connection: ${why}`));
      },
    };
  }

  #begin(): void {
    const { clock } = this.#world;
    this.#startedAt = clock.now();
    this.#cpu = process.cpuUsage();
    const { seconds, depth } = this.#request;
    if (seconds > 0) clock.at(this.#startedAt + seconds * SECOND, { fire: () => (this.#stopping = true) });
    for (const socket of this.#sockets) for (let i = 0; i < depth; i++) this.#ask(socket);
  }

  #ask(socket: Socket): void {
    const filling = this.#request.seconds === 0;
    if (filling && this.#sent === KEYS) this.#stopping = true;
    if (this.#stopping) return;
    const n = this.#sent++;
    this.#frames.write(socket, (n * STRIDE) % KEYS, filling || n % SET_EVERY === 0);
  }

  #finish(): void {
    const { user, system } = process.cpuUsage(this.#cpu);
    const micros = ((this.#world.clock.now() - this.#startedAt) * 1000) / MILLISECOND;
    for (const socket of this.#sockets) socket.end();
    this.#resolve({ operations: this.#answered, micros, cpuMicros: user + system });
  }
}
