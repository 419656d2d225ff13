import { Verb } from '../../protocol/message.ts';
import { Flag, Meta, MetaLine } from '../../protocol/meta.ts';
import { ReadRequest } from './read-request.ts';

/** Holds nothing between lines. */
const line = new MetaLine();

/** What each command may be answered; a quiet one is not answered what is as it should be. */
const CODES: ReadonlyMap<string, readonly string[]> = new Map([
  ['mg', ['VA', 'HD', 'EN']],
  ['ms', ['HD', 'NS', 'EX', 'NF', 'OK']],
  ['md', ['HD', 'NF', 'EX', 'OK']],
  ['ma', ['HD', 'VA', 'NF', 'NS', 'EX', 'OK']],
  ['mn', ['MN']],
  ['me', ['ME', 'EN']],
]);
const SILENT: ReadonlyMap<string, readonly string[]> = new Map([
  ['mg', ['EN']],
  ['ms', ['HD', 'OK']],
  ['md', ['HD', 'OK']],
  ['ma', ['HD', 'VA', 'OK']],
]);

/** buf[start, end) is the line, without its end. */
export function readMeta(buf: Buffer, start: number, end: number, credential: string | null): ReadRequest {
  line.parse(buf, start, end);
  const words = wordsOf(buf, start, end);
  const command = words[0] ?? '';
  const request = new ReadRequest(Verb.meta, command, keysOf(words), credential);
  if (line.error !== '' || line.command === Meta.noop || line.command === Meta.debug) return request;
  request.quiet = line.has(Flag.quiet);
  const flags = words.slice(line.flagsFrom);
  request.opaqueToken = flags.find((flag) => flag.startsWith('O')) ?? '';
  request.keyToken = line.has(Flag.key) ? `k${words[1]}` : '';
  return request;
}

/** Whether this line, which is no error, may be the answer. Several quiet ones may be silent before one speaks. */
export function mayAnswerMeta(request: ReadRequest, buf: Buffer, start: number, end: number): boolean {
  const [code = '', ...words] = wordsOf(buf, start, end);
  if (CODES.get(request.command)?.includes(code) !== true) return false;
  if (!request.quiet) return true;
  if (SILENT.get(request.command)?.includes(code) === true) return false;
  const opaque = words.find((word) => word.startsWith('O')) ?? '';
  const key = words.find((word) => word.startsWith('k')) ?? '';
  return opaque === request.opaqueToken && key === request.keyToken;
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
