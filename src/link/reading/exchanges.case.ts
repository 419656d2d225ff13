/** Requests with the replies a server may give: whose each byte is, is known. */
import { Bytes } from '../../protocol/bytes.ts';
import type { Draws } from '../../protocol/collect.case.ts';
import { Opcode, QUIET_OF, WITH_KEY_OF } from '../../protocol/opcodes.ts';
import { Status, type Protocol } from '../../protocol/message.ts';
import { binaryFrame, textCommand } from '../../protocol/valid.case.ts';
import { answer } from './frames.case.ts';

export interface Exchange {
  readonly asked: Buffer;
  /** Empty: nothing is said to it. */
  readonly answered: Buffer;
  readonly command: string;
}

export function exchange(draws: Draws, protocol: Protocol, number: number): Exchange {
  return protocol === 'text' ? textExchange(draws, number) : binaryExchange(draws, number);
}

function textExchange(draws: Draws, number: number): Exchange {
  const whole = textCommand(draws);
  const end = whole.indexOf('\r\n');
  const words = whole
    .slice(0, end)
    .split(' ')
    .filter((word) => word !== '');
  // Without an opaque nobody could tell which of several quiet ones speaks.
  const quiet = ['mg', 'ms', 'md', 'ma'].includes(words[0]!) && words.includes('q');
  if (quiet) words.push(`O${number}`);
  const command = words[0]!;
  const answered = words.includes('noreply') || (quiet && draws.below(2) === 0) ? '' : textAnswer(draws, words, quiet);
  return { command, asked: latin1(words.join(' ') + whole.slice(end)), answered: latin1(answered) };
}

function textAnswer(draws: Draws, words: readonly string[], quiet: boolean): string {
  const [command = '', key = ''] = words;
  if (!quiet && draws.below(12) === 0) return draws.pick(['ERROR\r\n', 'SERVER_ERROR out of memory\r\n']);
  switch (command) {
    case 'get':
    case 'gets':
      return values(draws, words.slice(1));
    case 'gat':
    case 'gats':
      return values(draws, words.slice(2));
    case 'incr':
    case 'decr':
      return draws.pick(['NOT_FOUND\r\n', `${draws.u32()}\r\n`, '9  \r\n']);
    case 'delete':
      return draws.pick(['DELETED\r\n', 'NOT_FOUND\r\n']);
    case 'touch':
      return draws.pick(['TOUCHED\r\n', 'NOT_FOUND\r\n']);
    case 'version':
      return 'VERSION 1.6.18\r\n';
    case 'verbosity':
      return 'OK\r\n';
    case 'stats':
      return 'STAT a 1\r\n'.repeat(draws.below(4)) + 'END\r\n';
    default:
      return command.length === 2 ? metaAnswer(draws, command, key, words) : draws.pick(STORAGE_ANSWERS);
  }
}

const STORAGE_ANSWERS = ['STORED\r\n', 'NOT_STORED\r\n', 'EXISTS\r\n', 'NOT_FOUND\r\n'];
/** In full, and where all is as it should be, of which a quiet one says nothing. */
const META_CODES: Readonly<Record<string, readonly [codes: string, silent: string]>> = {
  mg: ['HD VA EN', 'EN'],
  ms: ['HD NS', 'HD'],
  md: ['HD NF', 'HD'],
  ma: ['HD VA NF NS', 'HD VA'],
  mn: ['MN', ''],
  me: ['ME EN', ''],
};

function metaAnswer(draws: Draws, command: string, key: string, words: readonly string[]): string {
  const [codes, silent] = META_CODES[command]!;
  const needs: Readonly<Record<string, boolean>> = {
    VA: words.includes('v'),
    NS: command === 'ma' || words.includes('MA'),
  };
  const possible = codes
    .split(' ')
    .filter((code) => needs[code] !== false && !(words.includes('q') && silent.includes(code)));
  if (possible.length === 0) return '';
  const code = draws.pick(possible);
  if (code === 'MN') return 'MN\r\n';
  if (code === 'ME') return `ME ${key} exp=-1 la=0\r\n`;
  const opaque = words.slice(2).filter((word) => word.startsWith('O'));
  const echo = [...opaque, ...(words.includes('k') ? [`k${key}`] : [])].map((word) => ` ${word}`).join('');
  const value = draws.pick(DATA);
  return code === 'VA' ? `VA ${value.length}${echo}\r\n${value}\r\n` : `${code}${echo}\r\n`;
}

const DATA = ['', 'x', '\r\n', 'END\r\n', 'VALUE a 0 1\r\n', 'x'.repeat(100)];

function values(draws: Draws, keys: readonly string[]): string {
  const hits = keys.filter(() => draws.below(2) === 0);
  const blocks = hits.map((key) => {
    const data = draws.pick(DATA);
    return `VALUE ${key} 0 ${data.length}${draws.pick(['', ' 17'])}\r\n${data}\r\n`;
  });
  return `${blocks.join('')}END\r\n`;
}

function binaryExchange(draws: Draws, number: number): Exchange {
  const out = new Bytes();
  binaryFrame(draws, out);
  const asked = Buffer.from(out.buf.subarray(0, out.length));
  const opcode = asked[1]!;
  // They are used again, but whose an answer is of several quiet ones that are alike, nobody could tell.
  const opaque = QUIET_OF[opcode] === 1 ? 1000 + number : draws.below(3);
  asked.writeUInt32BE(opaque, 12);
  const keyStart = 24 + asked[4]!;
  const key = asked.toString('latin1', keyStart, keyStart + asked.readUInt16BE(2));
  return { command: '', asked, answered: latin1(binaryAnswer(draws, opcode, opaque, key)) };
}

function binaryAnswer(draws: Draws, opcode: number, opaque: number, key: string): string {
  if (QUIET_OF[opcode] === 1 && draws.below(2) === 0) return '';
  const named = WITH_KEY_OF[opcode] === 1 ? key : '';
  if (opcode === Opcode.stat) {
    const frames = ['a', 'b', 'c']
      .slice(draws.below(4))
      .map((name) => answer(opcode, { opaque, key: name, value: '1' }));
    return frames.join('') + answer(opcode, { opaque });
  }
  if (QUIET_OF[opcode] === 0 && draws.below(4) === 0) {
    return answer(opcode, { opaque, status: Status.notFound, value: 'Not found' });
  }
  return answer(opcode, { opaque, extras: draws.pick([0, 4]), key: named, value: draws.pick(DATA) });
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
