/** A line of the text protocol, split at spaces into tokens: positions in the borrowed buffer. */
const TOKENS_MAX = 8;

export const SPACE = 0x20;
export const NEWLINE = 0x0a;
export const RETURN = 0x0d;

export class TextLine {
  private buf: Uint8Array = new Uint8Array(0);
  private readonly starts = new Int32Array(TOKENS_MAX);
  private readonly ends = new Int32Array(TOKENS_MAX);
  start = 0;
  /** Without CR and LF, and what follows a zero byte. */
  end = 0;
  /** Behind the LF. */
  next = 0;
  /** All tokens; only the first 8 have positions. */
  count = 0;

  /** Finds the line that starts at `start`; false when its LF has not come. */
  find(buf: Uint8Array, start: number, limit: number): boolean {
    let at = start;
    let zero = -1;
    for (; at < limit && buf[at] !== NEWLINE; at++) if (buf[at] === 0 && zero < 0) zero = at;
    if (at >= limit) return false;
    this.buf = buf;
    this.start = start;
    this.next = at + 1;
    // To memcached, which is written in C, the line ends at a zero byte.
    if (zero >= 0) this.end = zero;
    else this.end = at > start && buf[at - 1] === RETURN ? at - 1 : at;
    return true;
  }

  split(): void {
    const buf = this.buf;
    const end = this.end;
    let count = 0;
    let at = this.start;
    for (;;) {
      while (at < end && buf[at] === SPACE) at++;
      if (at >= end || buf[at] === 0) break;
      if (count < TOKENS_MAX) this.starts[count] = at;
      while (at < end && buf[at] !== SPACE && buf[at] !== 0) at++;
      if (count < TOKENS_MAX) this.ends[count] = at;
      count++;
    }
    this.count = count;
    // To memcached a line is a string, and ends at a NUL.
    this.end = at;
  }

  startOf(token: number): number {
    return this.starts[token]!;
  }

  endOf(token: number): number {
    return this.ends[token]!;
  }

  lengthOf(token: number): number {
    return this.ends[token]! - this.starts[token]!;
  }

  is(token: number, word: string): boolean {
    return token < TOKENS_MAX && sameText(this.buf, this.starts[token]!, this.ends[token]!, word);
  }
}

export function sameText(buf: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (buf[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

export function endsLine(buf: Uint8Array, at: number): boolean {
  return buf[at] === RETURN && buf[at + 1] === NEWLINE;
}
