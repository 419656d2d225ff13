/** Lets readers read what both sides say, and tells what they understood. */
import { Conversation } from './conversation.ts';
import type { Message, Reader } from './message.ts';

/** `>` asks, `<` answers; each piece comes at once. Latin-1. */
export type Piece = readonly ['>' | '<', string];

/** One direction as a pipe has it: what went by stands in front of what comes. */
export class Direction {
  readonly reader: Reader;
  buf = Buffer.alloc(0);
  position = 0;

  constructor(reader: Reader) {
    this.reader = reader;
  }

  write(bytes: Buffer): void {
    this.buf = Buffer.concat([this.buf, bytes]);
  }

  /** How many of the next bytes belong to `reader.message`. */
  peek(end = this.buf.length): number {
    const bytes = this.reader.peek(this.buf, this.position, end);
    if (!(bytes >= 0 && bytes <= end - this.position))
      throw new Error(`peeked ${bytes} of ${end - this.position} bytes`);
    return bytes;
  }

  advance(bytes: number): void {
    this.reader.advance(bytes, true);
    this.position += bytes;
  }

  drop(bytes: number): void {
    this.reader.advance(bytes, false);
    this.buf = Buffer.concat([this.buf.subarray(0, this.position), this.buf.subarray(this.position + bytes)]);
  }

  rewind(bytes: number): void {
    this.reader.rewind(bytes);
    this.position -= bytes;
  }

  /** All that can be told. */
  read(each: (message: Message | null, start: number, end: number) => void): void {
    while (this.position < this.buf.length) {
      const bytes = this.peek();
      if (bytes === 0) return;
      each(this.reader.message, this.position, this.position + bytes);
      this.advance(bytes);
    }
  }
}

export interface Heard {
  readonly message: Message | null;
  /** What belongs to it, of both directions. */
  asked: string;
  answered: string;
}

/** In the order in which they were first heard of; what is nobody's comes last, if there is any. */
export function overhear(pieces: readonly Piece[], { fresh = true } = {}): Heard[] {
  const conversation = new Conversation({ fresh });
  const up = new Direction(conversation.upstream);
  const down = new Direction(conversation.downstream);
  const heard = new Map<Message, Heard>();
  const nobodys: Heard = { message: null, asked: '', answered: '' };
  for (const [side, text] of pieces) {
    const direction = side === '>' ? up : down;
    direction.write(Buffer.from(text, 'latin1'));
    direction.read((message, start, end) => {
      const one = message === null ? nobodys : (heard.get(message) ?? { message, asked: '', answered: '' });
      if (message !== null) heard.set(message, one);
      one[side === '>' ? 'asked' : 'answered'] += direction.buf.toString('latin1', start, end);
    });
  }
  return [...heard.values(), ...(nobodys.asked + nobodys.answered === '' ? [] : [nobodys])];
}

/** `get a b @user`; `?` for what is nobody's. */
export function label(message: Message | null): string {
  if (message === null) return '?';
  const user = message.credential === null ? [] : [`@${message.credential}`];
  return [message.command, ...message.keys, ...user].join(' ');
}
