import { REQUEST_MAGIC } from './binary-header.ts';
import type { Protocol } from './message.ts';

/** One port speaks both protocols: the first byte of a connection decides. */
export function detectProtocol(firstByte: number): Protocol {
  return firstByte === REQUEST_MAGIC ? 'binary' : 'text';
}
