/** The classic text commands of the mix. */
import { textCommand, type Command } from './command.case.ts';
import type { Draw } from './draw.case.ts';

export type Maker = (draw: Draw) => Command;

const NOREPLY_PERCENT = 25;

export const TEXT_MAKERS: Readonly<Record<string, Maker>> = {
  get: (draw) => retrieval('get', keys(draw)),
  gets: (draw) => retrieval('gets', keys(draw)),
  gat: (draw) => retrieval('gat', keys(draw), draw.signedExpiry()),
  gats: (draw) => retrieval('gats', keys(draw), draw.signedExpiry()),
  set: (draw) => storage('set', draw, draw.key()),
  add: (draw) => storage('add', draw, draw.key()),
  replace: (draw) => storage('replace', draw, draw.key()),
  append: (draw) => storage('append', draw, draw.key()),
  prepend: (draw) => storage('prepend', draw, draw.key()),
  cas: (draw) => storage('cas', draw, draw.key()),
  delete: (draw) => {
    const key = draw.key();
    return keyed('delete', draw, key, [key, ...(draw.chance(10) ? ['0'] : [])]);
  },
  incr: (draw) => count('incr', draw),
  decr: (draw) => count('decr', draw),
  touch: (draw) => {
    const key = draw.key();
    return keyed('touch', draw, key, [key, String(draw.signedExpiry())]);
  },
  version: () => textCommand('version', 'version\r\n'),
  verbosity: (draw) => keyed('verbosity', draw, null, [draw.of(['0', '1', '0', '1', '2'])]),
  stats: (draw) => {
    const topic = draw.of(['', '', ' settings', ' items', ' slabs', ' sizes', ' reset']);
    return textCommand('stats', `stats${topic}\r\n`);
  },
  quit: () => textCommand('quit', 'quit\r\n', { ends: true }),
};

/** The delay in seconds; null for none. */
export function textFlush(draw: Draw, delay: number | null): Command {
  return keyed('flush_all', draw, null, delay === null ? [] : [String(delay)]);
}

export function textGet(keys: readonly string[]): Command {
  return retrieval('get', keys);
}

function keys(draw: Draw): string[] {
  const count = draw.chance(70) ? 1 : draw.chance(95) ? draw.between(2, 8) : draw.between(20, 40);
  return Array.from({ length: count }, () => draw.key());
}

function retrieval(name: string, names: readonly string[], expiry: number | null = null): Command {
  const words = [name, ...(expiry === null ? [] : [String(expiry)]), ...names];
  return textCommand(name, `${words.join(' ')}\r\n`, { keys: names, retrieves: true });
}

function storage(name: string, draw: Draw, key: string): Command {
  const joins = name === 'append' || name === 'prepend';
  const value = joins ? draw.piece(key) : draw.value(key);
  const start = `${name} ${key} ${draw.flags()} ${draw.signedExpiry()} ${value.length}`;
  const quiet = draw.chance(NOREPLY_PERCENT);
  const kind = draw.rng.below(100);
  return textCommand(
    name,
    (book) => {
      const cas = name === 'cas' ? ` ${draw.cas(book, key, kind)}` : '';
      const head = Buffer.from(`${start}${cas}${quiet ? ' noreply' : ''}\r\n`, 'latin1');
      return Buffer.concat([head, value, Buffer.from('\r\n')]);
    },
    { keys: [key], quiet },
  );
}

function count(name: string, draw: Draw): Command {
  const key = draw.counter();
  return keyed(name, draw, key, [key, String(draw.delta())]);
}

function keyed(name: string, draw: Draw, key: string | null, words: readonly string[]): Command {
  const quiet = draw.chance(NOREPLY_PERCENT);
  const line = [name, ...words, ...(quiet ? ['noreply'] : [])].join(' ');
  return textCommand(name, `${line}\r\n`, { keys: key === null ? [] : [key], quiet });
}
