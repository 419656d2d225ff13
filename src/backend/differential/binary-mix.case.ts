/** The binary commands of the mix: every opcode, the quiet ones too. */
import { HEADER } from '../../protocol/binary-header.ts';
import { Opcode } from '../../protocol/opcodes.ts';
import { binaryCommand, type Command } from './command.case.ts';
import type { Draw } from './draw.case.ts';
import type { Maker } from './text-mix.case.ts';

const NO_EXTRAS = Buffer.alloc(0);

export const BINARY_MAKERS: Readonly<Record<string, Maker>> = {
  ...forms(['get', 'getq', 'getk', 'getkq'], (name, draw) => {
    return frame(name, draw.binaryKey(), NO_EXTRAS, NO_EXTRAS, null, { retrieves: true });
  }),
  ...forms(['gat', 'gatq', 'gatk', 'gatkq'], (name, draw) => {
    return frame(name, draw.binaryKey(), words(draw.expiry()), NO_EXTRAS, null, { retrieves: true });
  }),
  ...forms(['touch'], (name, draw) => frame(name, draw.binaryKey(), words(draw.expiry()))),
  ...forms(['set', 'setq', 'add', 'addq', 'replace', 'replaceq'], (name, draw) => {
    const key = draw.binaryKey();
    return frame(name, key, words(draw.flags(), draw.expiry()), draw.value(key), conditional(draw));
  }),
  ...forms(['append', 'appendq', 'prepend', 'prependq'], (name, draw) => {
    const key = draw.binaryKey();
    return frame(name, key, NO_EXTRAS, draw.piece(key), conditional(draw));
  }),
  ...forms(['delete', 'deleteq'], (name, draw) => {
    return frame(name, draw.binaryKey(), NO_EXTRAS, NO_EXTRAS, conditional(draw));
  }),
  ...forms(['incr', 'incrq', 'decr', 'decrq'], (name, draw) => {
    const expiry = draw.chance(40) ? 0xffff_ffff : draw.expiry();
    const extras = Buffer.concat([u64(draw.delta()), u64(draw.delta()), words(expiry)]);
    return frame(name, draw.counter(), extras, NO_EXTRAS, conditional(draw));
  }),
  ...forms(['noop', 'version', 'mechs', 'verbosity'], (name) => frame(name, '')),
  ...forms(['quit', 'quitq'], (name) => frame(name, '', NO_EXTRAS, NO_EXTRAS, null, { ends: true })),
  ...forms(['stat'], (name, draw) => {
    return frame(name, draw.of(['', '', 'settings', 'items', 'slabs', 'sizes', 'reset', 'nonsense']));
  }),
};

/** flush and flushq; the delay in seconds, null for none. */
export function binaryFlush(name: 'flush' | 'flushq', delay: number | null): Command {
  return frame(name, '', delay === null ? NO_EXTRAS : words(delay));
}

export function binaryGet(key: string): Command {
  return frame('get', key, NO_EXTRAS, NO_EXTRAS, null, { retrieves: true });
}

type Name = keyof typeof Opcode;

function forms(names: readonly Name[], make: (name: Name, draw: Draw) => Command): Record<string, Maker> {
  return Object.fromEntries(names.map((name) => [name, (draw: Draw) => make(name, draw)]));
}

/** How the cas of a command is chosen (see `Draw.cas`); null for none. */
function conditional(draw: Draw): { draw: Draw; kind: number } | null {
  return draw.chance(20) ? { draw, kind: draw.rng.below(100) } : null;
}

function frame(
  name: Name,
  key: string,
  extras: Buffer = NO_EXTRAS,
  value: Buffer = NO_EXTRAS,
  cas: { draw: Draw; kind: number } | null = null,
  details: Partial<Pick<Command, 'ends' | 'retrieves'>> = {},
): Command {
  return binaryCommand(
    name,
    (book, opaque) => {
      const sent = cas === null ? 0n : cas.draw.cas(book, key, cas.kind);
      return binaryFrame({ opcode: Opcode[name], key, extras, value, cas: sent, opaque });
    },
    { keys: key === '' ? [] : [key], quiet: name.endsWith('q'), ...details },
  );
}

export interface Frame {
  readonly opcode: number;
  readonly key: string;
  readonly extras: Buffer;
  readonly value: Buffer;
  readonly cas: bigint;
  readonly opaque: number;
}

export function binaryFrame({ opcode, key, extras, value, cas, opaque }: Frame): Buffer {
  const header = Buffer.alloc(HEADER);
  header[0] = 0x80;
  header[1] = opcode;
  header.writeUInt16BE(key.length, 2);
  header[4] = extras.length;
  header.writeUInt32BE(extras.length + key.length + value.length, 8);
  header.writeUInt32BE(opaque, 12);
  header.writeBigUInt64BE(cas, 16);
  return Buffer.concat([header, extras, Buffer.from(key, 'latin1'), value]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeUInt32BE(value, i * 4));
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}
