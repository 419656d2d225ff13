import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { property, type Draws } from '../../protocol/collect.case.ts';
import type { Protocol } from '../../protocol/message.ts';
import { Conversation } from './conversation.ts';
import { exchange, type Exchange } from './exchanges.case.ts';
import type { Message } from './message.ts';
import { Direction } from './overhear.case.ts';

const PROTOCOLS: readonly Protocol[] = ['text', 'binary'];

/** Both directions of a connection, fed at random; holds against each byte whose it is. */
class Talk {
  readonly exchanges: readonly Exchange[];
  private readonly draws: Draws;
  private readonly up: Told;
  private readonly down: Told;
  /** How many were asked, and got there or not, and how many of them were answered. */
  private asked = 0;
  private answered = 0;
  private readonly dropped = new Set<number>();

  constructor(draws: Draws, protocol: Protocol) {
    this.draws = draws;
    this.exchanges = Array.from({ length: 1 + draws.below(25) }, (_, number) => exchange(draws, protocol, number));
    const { upstream, downstream } = new Conversation({ fresh: true });
    const messages = new Map<number, Message>();
    this.up = new Told(new Direction(upstream), messages, draws);
    this.down = new Told(new Direction(downstream), messages, draws);
  }

  run(drops: boolean): void {
    const { draws, up, down, exchanges } = this;
    while (this.answered < exchanges.length || !up.isDone || !down.isDone) {
      const gotThere = up.ownersThrough;
      if (this.asked < exchanges.length && draws.below(3) === 0) up.write(this.asked, exchanges[this.asked++]!.asked);
      while (this.answered < gotThere && draws.below(2) === 0) this.answer();
      if (drops && draws.below(10) === 0) this.drop();
      up.step();
      down.step();
    }
  }

  /** Which message it was about, of each that was not dropped. */
  check(): void {
    for (const told of [this.up, this.down]) assert.ok(told.isDone);
  }

  private answer(): void {
    const number = this.answered++;
    const { answered } = this.exchanges[number]!;
    if (answered.length > 0 && !this.dropped.has(number)) this.down.write(number, answered);
  }

  private drop(): void {
    const number = this.up.dropWhole(this.answered);
    if (number >= 0) this.dropped.add(number);
  }
}

/** One direction, of which it is known whose each byte is. */
class Told {
  private readonly direction: Direction;
  private readonly messages: Map<number, Message>;
  private readonly draws: Draws;
  private owners: number[] = [];
  /** Bytes that have come; the rest is still to be written. */
  private visible = 0;
  private last = -1;

  constructor(direction: Direction, messages: Map<number, Message>, draws: Draws) {
    this.direction = direction;
    this.messages = messages;
    this.draws = draws;
  }

  get isDone(): boolean {
    return this.direction.position === this.owners.length;
  }

  /** So many owners' bytes are through, if they were written in order. */
  get ownersThrough(): number {
    return this.isDone ? this.last + 1 : this.owners[this.direction.position]!;
  }

  write(owner: number, bytes: Buffer): void {
    this.direction.write(bytes);
    this.last = owner;
    for (let i = 0; i < bytes.length; i++) this.owners.push(owner);
  }

  step(): void {
    const { direction, draws, owners } = this;
    if (draws.below(8) === 0) this.rewind();
    const hidden = owners.length - this.visible;
    this.visible += draws.below(3) === 0 ? hidden : Math.min(hidden, draws.below(4));
    for (let steps = draws.below(4); steps > 0 && direction.position < this.visible; steps--) {
      const bytes = direction.peek(this.visible);
      if (bytes === 0) return;
      this.check(bytes);
      direction.advance(draws.below(2) === 0 ? bytes : 1 + draws.below(bytes));
    }
  }

  /** Whose request was dropped; -1: none from this one on is just about to begin. */
  dropWhole(from: number): number {
    const { direction, owners } = this;
    const at = direction.position;
    const owner = owners[at];
    if (owner === undefined || owner < from || this.visible !== owners.length || owner === owners[at - 1]) return -1;
    for (let left = owners.lastIndexOf(owner) + 1 - at; left > 0;) {
      const bytes = Math.min(left, direction.peek());
      this.check(bytes);
      const dropped = 1 + this.draws.below(bytes);
      direction.drop(dropped);
      owners.splice(at, dropped);
      left -= dropped;
    }
    this.visible = owners.length;
    return owner;
  }

  private rewind(): void {
    const bytes = this.draws.below(1 + Math.min(this.direction.position, 400));
    this.direction.rewind(bytes);
    if (this.draws.below(2) === 0) this.visible = this.direction.position + this.draws.below(bytes + 1);
  }

  private check(bytes: number): void {
    const { message } = this.direction.reader;
    const { position } = this.direction;
    const owner = this.owners[position]!;
    assert.ok(message !== null, `${owner} is read`);
    const before = this.messages.get(owner);
    if (before === undefined) this.messages.set(owner, message);
    else assert.ok(before === message, `${owner} is one message, not ${before.command} and ${message.command}`);
    for (let at = position; at < position + bytes; at++) assert.is(this.owners[at], owner);
  }
}

for (const protocol of PROTOCOLS) {
  test(`${protocol}: each byte is its message's, however the bytes are split, and when they come again`, () => {
    property(`reading/${protocol}`, 1500, (draws) => {
      const talk = new Talk(draws, protocol);
      talk.run(false);
      talk.check();
    });
  });

  test(`${protocol}: nothing is expected of what was dropped`, () => {
    property(`reading/dropped/${protocol}`, 500, (draws) => new Talk(draws, protocol).run(true));
  });
}

test.run();
