import { BinaryRequestParser } from '../protocol/binary-request.ts';
import type { Protocol, RequestParser } from '../protocol/message.ts';
import { TextRequestParser } from '../protocol/text-request.ts';

/** As memcached reads: what is too large is refused, and the connection goes on. */
export function createParser(protocol: Protocol): RequestParser {
  const parser = protocol === 'binary' ? new BinaryRequestParser() : new TextRequestParser();
  parser.swallows = true;
  return parser;
}
