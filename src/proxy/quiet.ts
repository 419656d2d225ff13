import { Status } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';

/** The quiet opcodes' loud twins. */
const LOUD = new Map<number, number>([
  [Opcode.getq, Opcode.get],
  [Opcode.getkq, Opcode.getk],
  [Opcode.setq, Opcode.set],
  [Opcode.addq, Opcode.add],
  [Opcode.replaceq, Opcode.replace],
  [Opcode.deleteq, Opcode.delete],
  [Opcode.incrq, Opcode.incr],
  [Opcode.decrq, Opcode.decr],
  [Opcode.appendq, Opcode.append],
  [Opcode.prependq, Opcode.prepend],
  [Opcode.gatq, Opcode.gat],
  [Opcode.gatkq, Opcode.gatk],
]);

/** Backends are asked aloud, so that a reply comes for certain. */
export function loud(opcode: number): number {
  return LOUD.get(opcode) ?? opcode;
}

/** What a quiet request does not report: a get its misses, all others their success. */
export function quietStatus(opcode: number): Status {
  const isGet = opcode === Opcode.getq || opcode === Opcode.getkq || opcode === Opcode.gatq || opcode === Opcode.gatkq;
  return isGet ? Status.notFound : Status.ok;
}
