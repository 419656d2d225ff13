/**
 * Meta commands have no binary form: they travel as text in a frame of an opcode of ours, `Opcode.meta`, with the item's
 * key as the frame's key, so that they are routed, and kept in order, like all else.
 */
import { writeConcat } from '../protocol/binary-encode.ts';
import { KEY_BYTES_MAX } from '../protocol/binary-header.ts';
import type { Bytes } from '../protocol/bytes.ts';
import type { Request } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';

const NEWLINE = 0x0a;

/** False: the key, with its namespace, is too long. */
export function writeMeta(out: Bytes, request: Request, buf: Buffer, namespace: Buffer): boolean {
  const { keyStart, keyEnd, frameStart, frameEnd } = request;
  const encoded = flagsOf(request, buf).includes('b');
  const token = buf.subarray(keyStart, keyEnd);
  const own = encoded ? Buffer.from(token.toString('latin1'), 'base64') : token;
  const key = namespace.length === 0 ? own : Buffer.concat([namespace, own]);
  if (key.length === 0 || key.length > KEY_BYTES_MAX) return false;
  const whole = namespace.length === 0 ? token : encoded ? Buffer.from(key.toString('base64'), 'latin1') : key;
  const command = Buffer.concat([buf.subarray(frameStart, keyStart), whole, buf.subarray(keyEnd, frameEnd)]);
  writeConcat(out, Opcode.meta, key, 0, key.length, command, 0, command.length, 0, 0, 0);
  return true;
}

/** The text that came back, without the namespace in the keys that it tells. */
export function writeMetaReply(out: Bytes, buf: Buffer, start: number, end: number, namespace: Buffer): void {
  const lineEnd = buf.indexOf(NEWLINE, start);
  if (namespace.length === 0 || lineEnd < 0 || lineEnd >= end) return out.append(buf, start, end);
  const tokens = buf.toString('latin1', start, lineEnd).trimEnd().split(' ');
  const encoded = tokens.includes('b');
  const plain = namespace.toString('latin1');
  const bare = tokens.map((token, i) => {
    // `me` does not tell how it names the key.
    if (tokens[0] === 'ME' && i === 1) return withoutNamespace(token, namespace, !token.startsWith(plain));
    return token.startsWith('k') ? `k${withoutNamespace(token.slice(1), namespace, encoded)}` : token;
  });
  out.text(`${bare.join(' ')}\r\n`);
  out.append(buf, lineEnd + 1, end);
}

/** `mn` and what else has no key. */
export function isMetaNoop(request: Request, buf: Buffer): boolean {
  return buf[request.frameStart + 1] === 0x6e;
}

function flagsOf({ keyEnd, frameEnd }: Request, buf: Buffer): string[] {
  const lineEnd = buf.indexOf(NEWLINE, keyEnd);
  const flags = buf.toString('latin1', keyEnd, lineEnd < 0 ? frameEnd : lineEnd).trim();
  return flags === '' ? [] : flags.split(/ +/);
}

function withoutNamespace(token: string, namespace: Buffer, encoded: boolean): string {
  if (!encoded) return token.slice(namespace.length);
  return Buffer.from(token, 'base64').subarray(namespace.length).toString('base64');
}
