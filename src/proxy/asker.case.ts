import { HEADER, putHeader, putU32, REQUEST_MAGIC } from '../protocol/binary-header.ts';
import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { Parsed } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { encodePlain } from '../protocol/sasl.ts';
import type { CloseReason, Nanos, Socket, SocketHandler, World } from '../world/world.ts';

export type OpcodeName = keyof typeof Opcode;

export interface Message {
  readonly key?: string;
  readonly value?: string;
  readonly opaque?: number;
  readonly cas?: number;
}

/** A request of the binary protocol; storage commands get flags and expiry 0. */
export function request(name: OpcodeName, message: Message = {}): Buffer {
  const key = Buffer.from(message.key ?? '', 'latin1');
  const value = Buffer.from(message.value ?? '', 'latin1');
  const extras = Buffer.alloc(EXTRAS[name] ?? 0);
  // Counters go up and down by 1, from 0.
  if (extras.length === 20) putU32(extras, 4, 1);
  const header = Buffer.alloc(HEADER);
  const body = extras.length + key.length + value.length;
  const { opaque = 0, cas = 0 } = message;
  putHeader(header, 0, REQUEST_MAGIC, Opcode[name], key.length, extras.length, 0, body, opaque, 0, cas);
  return Buffer.concat([header, extras, key, value]);
}

const EXTRAS: Partial<Record<OpcodeName, number>> = {
  ...{ set: 8, setq: 8, add: 8, addq: 8, replace: 8, replaceq: 8 },
  ...{ incr: 20, incrq: 20, decr: 20, decrq: 20, touch: 4, gat: 4, gatq: 4, gatk: 4, gatkq: 4 },
};
const NAMES = new Map<number, string>(Object.entries(Opcode).map(([name, opcode]) => [opcode, name]));

/** A client by hand: says requests of the binary protocol, and keeps each reply as a line, with its time. */
export class Asker implements SocketHandler {
  /** `get 0x00 #7 key=value`; of errors the text is left out. */
  readonly lines: string[] = [];
  /** When each of them came. */
  readonly times: Nanos[] = [];
  /** The cas of each. */
  readonly cas: number[] = [];
  /** Bytes that were no reply. */
  junk = '';
  /** All bytes. */
  bytes = 0;
  closed: CloseReason | null = null;
  closedAt: Nanos = 0;
  readonly socket: Socket;
  readonly #world: World;
  readonly #parser = new BinaryReplyParser();

  constructor(world: World, address: string, node = 'client') {
    this.#world = world;
    this.socket = world.net.connect(node, address, this);
  }

  say(bytes: Buffer | string): this {
    const buf = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    this.socket.write(buf, 0, buf.length);
    return this;
  }

  ask(name: OpcodeName, message: Message = {}): this {
    return this.say(request(name, message));
  }

  signIn(user = 'user', password = 'secret', opaque = 0): this {
    return this.ask('auth', { key: 'PLAIN', value: encodePlain(user, password).toString('latin1'), opaque });
  }

  /** The lines since the last time. */
  take(): string[] {
    this.times.length = this.cas.length = 0;
    return this.lines.splice(0);
  }

  onData(buf: Buffer, start: number, end: number): number {
    this.#parser.over(buf, start, end);
    for (;;) {
      const parsed = this.#parser.next();
      if (parsed === Parsed.message) this.#keep(buf);
      else if (parsed === Parsed.more) {
        this.bytes += this.#parser.position - start;
        return this.#parser.position;
      } else {
        this.bytes += end - start;
        this.junk += buf.toString('latin1', this.#parser.position, end);
        return end;
      }
    }
  }

  onClose(why: CloseReason): void {
    this.closed = why;
    this.closedAt = this.#world.clock.now();
  }

  #keep(buf: Buffer): void {
    const { opcode, status, opaque, keyStart, keyEnd, valueStart, valueEnd, casLo } = this.#parser.reply;
    const key = buf.toString('latin1', keyStart, keyEnd);
    const value = status === 0 ? buf.toString('latin1', valueStart, valueEnd) : '';
    const name = NAMES.get(opcode) ?? `opcode ${opcode}`;
    const body = (key === '' ? '' : ` ${key}`) + (value === '' ? '' : `=${value}`);
    this.lines.push(`${name} 0x${status.toString(16).padStart(2, '0')} #${opaque}${body}`);
    this.times.push(this.#world.clock.now());
    this.cas.push(casLo);
  }
}
