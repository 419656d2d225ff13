import { HEADER, putHeader, REPLY_MAGIC, REQUEST_MAGIC } from '../../protocol/binary-header.ts';

interface Frame {
  readonly opaque?: number;
  readonly extras?: number;
  readonly key?: string;
  readonly value?: string;
  readonly status?: number;
}

/** A binary request as Latin-1. */
export function ask(opcode: number, frame: Frame = {}): string {
  return build(REQUEST_MAGIC, opcode, frame);
}

/** A binary reply as Latin-1. */
export function answer(opcode: number, frame: Frame = {}): string {
  return build(REPLY_MAGIC, opcode, frame);
}

function build(magic: number, opcode: number, frame: Frame): string {
  const { opaque = 0, extras = 0, key = '', value = '', status = 0 } = frame;
  const body = '\0'.repeat(extras) + key + value;
  const header = Buffer.alloc(HEADER);
  putHeader(header, 0, magic, opcode, key.length, extras, status, body.length, opaque, 0, 0);
  return header.toString('latin1') + body;
}
