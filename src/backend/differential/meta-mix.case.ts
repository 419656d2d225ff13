/** The meta commands of the mix, with any of their flags in any order. */
import { textCommand, type Command } from './command.case.ts';
import type { Draw } from './draw.case.ts';
import type { Maker } from './text-mix.case.ts';

export const META_MAKERS: Readonly<Record<string, Maker>> = {
  mg: (draw) => {
    const key = draw.key();
    const flags = some(draw, ['v', 'v', 'c', 'f', 'k', 's', 't', 'h', 'l', 'q', 'u', opaque(draw)]);
    if (draw.chance(10)) flags.push(`T${draw.signedExpiry()}`);
    if (draw.chance(8)) flags.push(`N${draw.signedExpiry()}`);
    if (draw.chance(8)) flags.push(`R${draw.between(0, 30)}`);
    return meta('mg', key, [key, ...unique(flags)], { retrieves: true });
  },
  ms: (draw) => {
    const key = draw.key();
    const mode = draw.of(['', '', '', 'MS', 'MA', 'MP', 'ME', 'MR', 'Mset', 'Madd']);
    const value = /^M[AP]/.test(mode) ? draw.piece(key) : draw.value(key);
    const flags = some(draw, ['c', 'k', 'q', opaque(draw), `F${draw.flags()}`, `T${draw.signedExpiry()}`]);
    if (draw.chance(5)) flags.push('I');
    if (mode !== '') flags.push(mode);
    return conditional('ms', draw, key, [key, String(value.length), ...unique(flags)], value);
  },
  md: (draw) => {
    const key = draw.key();
    const flags = some(draw, ['k', 'q', opaque(draw)]);
    if (draw.chance(30)) flags.push('I', ...(draw.chance(50) ? [`T${draw.signedExpiry()}`] : []));
    return conditional('md', draw, key, [key, ...unique(flags)], null);
  },
  ma: (draw) => {
    const key = draw.counter();
    const flags = some(draw, ['c', 't', 'v', 'k', 'q', opaque(draw), `D${draw.delta()}`]);
    if (draw.chance(20)) flags.push(`N${draw.signedExpiry()}`, ...(draw.chance(50) ? [`J${draw.delta()}`] : []));
    const mode = draw.chance(60) ? '' : draw.of(['MI', 'MD', 'M+', 'M-', 'Mi', 'Md', 'Mincr']);
    if (mode !== '') flags.push(mode);
    // A number that gets longer loses it (see the differences); these get none.
    if (/[Dd-]$/.test(mode) && draw.chance(30)) flags.push(`T${draw.signedExpiry()}`);
    return conditional('ma', draw, key, [key, ...unique(flags)], null);
  },
  mn: () => textCommand('mn', 'mn\r\n'),
  me: (draw) => {
    const key = draw.key();
    return meta('me', key, [key]);
  },
};

/** Framed well, and wrong. KEY stands for a key. */
const WRONG: readonly string[] = [
  ...['mg', 'mg KEY v v', 'mg KEY Tx', 'mg KEY Nx', 'mg KEY !', 'md', 'md KEY q q', 'ma', 'ma KEY Dx', 'ma KEY D-1'],
  ...['ma KEY Mx', 'ma KEY M', 'me', 'mg LONG v', 'md LONG', 'ma LONG', 'me LONG', 'mx KEY', 'md KEY Cx', 'ma KEY J-1'],
  ...['mg KEY Rx', 'ms', 'ms KEY', 'ms KEY x', 'ms KEY -1', 'mg KEY b', 'mg Zm9v b k v', 'md Zm9v b k', 'mg KEY Z'],
];

export function refusedMeta(draw: Draw): Command {
  const line = draw.of(WRONG);
  const key = draw.key();
  const words = line.replace('KEY', key).replace('LONG', 'l'.repeat(251));
  return textCommand('refused', `${words}\r\n`, { keys: [key], quiet: / q/.test(line) });
}

function some(draw: Draw, flags: readonly string[]): string[] {
  const share = draw.between(0, 70);
  const chosen = flags.filter(() => draw.chance(share));
  // Order is the asker's, and the answer's.
  for (let i = chosen.length - 1; i > 0; i--) {
    const j = draw.rng.below(i + 1);
    [chosen[i], chosen[j]] = [chosen[j]!, chosen[i]!];
  }
  return chosen;
}

function opaque(draw: Draw): string {
  return `O${draw.rng.below(10_000)}`;
}

/** A flag that comes twice is an error, which has its own place. */
function unique(flags: readonly string[]): string[] {
  return flags.filter((flag, i) => flags.findIndex((other) => other[0] === flag[0]) === i);
}

function conditional(name: string, draw: Draw, key: string, words: readonly string[], value: Buffer | null): Command {
  const kind = draw.chance(20) ? draw.rng.below(100) : null;
  return textCommand(
    name,
    (book) => {
      const cas = kind === null ? [] : [`C${draw.cas(book, key, kind)}`];
      const line = Buffer.from(`${[name, ...words, ...cas].join(' ')}\r\n`, 'latin1');
      return value === null ? line : Buffer.concat([line, value, Buffer.from('\r\n')]);
    },
    { keys: [key], quiet: words.includes('q') },
  );
}

function meta(name: string, key: string, words: readonly string[], details: { retrieves?: boolean } = {}): Command {
  return textCommand(name, `${[name, ...words].join(' ')}\r\n`, {
    keys: [key],
    quiet: words.includes('q'),
    ...details,
  });
}
