/**
 * What was heard for a batch, split into the answers of its commands, in a form that two servers can share: cas values
 * by rank, `stats` by its names.
 */
import { HEADER } from '../../protocol/binary-header.ts';
import { Opcode } from '../../protocol/opcodes.ts';
import { binaryFrame } from './binary-mix.case.ts';
import type { CasBook } from './cas-book.case.ts';
import type { Command } from './command.case.ts';

/** Follows what may be silent, and each batch. */
const SENTINEL = Buffer.from('mn\r\n');
const SENTINEL_ANSWER = 'MN\r\n';
const SENTINEL_OPAQUE = 0xffff_fffe;
const SENTINEL_FRAME = binaryFrame({
  ...{ opcode: Opcode.noop, key: '', extras: Buffer.alloc(0), value: Buffer.alloc(0), cas: 0n },
  opaque: SENTINEL_OPAQUE,
});

/** The bytes of a batch for one server, whose book it is. */
export function written(commands: readonly Command[], book: CasBook): Buffer {
  const parts: Buffer[] = [];
  commands.forEach((command, i) => {
    parts.push(command.render(book, i));
    if (command.protocol === 'text' && command.quiet) parts.push(SENTINEL);
  });
  const last = commands.at(-1)!;
  if (!last.ends) parts.push(last.protocol === 'text' ? SENTINEL : SENTINEL_FRAME);
  return Buffer.concat(parts);
}

/** Whether all is said that the server has to say to these commands, unless it closes. */
export function complete(commands: readonly Command[], heard: Buffer): boolean {
  const last = commands.at(-1)!;
  if (last.ends) return false;
  if (last.protocol === 'binary') {
    const at = heard.length - HEADER;
    return at >= 0 && heard[at] === 0x81 && heard.readUInt32BE(at + 12) === SENTINEL_OPAQUE;
  }
  if (!heard.subarray(-SENTINEL_ANSWER.length).equals(Buffer.from(SENTINEL_ANSWER))) return false;
  const expected = commands.filter((each) => each.quiet || each.name === 'text mn').length + 1;
  return textReplies(heard).filter((reply) => reply === SENTINEL_ANSWER).length >= expected;
}

/** One entry per command: what it was answered, '' for nothing. What belongs to none is with the last. */
export function answers(commands: readonly Command[], heard: Buffer, book: CasBook): string[] {
  return commands[0]!.protocol === 'text' ? textAnswers(commands, heard, book) : binaryAnswers(commands, heard, book);
}

function textAnswers(commands: readonly Command[], heard: Buffer, book: CasBook): string[] {
  const replies = textReplies(heard);
  let at = 0;
  return commands.map((command, i) => {
    let said = '';
    if (i === commands.length - 1) {
      // All that is left but the sentinels.
      const rest = replies.slice(at, command.ends ? undefined : command.quiet ? -2 : -1);
      said = rest.join('');
    } else if (command.quiet) {
      for (; at < replies.length && replies[at] !== SENTINEL_ANSWER; at++) said += replies[at]!;
      at++;
    } else said = replies[at++] ?? '';
    return ranked(said, command, book);
  });
}

/** Replies as they are framed; what is not whole is the last. */
function textReplies(heard: Buffer): string[] {
  const text = heard.toString('latin1');
  const replies: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = replyEnd(text, at);
    replies.push(text.slice(at, end));
    at = end;
  }
  return replies;
}

function replyEnd(text: string, start: number): number {
  for (let at = start; ;) {
    const end = text.indexOf('\r\n', at);
    if (end < 0) return text.length;
    const line = text.slice(at, Math.min(end, at + 400));
    at = end + 2;
    const value = /^(?:VALUE [^ ]+ \d+ (\d+)|VA (\d+))/.exec(line);
    if (value !== null) at += Number(value[1] ?? value[2]) + 2;
    if (value?.[1] === undefined && !line.startsWith('STAT ')) return at;
  }
}

