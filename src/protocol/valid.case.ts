/** Conversations that are well-formed: what malformed inputs are made from. They never flush, and store little. */
import * as encode from './binary-encode.ts';
import { Bytes } from './bytes.ts';
import type { Draws } from './collect.case.ts';
import { Opcode } from './opcodes.ts';

const KEYS = ['a', 'b', 'counter', 'key:with:parts', 'k'.repeat(250)];
const STORAGE = ['set', 'add', 'replace', 'append', 'prepend'];
const META = ['mg', 'md', 'ma', 'me', 'mn'];
const META_FLAGS = ['v', 't f c', 'k v O123', 'q', 's N30 J5 D2', 'b', 'I T0 x', 'MI', 'R30 h l'];

export function textCommand(draws: Draws): string {
  const key = draws.pick(KEYS);
  const noreply = draws.below(4) === 0 ? ' noreply' : '';
  const value = valueOf(draws);
  switch (draws.below(12)) {
    case 0:
      return `${draws.pick(STORAGE)} ${key} ${draws.below(100)} 0 ${value.length}${noreply}\r\n${value}\r\n`;
    case 1:
      return `set counter 0 0 2${noreply}\r\n41\r\n`;
    case 2:
      return `cas ${key} 1 0 ${value.length} ${draws.below(50)}${noreply}\r\n${value}\r\n`;
    case 3:
      return `${draws.pick(['incr', 'decr'])} counter ${draws.u32()}${noreply}\r\n`;
    case 4:
      return `delete ${key}${noreply}\r\n`;
    case 5:
      return `touch ${key} ${draws.below(100)}${noreply}\r\n`;
    case 6:
      return `${draws.pick(['gat', 'gats'])} 100 ${key} b\r\n`;
    case 7:
      return draws.pick(['version\r\n', 'stats\r\n', 'stats items\r\n', 'verbosity 1\r\n', 'stats settings\r\n']);
    case 8:
      return `ms ${key} ${value.length} ${draws.pick(['', 'c', 'T30', 'q', 'MA', 'F5 I'])}\r\n${value}\r\n`;
    case 9:
      return `${draws.pick(META)} ${key} ${draws.pick(META_FLAGS)}\r\n`;
    default:
      return `${draws.pick(['get', 'gets'])} ${key}${draws.below(3) === 0 ? ' b counter nothing' : ''}\r\n`;
  }
}

export function binaryFrame(draws: Draws, out: Bytes): void {
  const key = Buffer.from(draws.pick(KEYS));
  const value = Buffer.from(valueOf(draws));
  const opaque = draws.u32();
  const cas = draws.below(8) === 0 ? draws.below(50) : 0;
  const [keyEnd, valueEnd] = [key.length, value.length];
  switch (draws.below(9)) {
    case 0:
    case 1: {
      const opcode = draws.pick([Opcode.set, Opcode.setq, Opcode.add, Opcode.replace, Opcode.addq, Opcode.replaceq]);
      return encode.writeStorage(out, opcode, key, 0, keyEnd, value, 0, valueEnd, 1, 0, 0, cas, opaque);
    }
    case 2: {
      const opcode = draws.pick([Opcode.append, Opcode.prepend, Opcode.appendq, Opcode.prependq]);
      return encode.writeConcat(out, opcode, key, 0, keyEnd, value, 0, valueEnd, 0, cas, opaque);
    }
    case 3: {
      const opcode = draws.pick([Opcode.incr, Opcode.decr, Opcode.incrq, Opcode.decrq]);
      return encode.writeCounter(out, opcode, key, 0, keyEnd, 0, draws.u32(), 0, 7, 0, 0, cas, opaque);
    }
    case 4: {
      const opcode = draws.pick([Opcode.touch, Opcode.gat, Opcode.gatq, Opcode.gatk, Opcode.gatkq]);
      return encode.writeTouch(out, opcode, key, 0, keyEnd, draws.below(100), opaque);
    }
    case 5: {
      const opcode = draws.pick([Opcode.noop, Opcode.version, Opcode.mechs, Opcode.stat]);
      return encode.writeSimple(out, opcode, opaque);
    }
    default: {
      const opcode = draws.pick([Opcode.get, Opcode.getq, Opcode.getk, Opcode.getkq, Opcode.delete, Opcode.deleteq]);
      return encode.writeKeyed(out, opcode, key, 0, keyEnd, 0, cas, opaque);
    }
  }
}

/** Up to 12 commands. */
export function conversation(draws: Draws, protocol: 'text' | 'binary'): Buffer {
  const out = new Bytes();
  for (let left = 1 + draws.below(12); left > 0; left--) {
    if (protocol === 'binary') binaryFrame(draws, out);
    else out.text(textCommand(draws));
  }
  return Buffer.from(out.buf.subarray(0, out.length));
}

/** Mostly short; now and then longer than what is copied byte by byte. */
function valueOf(draws: Draws): string {
  return draws.pick(['1', 'value', '', 'x'.repeat(draws.below(200))]);
}
