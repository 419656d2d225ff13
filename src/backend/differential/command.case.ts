import type { Protocol } from '../../protocol/message.ts';
import type { CasBook } from './cas-book.case.ts';

/** A command of the mix, not yet words on the wire: what depends on a server's own cas values is filled in per server. */
export interface Command {
  /** What the shares of the mix are counted by: `text get`, `binary getkq`, … */
  readonly name: string;
  readonly protocol: Protocol;
  /** Latin-1. All keys it names; what it is told about goes under the first. */
  readonly keys: readonly string[];
  /** Success, or failure, may be silent: in the text protocol a word that is always answered has to follow. */
  readonly quiet: boolean;
  /** The server closes behind it. */
  readonly ends: boolean;
  /** It must be the first of its batch: what waits to be sent before it would be lost (see the differences). */
  readonly first: boolean;
  /** It asks for the values of its keys: hits are counted. */
  readonly retrieves: boolean;
  /** Binary commands carry the opaque. */
  render(book: CasBook, opaque: number): Buffer;
}

type Details = Partial<Pick<Command, 'keys' | 'quiet' | 'ends' | 'first' | 'retrieves'>>;

export function textCommand(
  name: string,
  render: Buffer | string | ((book: CasBook) => Buffer),
  details: Details = {},
): Command {
  const fixed = typeof render === 'string' ? Buffer.from(render, 'latin1') : render;
  return {
    ...{ keys: [], quiet: false, ends: false, first: false, retrieves: false },
    ...details,
    name: `text ${name}`,
    protocol: 'text',
    render: typeof fixed === 'function' ? fixed : () => fixed,
  };
}

export function binaryCommand(
  name: string,
  render: (book: CasBook, opaque: number) => Buffer,
  details: Details = {},
): Command {
  return {
    ...{ keys: [], quiet: false, ends: false, first: false, retrieves: false },
    ...details,
    name: `binary ${name}`,
    protocol: 'binary',
    render,
  };
}
