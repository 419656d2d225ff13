/** Who answers when it is no memcached in the binary protocol. */
import type { FindingCode } from './findings.ts';

export interface Guess {
  readonly code: FindingCode;
  readonly detail: string;
}

const FULL = /^ERROR Too many open connections/;
const TEXT_SIGN_IN = /^CLIENT_ERROR unauthenticated/;
/** What memcached says in text. */
const TEXT = /^(?:VERSION |ERROR\b|CLIENT_ERROR |SERVER_ERROR )/;
const HTTP = /^(?:HTTP\/\d|<!doctype|<html)/i;

/** How others begin. */
const SERVICES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^SSH-/, 'an SSH server'],
  [/^(?:[+-](?:OK|ERR|NOAUTH|DENIED|PONG))/, 'a Redis (or a mail server)'],
  [/^220[ -]/, 'a mail or FTP server'],
  [/^\* OK/, 'a mail server'],
];

/** By the first bytes of an answer; null: they tell nothing. */
export function guess(bytes: Buffer): Guess | null {
  const text = bytes.toString('latin1');
  if (FULL.test(text)) return { code: 'full', detail: firstLine(bytes) };
  if (isTlsRecord(bytes)) return { code: 'tls', detail: '' };
  if (HTTP.test(text)) return { code: 'http', detail: '' };
  const service = SERVICES.find(([pattern]) => pattern.test(text));
  if (service !== undefined) return { code: 'other-service', detail: service[1] };
  if (TEXT_SIGN_IN.test(text)) return { code: 'text-sign-in', detail: '' };
  if (TEXT.test(text)) return { code: 'text-only', detail: firstLine(bytes) };
  return null;
}

/** Printable, on one line, and short: nothing that a terminal would obey. */
export function firstLine(bytes: Buffer): string {
  const line = bytes.toString('latin1').split(/\r?\n/, 1)[0]!;
  const shown = line.replaceAll(/[^\x20-\x7e]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}

/** An alert or a handshake message, of any version. */
function isTlsRecord(bytes: Buffer): boolean {
  return (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3 && bytes[2]! <= 4;
}
