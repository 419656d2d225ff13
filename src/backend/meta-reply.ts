import type { Bytes } from '../protocol/bytes.ts';
import { writeDecimal, writeDecimal64 } from '../protocol/decimal.ts';
import { Status, Verb } from '../protocol/message.ts';
import { Flag, type MetaLine } from '../protocol/meta.ts';
import { Mark, type Item } from './item.ts';

const OPAQUE_BYTES_MAX = 32;
const TWO_32 = 4_294_967_296;

/** The flags of a reply. Those that ask for nothing say nothing. */
export class MetaReply {
  private readonly line: MetaLine;

  constructor(line: MetaLine) {
    this.line = line;
  }

  /** What only echoes the request: opaque and key. */
  echo(out: Bytes, token: number): void {
    const flag = this.line.flagAt(token);
    if (flag === Flag.opaque) this.opaque(out, token);
    else if (flag === Flag.key) this.key(out, this.line.keyIsBase64);
  }

  echoAll(out: Bytes): void {
    for (let token = this.line.flagsFrom; token < this.line.count; token++) this.echo(out, token);
  }

  opaqueTooLong(): boolean {
    const line = this.line;
    if (!line.has(Flag.opaque)) return false;
    for (let token = line.flagsFrom; token < line.count; token++) {
      if (line.flagAt(token) === Flag.opaque) return line.lengthOf(token) > OPAQUE_BYTES_MAX;
    }
    return false;
  }

  /** What tells of the item. */
  itemFlag(out: Bytes, token: number, item: Item, now: number): void {
    switch (this.line.flagAt(token)) {
      case Flag.size:
        return number(out, ' s', item.valueBytes);
      case Flag.timeToLive:
        return this.timeToLive(out, item, now);
      case Flag.cas:
        return this.cas(out, item);
      case Flag.clientFlags:
        return number(out, ' f', item.flags);
      case Flag.lastAccess:
        return number(out, ' l', Math.max(0, now - item.usedAt));
      case Flag.fetched:
        return number(out, ' h', (item.marks & Mark.fetched) === 0 ? 0 : 1);
      case Flag.key:
        return this.key(out, (item.marks & Mark.base64) !== 0);
      case Flag.opaque:
        return this.opaque(out, token);
      default:
    }
  }

  timeToLive(out: Bytes, item: Item, now: number): void {
    if (item.expiresAt === 0) out.text(' t-1');
    // Unsigned, as memcached tells the time of what it has just sent to the past.
    else number(out, ' t', (item.expiresAt - now) >>> 0);
  }

  cas(out: Bytes, item: Item | null): void {
    out.text(' c');
    if (item === null) out.text('0');
    else writeDecimal64(out, Math.floor(item.cas / TWO_32), item.cas >>> 0);
  }

  /** Who is told that they should renew the item, and who that others were. */
  recaching(out: Bytes, item: Item, won: boolean): void {
    const told = (item.marks & Mark.won) !== 0;
    const stale = (item.marks & Mark.stale) !== 0;
    if (told) out.text(' Z');
    if (stale) out.text(' X');
    if (!won && (!stale || told)) return;
    out.text(' W');
    item.marks |= Mark.won;
  }

  bareKey(out: Bytes, base64: boolean): void {
    const { key, keyStart, keyEnd } = this.line;
    if (base64) out.text(Buffer.from(key.subarray(keyStart, keyEnd)).toString('base64'));
    else out.append(key, keyStart, keyEnd);
  }

  private key(out: Bytes, base64: boolean): void {
    out.text(' k');
    this.bareKey(out, base64);
    if (base64) out.text(' b');
  }

  private opaque(out: Bytes, token: number): void {
    out.text(' ');
    this.line.echo(token, out);
  }
}

function number(out: Bytes, flag: string, value: number): void {
  out.text(flag);
  writeDecimal(out, value);
}

/** The first word of the reply about an item that was to be written. */
export function codeOf(verb: Verb, status: Status): string {
  if (status === Status.ok) return 'HD';
  if (status === Status.exists) return verb === Verb.add ? 'NS' : 'EX';
  return status === Status.notFound && verb === Verb.cas ? 'NF' : 'NS';
}
