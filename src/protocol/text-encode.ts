/** Text messages, appended to a `Bytes`. Nothing is allocated for a get, a set or their replies. */
import type { Bytes } from './bytes.ts';
import { writeDecimal, writeDecimal64 } from './decimal.ts';
import { Status, Verb } from './message.ts';
import { textName } from './text-verbs.ts';

// ---- requests

/** get, gets, delete: a name and one key. */
export function writeTextKeyed(out: Bytes, verb: Verb, key: Uint8Array, keyStart: number, keyEnd: number): void {
  out.text(textName(verb));
  out.text(' ');
  out.append(key, keyStart, keyEnd);
  out.text('\r\n');
}

/** set, add, replace, append, prepend, cas. The cas halves count for `cas` only. */
export function writeTextStorage(
  out: Bytes,
  verb: Verb,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  value: Uint8Array,
  valueStart: number,
  valueEnd: number,
  flags: number,
  expiry: number,
  casHi: number,
  casLo: number,
  quiet: boolean,
): void {
  out.text(textName(verb));
  out.text(' ');
  out.append(key, keyStart, keyEnd);
  out.text(' ');
  writeDecimal(out, flags);
  out.text(' ');
  writeSeconds(out, expiry);
  out.text(' ');
  writeDecimal(out, valueEnd - valueStart);
  if (verb === Verb.cas) {
    out.text(' ');
    writeDecimal64(out, casHi, casLo);
  }
  out.text(quiet ? ' noreply\r\n' : '\r\n');
  out.append(value, valueStart, valueEnd);
  out.text('\r\n');
}

/** incr, decr. */
export function writeTextCounter(
  out: Bytes,
  verb: Verb,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  deltaHi: number,
  deltaLo: number,
  quiet: boolean,
): void {
  out.text(textName(verb));
  out.text(' ');
  out.append(key, keyStart, keyEnd);
  out.text(' ');
  writeDecimal64(out, deltaHi, deltaLo);
  out.text(quiet ? ' noreply\r\n' : '\r\n');
}

export function writeTextTouch(
  out: Bytes,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  expiry: number,
  quiet: boolean,
): void {
  out.text('touch ');
  out.append(key, keyStart, keyEnd);
  out.text(' ');
  writeSeconds(out, expiry);
  out.text(quiet ? ' noreply\r\n' : '\r\n');
}

/** gat, gats for one key. */
export function writeTextGat(
  out: Bytes,
  verb: Verb,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  expiry: number,
): void {
  out.text(textName(verb));
  out.text(' ');
  writeSeconds(out, expiry);
  out.text(' ');
  out.append(key, keyStart, keyEnd);
  out.text('\r\n');
}

// ---- replies

/** One value of a retrieval; `END` closes the command. The cas halves are written for `gets` and `gats`. */
export function writeTextValue(
  out: Bytes,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  value: Uint8Array,
  valueStart: number,
  valueEnd: number,
  flags: number,
  withCas: boolean,
  casHi: number,
  casLo: number,
): void {
  out.text('VALUE ');
  out.append(key, keyStart, keyEnd);
  out.text(' ');
  writeDecimal(out, flags);
  out.text(' ');
  writeDecimal(out, valueEnd - valueStart);
  if (withCas) {
    out.text(' ');
    writeDecimal64(out, casHi, casLo);
  }
  out.text('\r\n');
  out.append(value, valueStart, valueEnd);
  out.text('\r\n');
}

/** A line of Latin-1 text: `STORED`, `END`, an error. */
export function writeTextLine(out: Bytes, line: string): void {
  out.text(line);
  out.text('\r\n');
}

/** The line for what became of a request without a value. */
export function writeTextStatus(out: Bytes, verb: Verb, status: Status): void {
  writeTextLine(out, statusLine(verb, status));
}

export function writeTextCounterReply(out: Bytes, valueHi: number, valueLo: number): void {
  writeDecimal64(out, valueHi, valueLo);
  out.text('\r\n');
}

function statusLine(verb: Verb, status: Status): string {
  switch (status) {
    case Status.ok:
      return DONE.get(verb) ?? 'OK';
    // One word of text for what the binary protocol tells apart.
    case Status.notFound:
      return verb === Verb.replace ? 'NOT_STORED' : 'NOT_FOUND';
    case Status.exists:
      return verb === Verb.add ? 'NOT_STORED' : 'EXISTS';
    case Status.notStored:
      return 'NOT_STORED';
    case Status.tooLarge:
      return 'SERVER_ERROR object too large for cache';
    case Status.outOfMemory:
      return 'SERVER_ERROR out of memory storing object';
    case Status.nonNumeric:
      return 'CLIENT_ERROR cannot increment or decrement non-numeric value';
    case Status.invalid:
      return 'CLIENT_ERROR bad command line format';
    case Status.authError:
    case Status.authContinue:
      return 'CLIENT_ERROR unauthenticated';
    case Status.unknownCommand:
    case Status.notSupported:
      return 'ERROR';
    case Status.internal:
      return 'SERVER_ERROR internal error';
    case Status.busy:
      return 'SERVER_ERROR busy';
    case Status.temporary:
      return 'SERVER_ERROR temporary failure';
    default:
      return 'SERVER_ERROR unknown status';
  }
}

const DONE: ReadonlyMap<Verb, string> = new Map([
  [Verb.set, 'STORED'],
  [Verb.add, 'STORED'],
  [Verb.replace, 'STORED'],
  [Verb.append, 'STORED'],
  [Verb.prepend, 'STORED'],
  [Verb.cas, 'STORED'],
  [Verb.auth, 'STORED'],
  [Verb.delete, 'DELETED'],
  [Verb.touch, 'TOUCHED'],
]);

function writeSeconds(out: Bytes, seconds: number): void {
  if (seconds < 0) out.text('-');
  writeDecimal(out, seconds < 0 ? -seconds : seconds);
}
