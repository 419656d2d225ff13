import type { CloseReason, Nanos, Socket, SocketHandler } from '../world.ts';
import type { Kit } from './kit.case.ts';

/** What a row's handler does; what it leaves out is only recorded. */
export interface Script {
  onOpen?(probe: Probe): void;
  /** @default everything is consumed */
  onData?(probe: Probe, buf: Buffer, start: number, end: number): number;
  onDrain?(probe: Probe): void;
  /** Absent: the probe has no `onEnd`, so that its own direction ends too. */
  onEnd?(probe: Probe): void;
  onClose?(probe: Probe): void;
}

/** A handler that records what it hears, and reports what no handler may hear. */
export class Probe implements SocketHandler {
  readonly name: string;
  socket!: Socket;
  opened = false;
  openedAt: Nanos = -1;
  ended = false;
  endedAt: Nanos = -1;
  drains = 0;
  why: CloseReason | null = null;
  closedAt: Nanos = -1;
  /** What was consumed, and when the last of it came. */
  received: Buffer[] = [];
  receivedBytes = 0;
  receivedAt: Nanos = -1;
  onEnd?: () => void;
  readonly #kit: Kit;
  readonly #script: Script;

  constructor(kit: Kit, name: string, script: Script) {
    this.#kit = kit;
    this.name = name;
    this.#script = script;
    if (script.onEnd) this.onEnd = () => this.#end();
  }

  get text(): string {
    return Buffer.concat(this.received).toString('latin1');
  }

  write(text: string): boolean {
    const bytes = Buffer.from(text, 'latin1');
    const sent = this.socket.write(bytes, 0, bytes.length);
    // The world has copied it: whoever kept a view would send this.
    bytes.fill(0x21);
    return sent;
  }

  onOpen(): void {
    this.#heard('onOpen', () => {
      if (this.opened) this.#kit.violation(`${this.name}: onOpen a second time`);
      this.opened = true;
      this.openedAt = this.#kit.now;
      this.#script.onOpen?.(this);
    });
  }

  onData(buf: Buffer, start: number, end: number): number {
    return this.#heard('onData', () => {
      if (this.ended) this.#kit.violation(`${this.name}: onData after onEnd`);
      const consumed = this.#script.onData?.(this, buf, start, end) ?? end;
      this.received.push(Buffer.from(buf.subarray(start, consumed)));
      this.receivedBytes += consumed - start;
      this.receivedAt = this.#kit.now;
      return consumed;
    });
  }

  onDrain(): void {
    this.#heard('onDrain', () => {
      this.drains++;
      if (this.socket.pending !== 0) this.#kit.violation(`${this.name}: onDrain with ${this.socket.pending} pending`);
      this.#script.onDrain?.(this);
    });
  }

  onClose(why: CloseReason): void {
    this.#heard('onClose', () => {
      this.why = why;
      this.closedAt = this.#kit.now;
      this.#script.onClose?.(this);
    });
  }

  #end(): void {
    this.#heard('onEnd', () => {
      if (this.ended) this.#kit.violation(`${this.name}: onEnd a second time`);
      this.ended = true;
      this.endedAt = this.#kit.now;
      this.#script.onEnd?.(this);
    });
  }

  #heard<T>(what: string, body: () => T): T {
    if (this.why !== null) this.#kit.violation(`${this.name}: ${what} after onClose('${this.why}')`);
    return this.#kit.enter(`${this.name}: ${what}`, body);
  }
}
