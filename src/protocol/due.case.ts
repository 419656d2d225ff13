import { BinaryRequestParser } from './binary-request.ts';
import { detectProtocol } from './detect.ts';
import { Parsed, Verb, type Request } from './message.ts';
import { TextRequestParser } from './text-request.ts';

/** What a server owes to who has sent these bytes. */
export interface Due {
  /** An answer, or a close: something is said, or refused, that is not to be met by silence. */
  readonly word: boolean;
  /** Orders to forget everything, which others feel too. */
  readonly flushes: number;
}

export function dueTo(bytes: Buffer): Due {
  if (bytes.length === 0) return { word: false, flushes: 0 };
  const parser = detectProtocol(bytes[0]!) === 'binary' ? new BinaryRequestParser() : new TextRequestParser();
  parser.swallows = true;
  parser.over(bytes, 0, bytes.length);
  let word = false;
  let flushes = 0;
  for (;;) {
    const parsed = parser.next();
    if (parsed === Parsed.more) return { word, flushes };
    if (parsed === Parsed.broken) return { word: true, flushes };
    if (parsed === Parsed.bad) {
      word ||= parser.errorText !== '' || (parser.errorStatus !== 0 && parser.request.opcode !== 0);
      // None of these inputs goes on behind that.
      if (parser.skip > 0) return { word, flushes };
    } else {
      word ||= isLoud(parser.request, bytes);
      if (parser.request.verb === Verb.flush) flushes++;
      if (parser.request.verb === Verb.quit) return { word: true, flushes };
    }
  }
}

/** Meta commands have a silence of their own, which is not the parser's to know; nor is that of administrators' commands. */
function isLoud({ verb, opcode, quiet, last, frameStart, frameEnd }: Request, bytes: Buffer): boolean {
  if (!last || quiet || verb === Verb.meta) return false;
  return opcode !== 0 || !bytes.toString('latin1', frameStart, frameEnd).trimEnd().endsWith('noreply');
}
