/**
 * Who is silent, hangs up or talks nonsense when asked in the binary protocol is asked again, on connections of their
 * own: in the text protocol (a web server and a text-only memcached answer to a line), then with the beginning of a TLS
 * handshake (a TLS server answers with its half, or with an alert).
 */
import { Caller, type CallerOptions } from './caller.ts';
import { guess, type Guess } from './stranger.ts';

const VERSION_LINE = Buffer.from('version\r\n');

/** `onKnown` hears who it is; null: it cannot be told. */
export function secondOpinion(options: Omit<CallerOptions, 'expects'>, onKnown: (guess: Guess | null) => void): void {
  ask([VERSION_LINE, clientHello()], options, onKnown);
}

function ask(
  questions: readonly Buffer[],
  options: Omit<CallerOptions, 'expects'>,
  onKnown: (guess: Guess | null) => void,
): void {
  const [question, ...others] = questions;
  if (question === undefined) return onKnown(null);
  const caller = new Caller({ ...options, expects: 'raw' }, (heard) => {
    if (heard.kind === 'open') return caller.ask(question);
    const known = heard.kind === 'bytes' ? guess(heard.bytes) : null;
    if (known === null) ask(others, options, onKnown);
    else onKnown(known);
  });
}

/** The smallest that TLS 1.2 knows: no extensions. Who cannot use it answers with an alert, which says as much. */
function clientHello(): Buffer {
  const ciphers = [0xc0, 0x2f, 0xc0, 0x30, 0x00, 0x9c, 0x00, 0x2f, 0x00, 0x35];
  const random = Array.from({ length: 32 }, (_, i) => i);
  const body = [3, 3, ...random, 0, 0, ciphers.length, ...ciphers, 1, 0];
  const message = [1, 0, 0, body.length, ...body];
  return Buffer.from([0x16, 3, 1, 0, message.length, ...message]);
}
