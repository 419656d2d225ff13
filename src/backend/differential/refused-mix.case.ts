/** Commands that are framed well and refused: wrong counts of words, keys too long, numbers that are none. */
import { Opcode } from '../../protocol/opcodes.ts';
import { binaryFrame } from './binary-mix.case.ts';
import { binaryCommand, textCommand, type Command } from './command.case.ts';
import type { Draw } from './draw.case.ts';

const LONG = 'l'.repeat(251);
const NOTHING = Buffer.alloc(0);

/** Lines that are refused as lines: no data follows. KEY stands for a key. */
const LINES: readonly string[] = [
  ...[
    '',
    ' ',
    'get',
    'gets',
    'gat',
    'gats',
    'gat 5',
    'gat KEY',
    'gat five KEY',
    'gets never LONG',
    'get LONG',
    'gat 0 LONG',
  ],
  ...['set', 'set KEY', 'set KEY 0', 'set KEY 0 0', 'set KEY 0 0 1 2 3', 'set LONG 0 0 1', 'set KEY 0 0 -1'],
  ...['set KEY x 0 1', 'set KEY -1 0 1', 'set KEY 0 x 1', 'set KEY 0 0 x', 'set KEY 1.5 0 1', 'set KEY 0 0 4294967295'],
  ...['add KEY 0 0 2147483647', 'replace KEY 0 0', 'append KEY 0 0 -5', 'prepend LONG 0 0 5'],
  ...['cas KEY 0 0 1', 'cas KEY 0 0 1 x', 'cas KEY 0 0 1 -', 'cas LONG 0 0 1 1', 'cas KEY 0 0 x 1', 'cas KEY'],
  ...[
    'incr',
    'incr KEY',
    'incr KEY x',
    'incr KEY -1',
    'incr KEY 18446744073709551616',
    'incr KEY 1 2 3',
    'incr LONG 1',
  ],
  ...['decr KEY 1.5', 'decr KEY 99999999999999999999999', 'decr', 'incr KEY 1 2', 'incr KEY 1x', 'decr KEY 0x1'],
  ...['touch', 'touch KEY', 'touch KEY x', 'touch LONG 5', 'touch KEY 1 2 3', 'touch KEY 5x', 'touch KEY 1 2'],
  ...[
    'delete',
    'delete KEY 5',
    'delete KEY 0 0',
    'delete LONG',
    'delete KEY x',
    'delete KEY 0 noreply x',
    'delete KEY 5 noreply',
  ],
  ...[
    'flush_all x',
    'flush_all 5x',
    'flush_all 5 5 5',
    'verbosity',
    'verbosity x',
    'verbosity 1 2 3',
    'verbosity noreply',
  ],
  ...[
    'nonsense',
    'GET KEY',
    'getx KEY',
    'set_all',
    'stats nonsense',
    'version 5',
    'stats reset now',
    'VERSION',
    'noop',
    'gat',
  ],
  ...[
    'incr KEY x noreply',
    'touch KEY x noreply',
    'touch LONG 5 noreply',
    'delete LONG noreply',
    'incr LONG 1 noreply',
  ],
];

const QUIET = / noreply/;

/** Lines whose data is read: what is wrong comes behind it, or is only found out then. */
function withData(draw: Draw): Command {
  const key = draw.key();
  const quiet = draw.chance(25);
  const noreply = quiet ? ' noreply' : '';
  const verb = draw.of(['set', 'add', 'replace', 'append', 'prepend']);
  const words = draw.of([
    // The data is followed by something else than the end of a line.
    `${verb} ${key} 0 0 3${noreply}\r\nabcde`,
    `${verb} ${key} 0 0 3${noreply}\r\nabc\n\n`,
    // More than 32 bits of flags, and of time.
    `${verb} ${key} 4294967296 0 3${noreply}\r\nabc\r\n`,
    `${verb} ${key} 18446744073709551615 0 3${noreply}\r\nabc\r\n`,
    `${verb} ${key} 0 4294967306 3${noreply}\r\nabc\r\n`,
    `${verb} ${key} 0 -1 +3${noreply}\r\nabc\r\n`,
    // Larger than an item may be.
    ...(draw.chance(10) ? [`${verb} ${key} 0 0 1048577${noreply}\r\n${'t'.repeat(1_048_577)}\r\n`] : []),
  ]);
  return textCommand('refused', words, { keys: [key], quiet });
}

export function refusedText(draw: Draw): Command {
  if (draw.chance(15)) return withData(draw);
  const line = draw.of(LINES);
  const key = draw.key();
  const words = line.replace('KEY', key).replace('LONG', LONG);
  const first = /^g(?:et|at).*LONG/.test(line);
  return textCommand('refused', `${words}\r\n`, { keys: [key], quiet: QUIET.test(line), first });
}

/** What does not suit its opcode: the server answers and closes. */
const UNSUITABLE: readonly (readonly [opcode: number, key: string, extras: number, value: string])[] = [
  [Opcode.get, '', 0, ''],
  [Opcode.get, 'k1', 4, ''],
  [Opcode.get, 'k1', 0, 'value'],
  [Opcode.getq, LONG, 0, ''],
  [Opcode.set, 'k1', 0, 'v'],
  [Opcode.set, 'k1', 4, 'v'],
  [Opcode.set, '', 8, 'v'],
  [Opcode.set, LONG, 8, 'v'],
  [Opcode.addq, 'k1', 12, 'v'],
  [Opcode.append, 'k1', 8, 'v'],
  [Opcode.append, '', 0, 'v'],
  [Opcode.incr, 'n1', 0, ''],
  [Opcode.incr, 'n1', 20, 'v'],
  [Opcode.decrq, '', 20, ''],
  [Opcode.delete, '', 0, ''],
  [Opcode.delete, 'k1', 4, ''],
  [Opcode.delete, 'k1', 0, 'v'],
  [Opcode.noop, 'k1', 0, ''],
  [Opcode.noop, '', 0, 'v'],
  [Opcode.version, '', 4, ''],
  [Opcode.quit, 'k1', 0, ''],
  [Opcode.flush, 'k1', 0, ''],
  [Opcode.flush, '', 8, ''],
  [Opcode.stat, 'items', 4, ''],
  [Opcode.touch, 'k1', 0, ''],
  [Opcode.touch, '', 4, ''],
  [Opcode.gat, 'k1', 0, ''],
  [Opcode.gatkq, 'k1', 8, ''],
];

export function refusedBinary(draw: Draw): Command {
  if (draw.chance(25)) {
    const [opcode, key, extras, value] = draw.of(UNSUITABLE);
    return frame(opcode, key, Buffer.alloc(extras), Buffer.from(value), true);
  }
  if (draw.chance(70)) return frame(draw.between(0x25, 0xdf), '', NOTHING, NOTHING, false);
  if (draw.chance(50))
    return frame(draw.of([Opcode.auth, Opcode.step]), 'PLAIN', NOTHING, Buffer.from('\0user\0word'), false);
  const opcode = draw.of([Opcode.set, Opcode.add, Opcode.replaceq, Opcode.append, Opcode.setq]);
  const extras = opcode === Opcode.append ? 0 : 8;
  return frame(opcode, draw.key(), Buffer.alloc(extras), Buffer.alloc(draw.chance(10) ? 1_048_577 : 1, 't'), false);
}

function frame(opcode: number, key: string, extras: Buffer, value: Buffer, ends: boolean): Command {
  return binaryCommand('refused', (_book, opaque) => binaryFrame({ opcode, key, extras, value, cas: 0n, opaque }), {
    keys: [key],
    quiet: true,
    ends,
  });
}
