import type { Bytes } from '../protocol/bytes.ts';
import type { Reply, Request, RequestParser, Status } from '../protocol/message.ts';
import type { Grant } from '../tenancy/grant.ts';
import type { Exchange } from './exchange.ts';

/** What an answer has to know of its request: a `Request` or an `Exchange`. */
export type Asked = Pick<Request, 'verb' | 'opcode' | 'opaque' | 'quiet'>;

/** A request as backends are asked it: a frame of the binary protocol, and the whole key in it. */
export interface Frame {
  buf: Buffer;
  start: number;
  end: number;
  keyStart: number;
  keyEnd: number;
}

/**
 * How a client is spoken with. Backends are only ever asked in binary, aloud (so that a reply comes for certain), with
 * the cache's number in the vbucket field and the grant's namespace before the key.
 */
export interface Dialect {
  /** Shared by all connections of a proxy: it holds nothing between calls. */
  readonly parser: RequestParser;
  /** Goes to the one backend that has the key. */
  isKeyed(request: Request, buf: Buffer): boolean;
  /** Of `stats`; '' for the general ones. */
  topic(request: Request, buf: Buffer): string;
  /** Makes the frame of a keyed request. False: with its namespace, the key is too long. */
  frame(request: Request, buf: Buffer, grant: Grant, out: Frame): boolean;
  /** Hands over the client's reply to `send`, or nothing if it wants none. */
  relay(exchange: Exchange, buf: Buffer, reply: Reply, send: Send): void;
  /** The error that tells of this status; '' for its usual text. */
  error(asked: Asked, status: Status, text: string, out: Bytes): void;
  /** Done, with nothing more to say. */
  done(asked: Asked, out: Bytes): void;
  version(asked: Asked, version: string, out: Bytes): void;
  stats(asked: Asked, topic: string, lines: Iterable<readonly [name: string, value: string]>, out: Bytes): void;
  /** Behind the last key of a command of several. */
  close(exchange: Exchange, out: Bytes): void;
}

/** Sends the client these bytes when it is the exchange's turn. */
export interface Send {
  send(exchange: Exchange, buf: Buffer, start: number, end: number): void;
}
