import { inflate } from 'pako';

/** Of HdrHistogram V2, compressed, and of what it is then. */
const COMPRESSED_COOKIE = 0x1c849314;
const COOKIE = 0x1c849313;
const FRAME = 8;

/** Whether it can be decoded: its frame is as long as it says, and its checksum holds. '' stands for none. */
export function isHdrText(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (value === '') return true;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length < FRAME || bytes.readUInt32BE(0) !== COMPRESSED_COOKIE) return false;
  if (bytes.readUInt32BE(4) !== bytes.length - FRAME) return false;
  try {
    // Throws where the checksum is another one.
    const body = Buffer.from(inflate(bytes.subarray(FRAME)));
    return body.length >= 4 && body.readUInt32BE(0) === COOKIE;
  } catch {
    return false;
  }
}
