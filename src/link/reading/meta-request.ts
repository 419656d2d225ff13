import { Verb } from '../../protocol/message.ts';
import { Flag, Meta, MetaLine } from '../../protocol/meta.ts';
import { ReadRequest } from './read-request.ts';

/** Holds nothing between lines. */
const line = new MetaLine();

/** What a command may be answered, and with which flag only. */
type Code = readonly [code: string, flag?: number];

const CODES: ReadonlyMap<string, readonly Code[]> = new Map([
  ['mg', [['VA', Flag.value], ['HD'], ['EN']]],
  ['ms', [['HD'], ['NS', Flag.mode], ['EX', Flag.compareCas], ['NF', Flag.compareCas]]],
  ['md', [['HD'], ['NF'], ['EX', Flag.compareCas]]],
  ['ma', [['VA', Flag.value], ['HD'], ['NF'], ['NS'], ['EX', Flag.compareCas]]],
  ['mn', [['MN']]],
  ['me', [['ME'], ['EN']]],
]);
/** A quiet one does not say what is as it should be. */
const SILENT: ReadonlyMap<string, readonly string[]> = new Map([
  ['mg', ['EN']],
  ['ms', ['HD']],
  ['md', ['HD']],
  ['ma', ['HD', 'VA']],
]);

/** buf[start, end) is the line, without its end. */
export function readMeta(buf: Buffer, start: number, end: number, credential: string | null): ReadRequest {
  line.parse(buf, start, end);
  const words = wordsOf(buf, start, end);
  const command = words[0] ?? '';
  const request = new ReadRequest(Verb.meta, command, keysOf(words), credential);
  const codes = CODES.get(command) ?? [];
  // Another server may know flags that ours does not.
  if (line.error !== '' || line.command === Meta.noop || line.command === Meta.debug) {
    request.codes = codes.map(([code]) => code);
    return request;
  }
  request.quiet = line.has(Flag.quiet);
  const silent = request.quiet ? SILENT.get(command)! : [];
  const possible = codes.filter(([code, flag]) => !silent.includes(code) && (flag === undefined || line.has(flag)));
  request.codes = possible.map(([code]) => code);
  request.opaqueToken = words.slice(line.flagsFrom).find((flag) => flag.startsWith('O')) ?? '';
  request.keyToken = line.has(Flag.key) ? `k${words[1]}` : '';
  return request;
}

/** Whether this line, which is no error, may be the answer. Several quiet ones may be silent before one speaks. */
export function mayAnswerMeta(request: ReadRequest, buf: Buffer, start: number, end: number): boolean {
  const [code = '', ...words] = wordsOf(buf, start, end);
  if (!request.codes.includes(code)) return false;
  if (!request.quiet && request.opaqueToken === '' && request.keyToken === '') return true;
  const opaque = words.find((word) => word.startsWith('O')) ?? '';
  const key = words.find((word) => word.startsWith('k')) ?? '';
  if (opaque === request.opaqueToken && key === request.keyToken) return true;
  // Not every server repeats them where it has nothing to give.
  return !request.quiet && opaque === '' && key === '' && code !== 'HD' && code !== 'VA';
}

function keysOf([, key]: readonly string[]): string[] {
  if (line.command === Meta.noop || key === undefined) return [];
  if (line.error !== '' || !line.keyIsBase64) return [key];
  return [Buffer.from(line.key.subarray(line.keyStart, line.keyEnd)).toString('latin1')];
}

function wordsOf(buf: Buffer, start: number, end: number): string[] {
  return buf
    .toString('latin1', start, end)
    .split(' ')
    .filter((word) => word !== '');
}
