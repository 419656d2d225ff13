import { Bytes, copyBytes } from '../protocol/bytes.ts';
import { Status, Verb } from '../protocol/message.ts';
import type { MetaLine } from '../protocol/meta.ts';
import { NEWLINE, RETURN } from '../protocol/text-line.ts';
import type { Executor } from './executor.ts';
import type { Item } from './item.ts';

/** A meta command in a borrowed buffer, data block included. */
export interface MetaFrame {
  readonly buf: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The item's key, where it is not the line's. */
  readonly keyStart: number;
  readonly keyEnd: number;
  /** What the line's key stands behind otherwise. */
  readonly namespace: Uint8Array;
}

/** Where the item's key and the value for it are: in one buffer, as the store wants them. */
export class MetaTarget {
  source: Uint8Array = new Uint8Array(0);
  keyStart = 0;
  keyEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  /** The data block of `ms` is as long as it should be. */
  framed = false;
  private readonly whole = new Bytes();
  private scratch = Buffer.alloc(0);

  locate(frame: MetaFrame, line: MetaLine, valueStart: number): void {
    const { buf, end, namespace, keyStart, keyEnd } = frame;
    this.source = buf;
    this.valueStart = valueStart;
    this.valueEnd = end - 2;
    this.framed = this.valueEnd - valueStart === line.bytes && buf[end - 2] === RETURN && buf[end - 1] === NEWLINE;
    this.keyStart = keyStart;
    this.keyEnd = keyEnd;
    if (keyEnd > keyStart) return;
    this.keyStart = line.keyStart;
    this.keyEnd = line.keyEnd;
    if (namespace.length > 0 || line.key !== buf) this.copy(buf, namespace, line);
  }

  peek({ store }: Executor, now: number): Item | null {
    return store.peek(this.source, this.keyStart, this.keyEnd, now);
  }

  /** An item with a value that nobody has sent. Null: there is no room for it. */
  create({ store }: Executor, value: Bytes, now: number): Item | null {
    const whole = this.whole;
    whole.clear();
    whole.append(this.source, this.keyStart, this.keyEnd);
    const keyBytes = whole.length;
    whole.append(value.buf, 0, value.length);
    const status = store.put(Verb.set, whole.buf, 0, keyBytes, keyBytes, whole.length, 0, 0, 0, 0, now);
    return status === Status.ok ? store.stored : null;
  }

  private copy(buf: Uint8Array, namespace: Uint8Array, line: MetaLine): void {
    const value = Math.max(0, this.valueEnd - this.valueStart);
    const key = namespace.length + line.keyEnd - line.keyStart;
    if (this.scratch.length < key + value) this.scratch = Buffer.allocUnsafe(2 * (key + value));
    const scratch = this.scratch;
    copyBytes(scratch, 0, namespace, 0, namespace.length);
    copyBytes(scratch, namespace.length, line.key, line.keyStart, line.keyEnd);
    if (value > 0) copyBytes(scratch, key, buf, this.valueStart, this.valueEnd);
    this.source = scratch;
    this.keyStart = 0;
    this.keyEnd = this.valueStart = key;
    this.valueEnd = key + value;
  }
}
