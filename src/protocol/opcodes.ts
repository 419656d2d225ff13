/** What each opcode of the binary protocol means: tables indexed by opcode, for parsers and executors alike. */
import { Verb } from './message.ts';

export const Opcode = {
  get: 0x00,
  set: 0x01,
  add: 0x02,
  replace: 0x03,
  delete: 0x04,
  incr: 0x05,
  decr: 0x06,
  quit: 0x07,
  flush: 0x08,
  getq: 0x09,
  noop: 0x0a,
  version: 0x0b,
  getk: 0x0c,
  getkq: 0x0d,
  append: 0x0e,
  prepend: 0x0f,
  stat: 0x10,
  setq: 0x11,
  addq: 0x12,
  replaceq: 0x13,
  deleteq: 0x14,
  incrq: 0x15,
  decrq: 0x16,
  quitq: 0x17,
  flushq: 0x18,
  appendq: 0x19,
  prependq: 0x1a,
  verbosity: 0x1b,
  touch: 0x1c,
  gat: 0x1d,
  gatq: 0x1e,
  mechs: 0x20,
  auth: 0x21,
  step: 0x22,
  gatk: 0x23,
  gatkq: 0x24,
  /** Ours: a text meta command as the value, its item's key as the key; the reply's value is the text to answer. */
  meta: 0xe0,
} as const;
export type Opcode = (typeof Opcode)[keyof typeof Opcode];

/** How a request's body is made up: which extras, whether a key, whether a value. */
export const Shape = {
  unknown: 0,
  /** A key and nothing else. */
  key: 1,
  /** Flags and expiry (8 bytes), key, value. */
  storage: 2,
  /** Key, value. */
  concat: 3,
  /** Delta, initial, expiry (20 bytes), key. */
  counter: 4,
  empty: 5,
  /** Nothing, or a delay (4 bytes). */
  flush: 6,
  /** A key or none. */
  stat: 7,
  /** Expiry (4 bytes), key. */
  touch: 8,
  /** Level (4 bytes). */
  level: 9,
} as const;
export type Shape = (typeof Shape)[keyof typeof Shape];

/** Indexed by opcode. */
export const VERB_OF = new Uint8Array(256).fill(Verb.unknown);
export const SHAPE_OF = new Uint8Array(256);
/** 1 for quiet opcodes. */
export const QUIET_OF = new Uint8Array(256);
/** 1 when the reply carries the key. */
export const WITH_KEY_OF = new Uint8Array(256);

type Row = readonly [loud: Opcode, quiet: Opcode | null, verb: Verb, shape: Shape, withKey?: 1];

const ROWS: readonly Row[] = [
  [Opcode.get, Opcode.getq, Verb.get, Shape.key],
  [Opcode.getk, Opcode.getkq, Verb.get, Shape.key, 1],
  [Opcode.set, Opcode.setq, Verb.set, Shape.storage],
  [Opcode.add, Opcode.addq, Verb.add, Shape.storage],
  [Opcode.replace, Opcode.replaceq, Verb.replace, Shape.storage],
  [Opcode.append, Opcode.appendq, Verb.append, Shape.concat],
  [Opcode.prepend, Opcode.prependq, Verb.prepend, Shape.concat],
  [Opcode.delete, Opcode.deleteq, Verb.delete, Shape.key],
  [Opcode.incr, Opcode.incrq, Verb.incr, Shape.counter],
  [Opcode.decr, Opcode.decrq, Verb.decr, Shape.counter],
  [Opcode.touch, null, Verb.touch, Shape.touch],
  [Opcode.gat, Opcode.gatq, Verb.gat, Shape.touch],
  [Opcode.gatk, Opcode.gatkq, Verb.gat, Shape.touch, 1],
  [Opcode.flush, Opcode.flushq, Verb.flush, Shape.flush],
  [Opcode.quit, Opcode.quitq, Verb.quit, Shape.empty],
  [Opcode.noop, null, Verb.noop, Shape.empty],
  [Opcode.version, null, Verb.version, Shape.empty],
  [Opcode.stat, null, Verb.stats, Shape.stat],
  [Opcode.verbosity, null, Verb.verbosity, Shape.level],
  [Opcode.mechs, null, Verb.mechs, Shape.empty],
  [Opcode.auth, null, Verb.auth, Shape.concat],
  [Opcode.step, null, Verb.step, Shape.concat],
  [Opcode.meta, null, Verb.meta, Shape.concat],
];

for (const [loud, quiet, verb, shape, withKey = 0] of ROWS) {
  for (const opcode of quiet === null ? [loud] : [loud, quiet]) {
    VERB_OF[opcode] = verb;
    SHAPE_OF[opcode] = shape;
    WITH_KEY_OF[opcode] = withKey;
    if (opcode === quiet) QUIET_OF[opcode] = 1;
  }
}