function ranked(said: string, command: Command, book: CasBook): string {
  if (said.startsWith('STAT ')) return statNames(said);
  const rank = (key: string, cas: string): string => {
    book.note(key, BigInt(cas));
    return `#${book.rank(BigInt(cas))}`;
  };
  const key = command.keys[0] ?? '';
  if (said.startsWith('ME ')) return said.replace(/cas=(\d+)/, (_, cas: string) => `cas=${rank(key, cas)}`);
  if (/^text m[gsad]$/.test(command.name)) {
    const end = said.indexOf('\r\n');
    const line = said.slice(0, end).replace(/ c(\d+)/, (_, cas: string) => ` c${rank(key, cas)}`);
    return line + said.slice(end);
  }
  if (!said.startsWith('VALUE ')) return said;
  let out = '';
  for (let at = 0; at < said.length;) {
    const end = said.indexOf('\r\n', at);
    const [, head, name, bytes, cas] = /^(VALUE ([^ ]+) \d+ (\d+))(?: (\d+))?$/.exec(said.slice(at, end)) ?? [];
    const next = head === undefined ? said.length : end + 2 + Number(bytes) + 2;
    out += head === undefined ? said.slice(at) : `${head}${cas === undefined ? '' : ` ${rank(name!, cas)}`}`;
    if (head !== undefined) out += said.slice(end, next);
    at = next;
  }
  return out;
}

/** Slab classes are left out of the names: which there are is how a server keeps its memory. */
function statNames(said: string): string {
  const lines = said.split('\r\n').slice(0, -1);
  const names = lines.slice(0, -1).map((line) => statName(line.split(' ')[1] ?? ''));
  return `stats ${[...new Set(names)].sort().join(' ')} ${lines.at(-1)}`;
}

function statName(name: string): string {
  return name.replace(/^items:\d+:/, 'items:CLASS:').replace(/^\d+:/, 'CLASS:');
}

function binaryAnswers(commands: readonly Command[], heard: Buffer, book: CasBook): string[] {
  const said = commands.map(() => '');
  const names = commands.map((): string[] => []);
  for (let at = 0; at < heard.length;) {
    const whole = heard.length - at >= HEADER && heard.length - at >= HEADER + heard.readUInt32BE(at + 8);
    const end = whole ? at + HEADER + heard.readUInt32BE(at + 8) : heard.length;
    const opaque = whole ? heard.readUInt32BE(at + 12) : -1;
    const owner = Math.min(opaque < 0 ? commands.length : opaque, commands.length - 1);
    const reply = heard.subarray(at, end);
    at = end;
    if (opaque === SENTINEL_OPAQUE) continue;
    if (whole && commands[owner]!.name === 'binary stat' && reply.readUInt16BE(6) === 0) {
      const key = reply.toString('latin1', HEADER, HEADER + reply.readUInt16BE(2));
      names[owner]!.push(statName(key));
    } else said[owner] += whole ? frameWords(reply, commands[owner]!, book) : `cut short: ${reply.toString('latin1')}`;
  }
  return said.map((words, i) => words + (names[i]!.length === 0 ? '' : statSet(names[i]!)));
}

function statSet(names: readonly string[]): string {
  return `stats ${[...new Set(names)].sort().join(' ')}`;
}

function frameWords(reply: Buffer, command: Command, book: CasBook): string {
  const cas = reply.readBigUInt64BE(16);
  if (cas !== 0n) book.note(command.keys[0] ?? '', cas);
  const [magic, opcode, , , extras, type] = reply;
  const key = reply.readUInt16BE(2);
  const head = { magic, opcode, key, extras, type, status: reply.readUInt16BE(6), body: reply.readUInt32BE(8) };
  const rank = cas === 0n ? 'none' : `#${book.rank(cas)}`;
  return `${JSON.stringify({ ...head, cas: rank })} ${reply.toString('latin1', HEADER)}`;
}
