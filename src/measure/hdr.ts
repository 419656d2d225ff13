import { JsHistogram, decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { Histogram } from './histogram.ts';
import { bucketOf } from './log-linear.ts';

/**
 * HdrHistogram V2 in base64, the interchange format of HdrHistogram plotters, wrk2 and autocannon: whole µs, 3
 * significant digits, 0..2 h.
 *
 * The bytes are written here and not by hdr-histogram-js: on Node it compresses with `node:zlib`, whose output differs
 * between machines (results must not), and its header holds an index offset of 1 and a conversion ratio of 5e-324 where
 * the reference has 0 and 1.0. Ours is stored, not compressed: valid zlib, a few KB, the same everywhere.
 *
 * ```
 * base64( 0x1c849314 | length | zlib( 0x1c849313 | payload length | 0 | digits | lowest | highest | 1.0 | payload ) )
 * payload: per bucket a count, or minus the number of empty buckets in a row; ZigZag, LEB128
 * ```
 * Source: HdrHistogram, AbstractHistogram.encodeIntoByteBuffer and encodeIntoCompressedByteBuffer.
 */
const COOKIE = 0x1c849313;
const COMPRESSED_COOKIE = 0x1c849314;
const DIGITS = 3;
const HDR_MAGNITUDE = 10;
const LOWEST_US = 1;
const HIGHEST_US = 7_200_000_000;

/**
 * Values keep 1/1024 of relative precision, or 1 µs if that is more. Exact minimum, maximum and mean are lost, and what
 * overflowed counts as 73 minutes.
 */
export function encodeHdr(histogram: Histogram): string {
  const payload = new Bytes();
  let next = 0;
  let pending = 0;
  const flush = (): void => {
    if (pending > 0) payload.zigZag(pending);
  };
  for (const { low, high, count } of histogram.buckets()) {
    const middle = Math.floor((low + high) / 2);
    const index = bucketOf(Math.floor(middle / 1000), HDR_MAGNITUDE);
    if (index >= next) {
      flush();
      const empty = index - next;
      // A single empty bucket is written as a count of 0: that is what the reference encoder does.
      if (empty > 0) payload.zigZag(empty === 1 ? 0 : -empty);
      pending = 0;
      next = index + 1;
    }
    pending += count;
  }
  flush();

  const header = new Bytes();
  for (const word of [COOKIE, payload.length, 0, DIGITS, 0, LOWEST_US]) header.uint32(word);
  header.uint32(Math.floor(HIGHEST_US / 0x1_0000_0000));
  header.uint32(HIGHEST_US % 0x1_0000_0000);
  // The conversion ratio, 1.0 as a double.
  header.uint32(0x3ff00000);
  header.uint32(0);

  const body = stored(Buffer.concat([header.view(), payload.view()]));
  const frame = new Bytes();
  frame.uint32(COMPRESSED_COOKIE);
  frame.uint32(body.length);
  return Buffer.concat([frame.view(), body]).toString('base64');
}

/** Reads any V2 histogram whose unit is µs. Each value becomes the middle of its bucket. Throws on anything else. */
export function decodeHdr(base64: string): Histogram {
  const decoded = decodeFromCompressedBase64(base64, 64);
  if (!(decoded instanceof JsHistogram)) throw new TypeError('hdr: expected a histogram that is not in WebAssembly');
  const histogram = new Histogram();
  const recorded = decoded.recordedValuesIterator;
  recorded.reset();
  while (recorded.hasNext()) {
    const { valueIteratedTo, countAtValueIteratedTo } = recorded.next();
    const lowUs = decoded.lowestEquivalentValue(valueIteratedTo);
    const widthUs = decoded.sizeOfEquivalentValueRange(valueIteratedTo);
    histogram.recordMany(lowUs * 1000 + widthUs * 500, countAtValueIteratedTo);
  }
  return histogram;
}

/** zlib with stored blocks only (RFC 1950, RFC 1951 3.2.4). */
function stored(data: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x78, 0x01])];
  for (let at = 0; at < data.length; at += 0xffff) {
    const block = data.subarray(at, at + 0xffff);
    const head = Buffer.alloc(5);
    head[0] = at + 0xffff >= data.length ? 1 : 0;
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(block.length ^ 0xffff, 3);
    parts.push(head, block);
  }
  let a = 1;
  let b = 0;
  for (const byte of data) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  const checksum = Buffer.alloc(4);
  checksum.writeUInt16BE(b, 0);
  checksum.writeUInt16BE(a, 2);
  return Buffer.concat([...parts, checksum]);
}

/** A growing byte string, big endian. */
class Bytes {
  private buffer = Buffer.alloc(256);
  length = 0;

  uint32(value: number): void {
    this.reserve(4);
    this.length = this.buffer.writeUInt32BE(value, this.length);
  }

  /** ZigZag, then LEB128; values to 2^52, beyond what 32-bit operators can hold. */
  zigZag(value: number): void {
    this.reserve(9);
    let rest = value >= 0 ? value * 2 : -value * 2 - 1;
    while (rest >= 0x80) {
      this.buffer[this.length++] = 0x80 + (rest % 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.length++] = rest;
  }

  view(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.alloc(this.buffer.length * 2);
    this.buffer.copy(larger);
    this.buffer = larger;
  }
}
