import type { LiveWorld } from '../world/live/live-world.ts';
import { SECOND, type CloseReason, type Socket, type SocketHandler, type TimerId } from '../world/world.ts';

const PATIENCE = 30 * SECOND;
const STORE = Buffer.from('set neighbour 0 0 5\r\nvalue\r\n');
const FETCH = Buffer.from('get neighbour\r\n');
const VALUE = 'VALUE neighbour 0 5\r\nvalue\r\nEND\r\n';
const MISS = 'END\r\n';
const STORED = 'STORED\r\n';

/** A client that goes on reading its value, one get after the other, and insists on the right answer to each. */
export class LiveNeighbour implements SocketHandler {
  /** Orders of others to forget everything: each may cost it its value once. */
  flushes = 0;
  onWrong: (error: Error) => void = () => undefined;
  private readonly world: LiveWorld;
  private readonly address: string;
  private readonly signIn: Buffer | null;
  private socket: Socket | null = null;
  private heard = '';
  private expected = '';
  private watchdog: TimerId = 0;
  private onStarted: () => void = () => undefined;

  constructor(world: LiveWorld, address: string, signIn: Buffer | null) {
    this.world = world;
    this.address = address;
    this.signIn = signIn;
  }

  /** Resolves with its first value. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.onStarted = resolve;
      this.onWrong = reject;
      this.socket = this.world.net.connect('neighbour', this.address, this);
      if (this.signIn === null) this.ask(STORE, STORED);
      else this.ask(Buffer.concat([this.signIn, STORE]), STORED + STORED);
    });
  }

  onData(buf: Buffer, start: number, end: number): number {
    this.heard += buf.toString('latin1', start, end);
    if (this.heard === MISS && this.expected === VALUE && this.flushes > 0) {
      this.flushes--;
      this.ask(STORE, STORED);
    } else if (this.heard === this.expected) {
      if (this.expected === VALUE) this.onStarted();
      this.ask(FETCH, VALUE);
    } else if (!this.expected.startsWith(this.heard) && !(MISS.startsWith(this.heard) && this.flushes > 0)) {
      this.onWrong(new Error(`the neighbour: expected ${this.expected}, got ${this.heard}`));
    }
    return end;
  }

  onClose(why: CloseReason): void {
    this.onWrong(new Error(`the neighbour's connection: ${why}`));
  }

  private ask(bytes: Buffer, expected: string): void {
    const { clock } = this.world;
    clock.cancel(this.watchdog);
    const late = { fire: () => this.onWrong(new Error('the neighbour: no answer')) };
    this.watchdog = clock.at(clock.now() + PATIENCE, late);
    this.heard = '';
    this.expected = expected;
    this.socket!.write(bytes, 0, bytes.length);
  }
}
