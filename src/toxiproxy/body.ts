import type { IncomingMessage } from 'node:http';
import { bodyTooLarge } from './errors.ts';

export const MAX_BODY_BYTES = 1 << 20;
/** Who sends more than this after all is not heard out. */
const MAX_IGNORED_BYTES = 8 * MAX_BODY_BYTES;

/** Rejects with an `ApiError` when it is too large, and with the system's error when the client is gone. */
export function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else chunks.length = 0;
      // The rest is read, or the client would not see the answer: it would see a reset.
      if (bytes > MAX_IGNORED_BYTES) request.destroy();
    });
    request.once('end', () => {
      if (bytes > MAX_BODY_BYTES) reject(bodyTooLarge(MAX_BODY_BYTES));
      else resolve(Buffer.concat(chunks).toString());
    });
    request.once('error', reject);
    request.once('close', () => reject(new Error('the client is gone')));
  });
}
