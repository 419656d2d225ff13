/** Values of the 64 letters; 0xff for what is none. The padding counts as a letter of value 0. */
const VALUE = new Uint8Array(256).fill(0xff);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 0x3d;
for (let i = 0; i < LETTERS.length; i++) VALUE[LETTERS.charCodeAt(i)] = i;
VALUE[PAD] = 0;

/**
 * Decodes as memcached does: what is no letter is skipped, letters come in fours, the first four with padding are the
 * last. Returns how many bytes went to `to`; 0: not base64.
 */
export function decodeBase64(to: Uint8Array, from: Uint8Array, start: number, end: number): number {
  let letters = 0;
  for (let at = start; at < end; at++) if (VALUE[from[at]!] !== 0xff) letters++;
  if (letters === 0 || letters % 4 !== 0) return 0;
  let bytes = 0;
  let word = 0;
  let inWord = 0;
  let pads = 0;
  for (let at = start; at < end; at++) {
    const value = VALUE[from[at]!]!;
    if (value === 0xff) continue;
    if (from[at] === PAD) pads++;
    word = (word << 6) | value;
    if (++inWord < 4) continue;
    to[bytes++] = word >>> 16;
    to[bytes++] = word >>> 8;
    to[bytes++] = word;
    if (pads > 2) return 0;
    if (pads > 0) return bytes - pads;
    word = inWord = 0;
  }
  return bytes;
}
