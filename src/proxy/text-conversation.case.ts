import type { Draws } from '../protocol/collect.case.ts';

const KEYS = ['a', 'b', 'c', 'd', 'counter', 'k'.repeat(250)];
const MALFORMED = [
  'get',
  `get ${'k'.repeat(251)}`,
  'set a 0 0',
  'set a b 0 1',
  'incr a b',
  'nonsense',
  'touch a soon',
  'flush_all noreply soon',
  'delete a 7',
];

/** Up to 60 commands about few keys, with and without `noreply`, sensible and not; a fence at the end. */
export function textConversation(draws: Draws): Buffer {
  const lines: string[] = [];
  const count = 1 + draws.below(60);
  for (let n = 0; n < count; n++) lines.push(`${command(draws)}\r\n`);
  lines.push('mn\r\n');
  return Buffer.from(lines.join(''), 'latin1');
}

function command(draws: Draws): string {
  const key = draws.pick(KEYS);
  const noreply = draws.below(4) === 0 ? ' noreply' : '';
  const keys = (): string => Array.from({ length: 1 + draws.below(5) }, () => draws.pick(KEYS)).join(' ');
  switch (draws.below(13)) {
    case 0:
      return `get ${keys()}`;
    case 1:
      return `gat ${draws.pick(['0', '100', '-1'])} ${keys()}`;
    case 2:
      return `${draws.pick(['incr', 'decr'])} ${draws.pick(['counter', key])} ${draws.below(20)}${noreply}`;
    case 3:
      return `touch ${key} ${draws.pick(['0', '100', '-1'])}${noreply}`;
    case 4:
      return `delete ${key}${noreply}`;
    case 5:
      return `cas ${key} 0 0 1 ${draws.pick(['0', '4611686018427387904', '18446744073709551615'])}${noreply}\r\nc`;
    case 6:
      return draws.below(4) === 0 ? `flush_all${draws.pick([noreply, ' 0', ' 100'])}` : 'verbosity 1';
    case 7:
      return draws.below(3) === 0 ? draws.pick(MALFORMED) : 'mn';
    case 8:
      return meta(draws, key);
    default: {
      const verb = draws.pick(['set', 'set', 'set', 'add', 'replace', 'append', 'prepend']);
      const value = draws.pick(['1', '99', 'value', 'x'.repeat(draws.below(300))]);
      const flags = draws.pick(['0', '7', '4294967295']);
      return `${verb} ${key} ${flags} ${draws.pick(['0', '100', '-1'])} ${value.length}${noreply}\r\n${value}`;
    }
  }
}

function meta(draws: Draws, key: string): string {
  const value = 'y'.repeat(draws.below(40));
  return draws.pick([
    `mg ${key} v f k s t q`,
    `mg ${key} O${draws.below(9)} k`,
    `mg ${key} N30 v`,
    `ms ${key} ${value.length} F3 T100 k\r\n${value}`,
    `ms ${key} ${value.length} MA q\r\n${value}`,
    `md ${key} q`,
    `ma counter N0 J5 v`,
    `mg YQ== b k v`,
    `mg ${key} v v`,
    'mg',
  ]);
}
